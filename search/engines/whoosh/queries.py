"""Plan nodes as ``whoosh.query`` trees.

Stock compound queries add scores up in an order that depends on the segment's sizes, score what should not score 1
(``ConstantScoreQuery(q, 0.0)``), and forget the context below a NOT; stock BM25F scores fields apart.  So each node
that scores or combines is a query of ours, evaluated a term at a time on arrays; Every and NullQuery are stock.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any as Whatever

import numpy as np
from whoosh.query import Every, NullQuery, Query

from search.engines.whoosh.columns import Mask, Rows, Scores
from search.engines.whoosh.context import PlanContext, index_field
from search.engines.whoosh.facets import passing
from search.engines.whoosh.matchers import NOTHING, Scored, ScoredMatcher, arrays
from search.engines.whoosh.postings import OutOfTime, read_positions
from search.plan.phrases import occurrences
from search.plan.plan import (
    All,
    Any,
    Everything,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Published,
    Unit,
    Without,
    total_weight,
)
from search.plan.scoring import MOST_COUNTED


def compiled(node: Node, *, root: bool = True) -> Query:  # noqa: PLR0911  # a table of node types
    """Return the query tree of a plan node."""
    match node:
        case Unit():
            return UnitQuery(node)
        case Phrase():
            return PhraseQuery(node)
        case Any():
            return RankedOr(node, _all_compiled(node.children), _all_compiled(node.extras), root)
        case All():
            return AllQuery(_all_compiled(node.children))
        case Without():
            return WithoutQuery(compiled(node.wanted, root=False), compiled(node.unwanted, root=False))
        case Keyword() | Published():
            return ColumnQuery(node)
        case Everything():
            return Every()
        case Nothing():
            return NullQuery


def _all_compiled(nodes: Iterable[Node]) -> list[Query]:
    return [compiled(node, root=False) for node in nodes]


class PlanQuery(Query):  # type: ignore[misc]  # Whoosh has no types
    """A query evaluated at once on a segment, given a PlanContext."""

    def scored(self, searcher: Whatever, context: PlanContext) -> Scored:
        """Return what matches among the live documents, and its scores."""
        raise NotImplementedError

    def matcher(self, searcher: Whatever, context: PlanContext | None = None) -> ScoredMatcher:
        """Return a matcher over ``scored``."""
        if context is None:
            raise ValueError("A plan's query needs a PlanContext.")
        return ScoredMatcher(self.scored(searcher, context))


class UnitQuery(PlanQuery):
    """One query word: BM25F over its fields, all alternatives as one term."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    def __repr__(self) -> str:
        return f"UnitQuery({self.unit.surface!r})"

    def scored(self, searcher: Whatever, context: PlanContext) -> Scored:
        """Score by the formula in ``search.plan.plan``."""
        frequency = np.zeros(context.segment.size)
        found = np.zeros(context.segment.size, dtype=bool)
        for field in self.unit.fields:
            counts = self._counts(field.name, context, found)
            docs = np.flatnonzero(counts)
            frequency[docs] += field.boost * counts[docs] / _normalisation(field.name, docs, context)
        docs = np.flatnonzero(found & context.segment.live)
        tf = frequency[docs]
        return Scored(docs, self.unit.weight * tf * (context.k1 + 1.0) / (tf + context.k1))

    def _counts(self, field: str, context: PlanContext, found: Mask) -> Scores:
        """Return for each document the largest weighted count of an alternative, and note in ``found`` who has any."""
        counts = np.zeros(context.segment.size)
        for alternative in self.unit.alternatives:
            docs, occurring = context.postings(field, alternative)
            counts[docs] = np.maximum(counts[docs], alternative.weight * np.minimum(occurring, MOST_COUNTED))
            found[docs] = True
        return counts


def _normalisation(field: str, docs: Rows, context: PlanContext) -> Scores:
    lengths: Scores = context.segment.lengths[field][docs] / context.averages[field]
    b = context.b[field]
    return 1.0 - b + b * lengths


