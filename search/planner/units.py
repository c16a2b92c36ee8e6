"""Words of a query become units and phrases of one language: analysis, and the expansion of ``*`` and ``~``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from index.articles.article import Language
from index.articles.schema import TEXTS, exact_field
from index.language import Token, alphabet, analyze, prefix_fold, query_alternatives, verbs_beside_a_name
from search.engines.base import Snapshot
from search.errors import QueryRefused
from search.plan.nodes import NOTHING, any_of, without
from search.plan.plan import Alternative, FieldBoost, Node, Phrase, Unit
from search.plan.scoring import COMPOUND, FIELD_BOOSTS, FOREIGN, FUZZY_DISCOUNT, TRANSLATION
from search.planner.beginnings import other_beginnings
from search.planner.expansion import Expansion
from search.planner.relatives import Called
from search.query.query import Exact, Fuzzy, Prefix, Word
from search.settings import Settings

#: Where a bare word is looked for, and where one with a field name.
EVERYWHERE = tuple(FieldBoost(name, boost) for name, boost in FIELD_BOOSTS.items())
NAMED = {row.query_names[0]: (FieldBoost(row.name),) for row in TEXTS if row.query_names}

#: Words whose alternatives are remembered.
_WORDS = 1 << 14


class Term(NamedTuple):
    """A token of the query, the text it stands for, and whether only that form is meant."""

    token: Token
    surface: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Compound:
    """One word as analysed: its term, or the term of the whole and those of its parts."""

    whole: Term
    parts: tuple[Term, ...] = ()


class Named(NamedTuple):
    """The first word of one or several, what matches them, and whether that is a name with another one here."""

    compound: Compound
    node: Node
    name: bool


@dataclass(slots=True)
class Words:
    """Makes nodes of words in one language; counts how many words ``*`` has stood for, and those with ``~``."""

    lang: Language
    snapshot: Snapshot
    settings: Settings
    expansion: Expansion
    expanded: int = 0
    similar: int = 0
    _excluding: bool = False

    @contextlib.contextmanager
    def excluding(self) -> Iterator[None]:
        """Make nodes of what must not match: a word is taken for another only when it is a name beyond doubt."""
        before, self._excluding = self._excluding, True
        try:
            yield
        finally:
            self._excluding = before

    def compounds(self, words: Iterable[Word | Exact]) -> list[Compound]:
        """Analyse ``words`` as one text, so that what belongs together (50 000) stays together."""
        text, exact_at = "", []
        for word in words:
            start = len(text)
            text += word.text + " "
            exact_at.extend([isinstance(word, Exact)] * (len(text) - start))
        tokens = analyze(text, self.lang)
        return list(_grouped(Term(token, text[token.start : token.end], exact_at[token.start]) for token in tokens))

    def nodes(self, words: Iterable[Word | Exact], fields: tuple[FieldBoost, ...]) -> Iterator[Named]:
        """Analyse ``words`` and yield what matches each; words that are one name with another one here, as one."""
        compounds = self.compounds(words)
        names = self._names(compounds, fields)
        place = 0
        while place < len(compounds):
            name = names.get(place)
            stop = name.stop if name else place + 1
            yield Named(compounds[place], self._node(compounds[place:stop], name, fields), name is not None)
            place = stop

    def node(self, compound: Compound, fields: tuple[FieldBoost, ...]) -> Node:
        """Return what matches one word: a compound as a whole, or its parts in this order."""
        if not compound.parts:
            return self._unit(compound.whole, fields)
        whole = self._unit(compound.whole, fields, COMPOUND)
        parts = tuple(self._unit(part, fields, COMPOUND / len(compound.parts)) for part in compound.parts)
        return any_of((whole, Phrase(parts, _offsets(compound.parts))))

    def phrase(self, words: Iterable[Word | Exact], slop: int, fields: tuple[FieldBoost, ...]) -> Node:
        """Return what matches ``words`` in this order; a single word is a word."""
        compounds = self.compounds(words)
        name = self._names(compounds, fields).get(0)
        if len(compounds) == (name.stop if name else 1):
            return self._node(compounds, name, fields)
        terms = [term for compound in compounds for term in compound.parts or (compound.whole,)]
        return Phrase(tuple(self._unit(term, fields) for term in terms), _offsets(terms), slop) if terms else NOTHING

    def prefix(self, query: Prefix, fields: tuple[FieldBoost, ...]) -> Node:
        """Return what matches any word that starts so; raises QueryRefused when they are too many."""
        start, limit = prefix_fold(query.text), self.settings.expansions
        forms: dict[str, None] = {}
        for boost in fields:
            found = self.snapshot.terms_with_prefix(self.lang, exact_field(boost.name), start, limit + 1)
            forms.update(dict.fromkeys(form for form, _ in found))
        self.expanded += len(forms)
        if self.expanded > limit:
            raise QueryRefused(
                "expansions", f"{query} stands for more than {limit} words; write more letters before *."
            )
        alternatives = tuple(Alternative(form, exact=True, origin="prefix") for form in forms)
        return Unit(repr(query), alternatives, fields) if forms else NOTHING

    def fuzzy(self, query: Fuzzy, fields: tuple[FieldBoost, ...]) -> Node:
        """Return what matches the word or a similar one, the less similar for less; a compound is taken as typed.

        Raises QueryRefused for more such words than the settings allow: each reads all words of a letter.
        """
        self.similar += 1
        if self.similar > self.settings.fuzzy_words:
            raise QueryRefused(
                "expansions", f"A query may have at most {self.settings.fuzzy_words} words with ~; write fewer of them."
            )
        compounds = self.compounds([Word(query.text)])
        if len(compounds) != 1 or compounds[0].parts:
            return self.phrase([Word(query.text)], 0, fields)
        token = compounds[0].whole.token
        similar = tuple(
            Alternative(form, True, FUZZY_DISCOUNT ** OSA.distance(form, token.form), "similar")
            for form in self._similar(token.form, query.edits, fields)
        )
        return Unit(repr(query), (*_lemmas(token, self.lang), *similar), fields)

    def _unit(self, term: Term, fields: tuple[FieldBoost, ...], weight: float = 1.0) -> Unit:
        """Return the unit of one term: its one form, or any of its lemmas and what else it is called."""
        if self.lang not in self.expansion.sources:
            weight *= FOREIGN
        if term.exact:
            return Unit(f"={term.surface}", (Alternative(term.token.form, exact=True),), fields, weight)
        sure = self._excluding or fields != EVERYWHERE
        called = self.expansion.alternatives(term.surface, self.lang, fields, sure=sure)
        own = _lemmas(term.token, self.lang)
        if term.surface.istitle() and self.lang != "en":
            verbs = verbs_beside_a_name(term.token.form, self.lang)
            own = tuple(found for found in own if found.text not in verbs) if verbs else own
        return Unit(term.surface, (*own, *called) if called else own, fields, weight)

    def _names(self, compounds: list[Compound], fields: tuple[FieldBoost, ...]) -> dict[int, Called]:
        if any(compound.whole.exact for compound in compounds):
            return {}
        return self.expansion.called([compound.whole.surface for compound in compounds], self.lang, fields)

    def _node(self, compounds: list[Compound], called: Called | None, fields: tuple[FieldBoost, ...]) -> Node:
        """Return what matches a word, or a name as it is called here: in one word, or in several as a phrase.

        The names of one thing score once, however many of them a document has: a later one only where none before is.
        """
        if called is None:
            return self.node(compounds[0], fields)
        surface = " ".join(compound.whole.surface for compound in compounds)
        unit = Unit(surface, (), fields, FOREIGN)
        if len(compounds) == 1 and not compounds[0].parts:
            unit = self._unit(compounds[0].whole, fields)
        single = tuple(lemma for name in called.names if len(name) == 1 for lemma in name[0].lemmas)
        known = {alternative.text for alternative in unit.alternatives}
        translated = tuple(_translation(lemma) for lemma in dict.fromkeys(single) if lemma not in known)
        unit = replace(unit, alternatives=(*unit.alternatives, *translated))
        names: list[Node] = [unit] if unit.alternatives else []
        for name in called.names:
            if len(name) > 1:
                names.append(without(self._phrase_of(name, surface, fields), any_of(names)))
        return any_of(names)

    def _phrase_of(self, name: tuple[Token, ...], surface: str, fields: tuple[FieldBoost, ...]) -> Phrase:
        """Return the phrase of a name; all its words together weigh as much as one, the name that was typed."""
        share = FOREIGN / len(name)
        units = (Unit(surface, tuple(map(_translation, token.lemmas)), fields, share) for token in name)
        return Phrase(tuple(units), tuple(token.position for token in name))

    def _similar(self, form: str, edits: int, fields: tuple[FieldBoost, ...]) -> list[str]:
        """Return similar words of the fields, nearest first, then most frequent.

        Those that begin with another letter are looked up one by one, and so are one edit away.
        """
        limit = self.settings.fuzzy_expansions
        letters = alphabet("en" if form.isascii() else self.lang)
        frequency: dict[str, int] = {}
        for name in (exact_field(boost.name) for boost in fields):
            for term, count in self.snapshot.similar_terms(self.lang, name, form, edits, limit):
                frequency[term] = max(count, frequency.get(term, 0))
            for term in other_beginnings(form, letters) if len(form) > 1 else ():
                if count := self.snapshot.document_frequency(self.lang, name, term):
                    frequency[term] = max(count, frequency.get(term, 0))
        return sorted(frequency, key=lambda term: (OSA.distance(term, form), -frequency[term], term))[:limit]


def _translation(lemma: str) -> Alternative:
    return Alternative(lemma, weight=TRANSLATION, origin="translation")


def _lemmas(token: Token, lang: Language) -> tuple[Alternative, ...]:
    """Return the lemmas of the word as typed, and for less those of what may have been meant (здоровя: здоров'я)."""
    return _meant(token.form, token.lemmas, lang)


@lru_cache(_WORDS)
def _meant(form: str, lemmas: tuple[str, ...], lang: Language) -> tuple[Alternative, ...]:
    return (
        *(Alternative(lemma) for lemma in lemmas),
        *(Alternative(lemma, weight=weight, origin="slip") for lemma, weight in query_alternatives(form, lang)),
    )


def _offsets(terms: Iterable[Term]) -> tuple[int, ...]:
    positions = [term.token.position for term in terms]
    return tuple(position - positions[0] for position in positions)


def _grouped(terms: Iterable[Term]) -> Iterator[Compound]:
    """Put the parts of a compound, which follow it and lie within it, under the whole."""
    whole: Term | None = None
    parts: list[Term] = []
    for term in terms:
        if whole and term.token.end <= whole.token.end:
            parts.append(term)
            continue
        if whole:
            yield Compound(whole, tuple(parts))
        whole, parts = term, []
    if whole:
        yield Compound(whole, tuple(parts))
