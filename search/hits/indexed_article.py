"""One article as the index has it: where its words stand, and how they are written there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.analysis.one_article import AnalysedDocument, keyword_values, placed, texts
from index.articles.schema import exact_field
from index.language import Token, fold
from search.plan.plan import Alternative, Everything, Keyword, Node, Phrase, Published, Unit

#: Position in a field → what stands there, as written and as analysed.
_Words = Mapping[int, list[tuple[str, Token]]]


@dataclass(slots=True)
class Reading:
    """Reads ``document``; its texts are analysed for spellings when one is asked for."""

    document: AnalysedDocument
    _words: dict[str, _Words] = field(default_factory=dict)

    def positions(self, name: str, term: Alternative) -> list[int]:
        """Return the ascending positions of a term in a text field."""
        postings = self.document.postings[exact_field(name) if term.exact else name]
        return postings.positions.get(term.text, [])

    def length(self, name: str) -> int:
        """Return how many words a text field has."""
        return self.document.postings[name].length

    def slots(self, name: str, phrase: Phrase) -> list[list[int]]:
        """Return the positions of each unit of a phrase in a text field."""
        return [
            sorted({position for term in unit.alternatives for position in self.positions(name, term)})
            for unit in phrase.units
        ]

    def written(self, name: str, position: int, unit: Unit) -> str:
        """Return the word that stands at ``position`` for ``unit`` as the article has it; a compound shares its place
        with its first part."""
        if name not in self._words:
            self._words[name] = _words(self.document, name)
        here = self._words[name].get(position, [])
        asked = (surface for surface, token in here if any(_is(token, term) for term in unit.alternatives))
        return next(asked, "")

    def passes(self, condition: Node) -> bool:
        """Say whether the document fulfils a condition, as ``search.engines.whoosh.facets.passing`` does for all."""
        match condition:
            case Keyword(name, values):
                return not set(values).isdisjoint(self.document.keywords[name])
            case Published(None, None) | Everything():
                return True
            case Published(since, until):
                when = self.document.published
                return when is not None and (since is None or since <= when) and (until is None or when < until)
            case _:
                return False

    def values(self, condition: Keyword) -> tuple[str, ...]:
        """Return the values that fulfil a condition, as the article has them."""
        values = keyword_values(self.document.article)[condition.field]
        return tuple(value for value in values if fold(value) in condition.values)


def _words(document: AnalysedDocument, name: str) -> _Words:
    words: defaultdict[int, list[tuple[str, Token]]] = defaultdict(list)
    for part, position, token in placed(texts(document.article)[name], document.lang):
        words[position].append((part[token.start : token.end], token))
    return words


def _is(token: Token, term: Alternative) -> bool:
    return term.text == token.form if term.exact else term.text in token.lemmas