class PhraseQuery(PlanQuery):
    """Units at their places in at least one field."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase

    def __repr__(self) -> str:
        return f"PhraseQuery({' '.join(unit.surface for unit in self.phrase.units)!r})"

    def scored(self, searcher: Whatever, context: PlanContext) -> Scored:
        """Score the sum of the units where the phrase stands."""
        standing = np.zeros(context.segment.size, dtype=bool)
        for field in _common_fields(self.phrase):
            standing[self._standing_in(field, context)] = True
        docs = np.flatnonzero(standing & context.segment.live)
        if not len(docs):
            return NOTHING
        total = np.zeros(context.segment.size)
        for unit in self.phrase.units:
            scored = UnitQuery(unit).scored(searcher, context)
            total[scored.docs] += scored.scores
        return Scored(docs, total[docs])

    def _standing_in(self, field: str, context: PlanContext) -> list[int]:
        candidates = reduce(np.intersect1d, (_holders(unit, field, context) for unit in self.phrase.units))
        slots = [_positions(unit, field, candidates, context) for unit in self.phrase.units]
        return [doc for doc in candidates.tolist() if self._stands(doc, slots, context)]

    def _stands(self, doc: int, slots: list[dict[int, list[int]]], context: PlanContext) -> bool:
        if context.deadline.passed():
            raise OutOfTime
        places = occurrences([slot[doc] for slot in slots], self.phrase.offsets, self.phrase.slop)
        return next(places, None) is not None


def _common_fields(phrase: Phrase) -> list[str]:
    """Return the fields that all units look in, in the order of the first."""
    others = [{field.name for field in unit.fields} for unit in phrase.units]
    return [field.name for field in phrase.units[0].fields if all(field.name in names for names in others)]


def _holders(unit: Unit, field: str, context: PlanContext) -> Rows:
    postings = (context.postings(field, alternative).docs for alternative in unit.alternatives)
    return reduce(np.union1d, postings, NOTHING.docs)


def _positions(unit: Unit, field: str, wanted: Rows, context: PlanContext) -> dict[int, list[int]]:
    """Return for each wanted document the ascending positions of the unit's alternatives in the field."""
    merged: dict[int, list[int]] = {}
    for alternative in unit.alternatives:
        name = index_field(field, alternative)
        for doc, positions in read_positions(context.reader, name, alternative.text, wanted, context.deadline):
            merged[doc] = sorted({*merged[doc], *positions}) if doc in merged else positions
    return merged


class RankedOr(PlanQuery):
    """The sum of what matches, times how much of the whole weight matches.

    At the ``root`` it answers with the children it had time for: a document found is a match whatever is left out.
    """

    def __init__(self, node: Any, queries: list[Query], extras: list[Query], root: bool) -> None:
        self.queries = queries
        self.extras = extras
        self.weights = [total_weight(child) for child in node.children]
        self.coordination = node.coordination
        self.root = root

    def __repr__(self) -> str:
        return f"RankedOr({self.queries!r})"

    def scored(self, searcher: Whatever, context: PlanContext) -> Scored:
        """Add the children up in their order, then what the extras give to the documents found."""
        found = np.zeros(context.segment.size, dtype=bool)
        scores, matched = np.zeros(context.segment.size), np.zeros(context.segment.size)
        try:
            for query, weight in zip(self.queries, self.weights, strict=True):
                part = arrays(query.matcher(searcher, context))
                scores[part.docs] += part.scores
                matched[part.docs] += weight
                found[part.docs] = True
        except OutOfTime:
            if not self.root:
                raise
            context.partial = True
        docs = np.flatnonzero(found)
        scores[docs] *= self._coordinated(matched[docs])
        if len(docs) and not context.partial:
            self._add_extras(scores, searcher, context)
        return Scored(docs, scores[docs])

    def _add_extras(self, scores: Scores, searcher: Whatever, context: PlanContext) -> None:
        try:
            for extra in self.extras:
                part = arrays(extra.matcher(searcher, context))
                scores[part.docs] += part.scores
        except OutOfTime:
            context.partial = True

    def _coordinated(self, matched: Scores) -> Scores | float:
        total = sum(self.weights)
        return 1.0 - self.coordination + self.coordination * matched / total if total else 1.0


class AllQuery(PlanQuery):
    """The sum of the children where all match."""

    def __init__(self, queries: list[Query]) -> None:
        self.queries = queries

    def __repr__(self) -> str:
        return f"AllQuery({self.queries!r})"

    def scored(self, searcher: Whatever, context: PlanContext) -> Scored:
        """Intersect the children in their order, and stop at nothing."""
        result: Scored | None = None
        for query in self.queries:
            part = arrays(query.matcher(searcher, context))
            result = part if result is None else _both(result, part)
            if not len(result.docs):
                break
        return NOTHING if result is None else result


def _both(left: Scored, right: Scored) -> Scored:
    docs, at, beside = np.intersect1d(left.docs, right.docs, assume_unique=True, return_indices=True)
    return Scored(docs, left.scores[at] + right.scores[beside])


class WithoutQuery(PlanQuery):
    """What ``wanted`` matches and ``unwanted`` does not."""

    def __init__(self, wanted: Query, unwanted: Query) -> None:
        self.wanted = wanted
        self.unwanted = unwanted

    def __repr__(self) -> str:
        return f"WithoutQuery({self.wanted!r}, {self.unwanted!r})"

    def scored(self, searcher: Whatever, context: PlanContext) -> Scored:
        """Take the unwanted out."""
        wanted = arrays(self.wanted.matcher(searcher, context))
        if not len(wanted.docs):
            return NOTHING
        kept = np.isin(wanted.docs, arrays(self.unwanted.matcher(searcher, context)).docs, invert=True)
        return Scored(wanted.docs[kept], wanted.scores[kept])


class ColumnQuery(PlanQuery):
    """A condition on a keyword field or the date, read from the columns as filters are."""

    def __init__(self, condition: Keyword | Published) -> None:
        self.condition = condition

    def __repr__(self) -> str:
        return f"ColumnQuery({self.condition!r})"

    def scored(self, searcher: Whatever, context: PlanContext) -> Scored:
        """Match with score 0."""
        segment = context.segment
        rows = passing(context.columns, self.condition)[segment.base : segment.base + segment.size]
        docs = np.flatnonzero(rows & segment.live)
        return Scored(docs, np.zeros(len(docs)))
