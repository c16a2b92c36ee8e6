"""One segment as the kernels see it: the addresses of its arrays."""

from __future__ import annotations

import threading
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.articles.schema import MOST_COUNTED, NO_DATE, TEXT_FIELDS
from index.engines.arrays.format.inverted import FormField, InvertedField, TextField
from index.engines.arrays.format.segment_view import SegmentView, ValueColumn
from index.files.array_types import Words
from search.engines.arrays.form_lists import FormList, laid_out, live_frequencies
from search.engines.arrays.kernels.layout import (
    COUNTS,
    DOCS,
    DOCUMENTS,
    FIELD,
    FIRST,
    LAST,
    LENGTHS,
    LIST_COLUMNS,
    LIVE_AT,
    MORE,
    MORE_COUNTS,
    MORE_POSTINGS,
    NAME_BYTES,
    NAME_CODES,
    NAME_STARTS,
    NEWEST,
    NORMS,
    POSITION_STARTS,
    POSITION_WIDTH,
    POSITIONS,
    PUBLISHED_AT,
    ROW,
    SEGMENT_COLUMNS,
    STORY_AT,
    Bytes,
    Ints,
    Longs,
    Singles,
)
from search.plan.scoring import B, Wordiness

#: No document is deleted.
NONE: Final = np.zeros(0, np.uint8)


