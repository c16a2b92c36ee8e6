"""Filters and facets of a snapshot: what ``search.engines.whoosh.facets`` says, counted by kernels over mapped columns.

Each facet has a bit, set in what a document lacks when it does not pass the filters of that facet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from index.articles.article import LANGUAGES
from index.articles.dates import calendar
from index.articles.schema import KEYWORD_FIELDS, NO_DATE
from search.engines.arrays.kernels.facets import count_codes, count_values
from search.engines.arrays.kernels.layout import DATES, Bytes, Ints, Longs
from search.engines.arrays.program import FOREVER, dates
from search.engines.arrays.segment_rows import Segment
from search.engines.base import FacetCounts
from search.plan.plan import Keyword, Plan, Published

BITS: Final = {name: 1 << at for at, name in enumerate(("month", "lang", *KEYWORD_FIELDS))}
assert BITS["month"] == DATES  # noqa: S101  # the kernel sets it

Filters = tuple[Keyword | Published, ...]


def date_range(filters: Filters) -> tuple[int, int]:
    """Return the inclusive range of dates that passes all filters."""
    ranges = [dates(condition) for condition in filters if isinstance(condition, Published)]
    if not ranges:
        return NO_DATE, FOREVER
    return max(since for since, _ in ranges), min(until for _, until in ranges)


class Found(NamedTuple):
    """The documents of a segment that match, and what each lacks."""

    documents: Ints
    lacking: Bytes


class Values(NamedTuple):
    """What a segment's documents hold of a keyword field: see ``kernels.facets.count_values``."""

    indptr: Ints
    codes: Ints
    ordinals: Ints


class KeywordFacet:
    """The values of a keyword field over all segments, in the order of their labels."""

    def __init__(self, name: str, segments: Sequence[Segment]) -> None:
        self.name = name
        spellings: defaultdict[bytes, Counter[bytes]] = defaultdict(Counter)
        for segment in segments:
            _count_spellings(segment, name, spellings)
        labels = {value: min(known, key=lambda label: (-known[label], label)) for value, known in spellings.items()}
        ordered = sorted(labels, key=lambda value: (labels[value], value))
        self.labels = [labels[value].decode() for value in ordered]
        places = {value: place for place, value in enumerate(ordered)}
        self.places = {value.decode(): place for value, place in places.items()}
        self._segments = [_values(segment, name, places) for segment in segments]

    def count(self, found: Mapping[int, Found]) -> Longs:
        """Return how many of the documents found, by segment, have each value."""
        counts = np.zeros(len(self.labels), np.int64)
        for number, part in found.items():
            count_values(*part, BITS[self.name], *self._segments[number], counts)
        return counts


class MonthFacet:
    """The months of Kyiv, in their order."""

    name: Final = "month"

    def __init__(self, segments: Sequence[Segment]) -> None:
        dated = [dates[dates != NO_DATE] for dates in (segment.view.published for segment in segments)]
        bounds = [int(bound) for part in dated if len(part) for bound in (part.min(), part.max())]
        self.labels, starts = calendar(min(bounds), max(bounds)) if bounds else ([], np.zeros(0, np.int64))
        self.places: dict[str, int] = {}
        self._segments = [_months(segment, starts) for segment in segments]

    def count(self, found: Mapping[int, Found]) -> Longs:
        """Return how many of the documents found, by segment, are of each month."""
        counts = np.zeros(len(self.labels), np.int64)
        for number, part in found.items():
            count_codes(*part, BITS[self.name], self._segments[number], counts)
        return counts


class LanguageFacet:
    """The languages, in the order of their codes."""

    name: Final = "lang"

    def __init__(self, languages: Sequence[str]) -> None:
        self.labels: list[str] = sorted(LANGUAGES)
        self.places: dict[str, int] = {}
        self._segments = [self.labels.index(lang) for lang in languages]

    def count(self, found: Mapping[int, Found]) -> Longs:
        """Return how many of the documents found, by segment, are in each language."""
        counts = np.zeros(len(self.labels), np.int64)
        for number, part in found.items():
            others = part.lacking & ~np.uint8(BITS[self.name])
            counts[self._segments[number]] += len(others) - np.count_nonzero(others)
        return counts


Facet = KeywordFacet | MonthFacet | LanguageFacet


def largest(facet: Facet, counts: Longs, plan: Plan) -> FacetCounts:
    """Return (label, documents), most frequent first: ``plan.facet_size`` values, and those that a filter chose."""
    first = _most(counts, plan.facet_size)
    keywords = [part for part in plan.filters if isinstance(part, Keyword) and part.field == facet.name]
    chosen = [facet.places[value] for part in keywords for value in part.values if value in facet.places]
    places = sorted({*first, *(at for at in chosen if counts[at])}, key=lambda at: (-counts[at], at))
    return tuple((facet.labels[at], int(counts[at])) for at in places)


def _most(counts: Longs, size: int) -> list[int]:
    """Return the places of the ``size`` largest counts above zero, the first of equal ones."""
    places = np.flatnonzero(counts)
    if len(places) > size:
        least = np.partition(counts[places], len(places) - size)[len(places) - size]
        more, equal = places[counts[places] > least], places[counts[places] == least]
        places = np.concatenate((more, equal[: size - len(more)]))
    found: list[int] = places.tolist()
    return found


def _count_spellings(segment: Segment, name: str, spellings: Mapping[bytes, Counter[bytes]]) -> None:
    """Count by folded value in how many live documents each of its spellings stands."""
    column = segment.values(name)
    codes = column.codes
    if len(segment.live):
        codes = codes[np.repeat(segment.live.view(np.bool_), np.diff(column.indptr))]
    terms = segment.view.field(name).terms
    counts = np.bincount(codes, minlength=len(column.values))
    for code in np.flatnonzero((counts > 0) & (column.terms >= 0)).tolist():
        spellings[terms[int(column.terms[code])]][column.values[code]] += int(counts[code])


def _values(segment: Segment, name: str, places: Mapping[bytes, int]) -> Values:
    column = segment.values(name)
    terms = segment.view.field(name).terms
    ordinals = [places.get(terms[term], -1) if term >= 0 else -1 for term in column.terms.tolist()]
    return Values(column.indptr.copy(), column.codes.copy(), np.array(ordinals, np.int32))


def _months(segment: Segment, starts: Longs) -> Ints:
    months: Ints = np.searchsorted(starts, segment.view.published, side="right").astype(np.int32) - np.int32(1)
    return months
