"""Why a hit scores what it scores: its plan executed once more, on the one article, by the formula in
``search.plan.plan``.

No engine is asked.  The article is analysed as it was for the index, so the parts add up to what any engine gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from index.analysis.one_article import AnalysedDocument, analysed
from index.articles.article import Article
from search.answer.answer import SearchRequest
from search.answer.explanation import Coordination, Explanation, Part, Place
from search.engines.base import Deadline, Match, Snapshot
from search.hits.indexed_article import Reading
from search.plan.nodes import walk
from search.plan.phrases import occurrences
from search.plan.plan import All, Alternative, Any, Freshness, Keyword, Node, Phrase, Plan, Unit, Without, total_weight
from search.plan.scoring import K1, B, Wordiness

#: Spellings of a word that are told for a field.
SPELLINGS: Final = 3
#: Places of a field at which they are looked for.
LOOKED_AT: Final = 50


def explain(
    document: AnalysedDocument,
    root: Node,
    averages: Mapping[str, float],
    freshness: Freshness | None,
    wordiness: Wordiness,
) -> Explanation:
    """Return why ``document`` matches ``root``; ``averages`` are the mean field lengths of its language's index."""
    found = _Explainer(Reading(document), averages, K1[wordiness], B[wordiness]).explained(root) or _Found()
    fresh = 1.0 if freshness is None else freshness_factor(document.published, freshness)
    parts = _scaled(found.parts, fresh)
    return Explanation(sum(part.score for part in parts), parts, found.coordinations, fresh)


def freshness_factor(published: int | None, freshness: Freshness) -> float:
    """Return what the score of a document published at ``published``, epoch seconds, is multiplied with."""
    if published is None:
        return 1.0
    age = max(0, freshness.now - published)
    return float(1.0 + freshness.most * 2.0 ** (-age / freshness.half_life))


class _Found(NamedTuple):
    """What of a tree matches."""

    parts: tuple[Part, ...] = ()
    coordinations: tuple[Coordination, ...] = ()


class _Count(NamedTuple):
    """The alternative of a unit that counts in a field, and its positions there."""

    term: Alternative
    positions: list[int]

    @property
    def weight(self) -> float:
        return self.term.weight * len(self.positions)