class Segment:
    """A segment of one language's index.  Read-only, shared by threads."""

    def __init__(self, view: SegmentView) -> None:
        self.view = view
        self.documents = view.documents
        self.live: Bytes = NONE if view.live is None else view.live.view(np.uint8)
        self._rows: dict[tuple[str, Wordiness], Longs] = {}
        self._most: dict[str, int] = {}
        self._frequencies: dict[str, Longs] = {}
        self._norms: dict[tuple[str, Wordiness], Singles] = {}
        #: Rows hold addresses of arrays that are made when first needed: by one thread, and once.
        self._making = threading.Lock()

    def columns(self, story: Ints, row: int) -> Longs:
        """Return a row of ``kernels.layout``'s segments, with the snapshot's numbers of the stories."""
        names = self.view.keyword("id").terms
        columns = np.zeros(SEGMENT_COLUMNS, np.int64)
        columns[DOCUMENTS] = self.documents
        columns[PUBLISHED_AT] = address(self.view.published)
        columns[STORY_AT] = address(story)
        columns[LIVE_AT] = address(self.live) if len(self.live) else 0
        columns[NAME_CODES] = address(self.view.container["id.codes"])
        columns[NAME_BYTES] = address(names.bytes)
        columns[NAME_STARTS] = address(names.starts)
        columns[NEWEST] = self.view.published.max(initial=NO_DATE)
        columns[ROW] = row
        return columns

    def of_story(self, story: str) -> list[int]:
        """Return the live documents of a story."""
        field = self.view.keyword("story")
        ordinal = field.terms.find(story.encode())
        documents = field.docs[slice(*field.range(ordinal))] if ordinal >= 0 else field.docs[:0]
        found: list[int] = (documents[self.live[documents] != 0] if len(self.live) else documents).tolist()
        return found

    def values(self, name: str) -> ValueColumn:
        """Return what readers see of a keyword field."""
        return self.view.values(name)

    def frequency(self, name: str, term: bytes) -> int:
        """Return how many live documents have the term."""
        field = self.view.field(name)
        ordinal = field.terms.find(term)
        if ordinal < 0:
            return 0
        return int(self.frequencies(name, ordinal, ordinal + 1)[0])

    def frequencies(self, name: str, first: int, last: int) -> Longs:
        """Return how many live documents each of the terms from ordinal ``first`` to ``last`` has."""
        field = self.view.field(name)
        if isinstance(field, FormField):
            return self._form_frequencies(field)[first:last].astype(np.int64)
        bounds = field.indptr[first : last + 1].astype(np.int64)
        if not len(self.live) or first == last:
            return bounds[1:] - bounds[:-1]
        live = self.live[field.docs[bounds[0] : bounds[-1]]]
        before = np.concatenate(([0], np.cumsum(live, dtype=np.int64)))[bounds - bounds[0]]
        frequencies: Longs = before[1:] - before[:-1]
        return frequencies

    def _form_frequencies(self, field: FormField) -> Longs | Words:
        if not len(self.live):
            return field.frequency
        with self._making:
            if field.name not in self._frequencies:
                self._frequencies[field.name] = live_frequencies(field, self.live)
            return self._frequencies[field.name]

    def row(self, name: str, term: bytes, average: float, wordiness: Wordiness) -> Row:
        """Return the term's postings in the field; ``average`` is the mean length of a text field."""
        field = self.view.field(name)
        ordinal = field.terms.find(term)
        if ordinal < 0:
            return NO_ROW
        if not isinstance(field, FormField):
            return self._part(field, *field.range(ordinal), average, wordiness)
        homes = field.homes_of(ordinal)
        if len(homes) == 1 and homes[0][1] < 0:
            return self._part(field.lemmas, *field.lemmas.range(homes[0][0]), average, wordiness)
        return self._form_row(field.lemmas, laid_out(field.postings(ordinal)), average, wordiness)

    def _part(self, field: InvertedField, first: int, last: int, average: float, wordiness: Wordiness) -> Row:
        """Return a range of postings of the field."""
        with self._making:
            if (field.name, wordiness) not in self._rows:
                self._most[field.name] = _most_occurrences(field) if isinstance(field, TextField) else 1
                self._rows[field.name, wordiness] = self._field_row(field, average, wordiness)
        row = self._rows[field.name, wordiness].copy()
        row[[FIRST, LAST]] = first, last
        return Row(row.tobytes(), last - first, self._most[field.name])

    def _field_row(self, field: InvertedField, average: float, wordiness: Wordiness) -> Longs:
        row = np.zeros(LIST_COLUMNS, np.int64)
        row[DOCS] = address(field.docs)
        row[FIELD] = -1
        if isinstance(field, TextField):
            if (field.name, wordiness) not in self._norms:
                self._norms[field.name, wordiness] = _norms(field.lengths, B[wordiness][field.name], average)
            row[COUNTS] = address(field.counts)
            row[NORMS] = address(self._norms[field.name, wordiness])
            row[LENGTHS] = address(field.lengths)
            row[FIELD] = TEXT_FIELDS.index(field.name)
            row[POSITIONS] = address(field.positions)
            row[POSITION_WIDTH] = field.positions.itemsize
            row[POSITION_STARTS] = address(field.position_starts)
            row[MORE_POSTINGS] = address(field.more_postings)
            row[MORE_COUNTS] = address(field.more_counts)
            row[MORE] = len(field.more_postings)
        return row

    def _form_row(self, field: TextField, form: FormList, average: float, wordiness: Wordiness) -> Row:
        """Return a list of its own, in the documents of the field."""
        with self._making:
            row = self._field_row(field, average, wordiness)
        row[[DOCS, COUNTS, POSITIONS, POSITION_STARTS]] = (
            *map(address, (form.docs, form.counts, form.positions, form.position_starts)),
        )
        row[[MORE_POSTINGS, MORE_COUNTS, MORE]] = (
            *map(address, (form.more_postings, form.more_counts)),
            len(form.more_postings),
        )
        row[POSITION_WIDTH] = form.positions.itemsize
        row[LAST] = len(form.docs)
        most = int(form.counts.max(initial=0)) + int(form.more_counts.max(initial=0))
        return Row(row.tobytes(), len(form.docs), most, form)


class Row(NamedTuple):
    """A term's postings: a row of ``search.engines.arrays.kernels.layout``'s lists, how many, a bound of their
    occurrences.

    ``form``: what has to be kept as long as the row is used.
    """

    row: bytes
    postings: int
    most: int
    form: FormList | None = None


NO_ROW: Final = Row(bytes(8 * LIST_COLUMNS), 0, 0)


def _most_occurrences(field: TextField) -> int:
    more = int(field.more_counts.max(initial=0))
    return MOST_COUNTED + more if more else int(field.block_counts.max(initial=0))


def _norms(lengths: Ints, b: float, average: float) -> Singles:
    """Return the inverse of BM25F's divisor of the term frequency."""
    slope = b / average if average else 0.0
    return (1.0 / (1.0 - b + slope * lengths)).astype(np.float32)


def address(array: NDArray[Any]) -> int:
    """Return where the array's first element lies in memory."""
    return int(array.__array_interface__["data"][0])