@dataclass(frozen=True, slots=True)
class _Explainer:
    reading: Reading
    averages: Mapping[str, float]
    k1: float
    b: Mapping[str, float]

    def explained(self, node: Node) -> _Found | None:
        """Return what of ``node`` matches, None when it does not."""
        match node:
            case Unit():
                return self._word(node)
            case Phrase():
                return self._phrase(node, "phrase")
            case Any():
                return self._any(node)
            case All(children):
                found = [self.explained(child) for child in children]
                return None if None in found else _together(found)
            case Without(wanted, unwanted):
                return None if self.explained(unwanted) is not None else self.explained(wanted)
            case _:
                return self._condition(node) if self.reading.passes(node) else None

    def _word(self, unit: Unit) -> _Found | None:
        counts = self._counts(unit)
        if not counts:
            return None
        places = tuple(self._place(name, count, unit) for name, count in counts.items())
        return _Found((Part("word", unit.surface, self._score(unit, counts), places),))

    def _phrase(self, phrase: Phrase, kind: Literal["phrase", "near"]) -> _Found | None:
        places = tuple(self._standing(phrase))
        if not places:
            return None
        score = sum(self._score(unit, self._counts(unit)) for unit in phrase.units)
        return _Found((Part(kind, _typed(phrase), score, places),))

    def _any(self, node: Any) -> _Found | None:
        children = [(child, self.explained(child)) for child in node.children]
        missing = [child for child, found in children if found is None]
        if len(missing) == len(children):
            return None
        total = total_weight(node)
        share = 1.0 - sum(map(total_weight, missing)) / total if total else 1.0
        factor = 1.0 - node.coordination + node.coordination * share
        parts, inner = _together(found for _, found in children)
        own = Coordination(factor, len(children) - len(missing), len(children), tuple(map(_typed, missing)))
        extras = _together(map(self._extra, node.extras))
        return _Found(
            (*_scaled(parts, factor), *extras.parts), (*((own,) if missing and node.coordination else ()), *inner)
        )

    def _extra(self, extra: Unit | Phrase) -> _Found | None:
        return self._phrase(extra, "near") if isinstance(extra, Phrase) else self._word(extra)

    def _condition(self, node: Node) -> _Found:
        if not isinstance(node, Keyword):
            return _Found()
        values = self.reading.values(node)
        return _Found((Part("condition", node.field, 0.0, (Place(node.field, len(values), values),)),))

    def _counts(self, unit: Unit) -> dict[str, _Count]:
        """Return for each field that has the word what counts there."""
        found = {}
        for boost in unit.fields:
            counts = [_Count(term, self.reading.positions(boost.name, term)) for term in unit.alternatives]
            having = [count for count in counts if count.positions]
            if having:
                found[boost.name] = max(having, key=lambda count: count.weight)
        return found

    def _score(self, unit: Unit, counts: Mapping[str, _Count]) -> float:
        """Return BM25F of the unit."""
        frequency = 0.0
        for boost in unit.fields:
            if boost.name in counts:
                length = self.reading.length(boost.name) / self.averages[boost.name]
                b = self.b[boost.name]
                frequency += boost.boost * counts[boost.name].weight / (1.0 - b + b * length)
        return unit.weight * frequency * (self.k1 + 1.0) / (frequency + self.k1)

    def _place(self, name: str, count: _Count, unit: Unit) -> Place:
        asked = replace(unit, alternatives=(count.term,))
        spellings = (self.reading.written(name, position, asked) for position in count.positions[:LOOKED_AT])
        return Place(name, len(count.positions), _first(spellings), count.term.origin)

    def _standing(self, phrase: Phrase) -> Iterator[Place]:
        """Yield the fields where the phrase stands."""
        for boost in phrase.units[0].fields if phrase.units else ():
            found = list(occurrences(self.reading.slots(boost.name, phrase), phrase.offsets, phrase.slop))
            if found:
                quoted = (self._quoted(boost.name, phrase, positions) for positions in found[:LOOKED_AT])
                yield Place(boost.name, len(found), _first(quoted))

    def _quoted(self, name: str, phrase: Phrase, positions: tuple[int, ...]) -> str:
        """Return the words of a phrase in the order in which the text has them."""
        standing = sorted(zip(positions, range(len(positions)), strict=True))
        return " ".join(self.reading.written(name, position, phrase.units[at]) for position, at in standing)


def _together(found: Iterable[_Found | None]) -> _Found:
    having = [one for one in found if one is not None]
    return _Found(
        tuple(part for one in having for part in one.parts),
        tuple(factor for one in having for factor in one.coordinations),
    )


def _scaled(parts: Iterable[Part], factor: float) -> tuple[Part, ...]:
    return tuple(replace(part, score=part.score * factor) for part in parts)


def _first(spellings: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, spellings)))[:SPELLINGS]


def _typed(node: Node) -> str:
    """Return the words of a part of the query; those of a compound, and of a name in several words, once."""
    surfaces = [unit.surface for unit in walk(node) if isinstance(unit, Unit)]
    if isinstance(node, Any):
        return ", ".join(word for at, word in enumerate(surfaces) if not any(word in whole for whole in surfaces[:at]))
    return surfaces[0] if len(set(surfaces)) == 1 else " ".join(surfaces)


@dataclass(slots=True)
class Explanations:
    """Explains the hits that ``request`` wants explained while there is time and ``characters`` are left."""

    request: SearchRequest
    plan: Plan
    snapshot: Snapshot
    characters: int
    deadline: Deadline

    def of(self, match: Match, article: Article) -> Explanation | None:
        """Return why ``article`` is the hit ``match``, None when nobody asked."""
        if not (self.request.explain or self.request.why == match.id):
            return None
        size = len(article.title) + len(article.lead or "") + len(article.body)
        if size > self.characters or self.deadline.passed():
            return Explanation(match.score, counted=False)
        self.characters -= size
        averages = self.snapshot.statistics(match.lang).average_length
        plan = self.plan
        return explain(analysed(article), plan.roots[match.lang], averages, plan.freshness, plan.wordiness)
