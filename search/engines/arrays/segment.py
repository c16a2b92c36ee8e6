"""One segment as the kernels see it: a mapping, and where its posting lists lie in it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.schema import EXACT_SUFFIX, TEXT_FIELDS
from index.segment.layout import POSITION_FIELDS
from index.segment.reader import InvertedField, SegmentView, TextField, ValueColumn
from search.kernels.layout import (
    COUNT_WIDTH,
    COUNTS,
    DOCS,
    FIELD,
    FIRST,
    LAST,
    LENGTHS,
    LIST_COLUMNS,
    POSITION_STARTS,
    POSITION_WIDTH,
    POSITIONS,
    Bytes,
    Columns,
    Ints,
    Longs,
    Mapping,
)

#: No document is deleted, or lacks anything.
NONE: Final = np.zeros(0, np.uint8)
NONE.flags.writeable = False


class Segment:
    """A segment of one language's index.  Read-only, shared by threads."""

    def __init__(self, view: SegmentView) -> None:
        self.view = view
        self.documents = view.documents
        octets = view.container.octets
        self.mapping = Mapping(octets, *(_seen_as(octets, dtype) for dtype in (np.uint16, np.int32, np.int64)))
        self.live: Bytes = NONE if view.live is None else read_only(view.live.view(np.uint8))
        self._address = _address(octets)
        self._rows: dict[str, Longs] = {}
        self._most: dict[str, int] = {}

    def columns(self, story: Ints) -> Columns:
        """Return the columns, with the snapshot's numbers of the stories."""
        return Columns(self.view.published, self.view.container["id.codes"], story)

    def of_story(self, story: str) -> list[int]:
        """Return the live documents of a story."""
        documents = self.field("story").docs[slice(*self.postings("story", story.encode()))]
        found: list[int] = (documents[self.live[documents] != 0] if len(self.live) else documents).tolist()
        return found

    def field(self, name: str) -> InvertedField:
        """Return a text or keyword field of the index."""
        return self.view.text(name) if name in POSITION_FIELDS else self.view.keyword(name)

    def values(self, name: str) -> ValueColumn:
        """Return what readers see of a keyword field."""
        return self.view.values(name)

    def postings(self, name: str, term: bytes) -> tuple[int, int]:
        """Return the range of the term's postings in the field; (0, 0) when it is not there."""
        field = self.field(name)
        ordinal = field.terms.find(term)
        return field.range(ordinal) if ordinal >= 0 else (0, 0)

    def frequency(self, name: str, postings: tuple[int, int]) -> int:
        """Return how many live documents a range of postings has."""
        if not len(self.live):
            return postings[1] - postings[0]
        return int(np.count_nonzero(self.live[self.field(name).docs[slice(*postings)]]))

    def frequencies(self, name: str, first: int, last: int) -> Longs:
        """Return how many live documents each of the terms from ordinal ``first`` to ``last`` has."""
        field = self.field(name)
        bounds = field.indptr[first : last + 1]
        if not len(self.live) or first == last:
            return bounds[1:] - bounds[:-1]
        live = self.live[field.docs[bounds[0] : bounds[-1]]]
        before = np.concatenate(([0], np.cumsum(live, dtype=np.int64)))[bounds - bounds[0]]
        frequencies: Longs = before[1:] - before[:-1]
        return frequencies

    def most_occurrences(self, name: str) -> int:
        """Return how often a term occurs at most in the field of a document."""
        if name not in self._most:
            field = self.field(name)
            self._most[name] = int(field.block_counts.max(initial=0)) if isinstance(field, TextField) else 1
        return self._most[name]

    def row(self, name: str, postings: tuple[int, int]) -> bytes:
        """Return a range of postings of the field as a row of ``search.kernels.layout``'s lists."""
        if name not in self._rows:
            self._rows[name] = self._row(self.field(name))
        row = self._rows[name].copy()
        row[[FIRST, LAST]] = postings
        return row.tobytes()

    def _row(self, field: InvertedField) -> Longs:
        row = np.zeros(LIST_COLUMNS, np.int64)
        row[DOCS] = self._place(field.docs)
        row[LENGTHS] = row[FIELD] = -1
        if isinstance(field, TextField):
            row[COUNTS] = self._place(field.counts)
            row[COUNT_WIDTH] = field.counts.itemsize
            row[LENGTHS] = self._place(field.lengths)
            row[FIELD] = TEXT_FIELDS.index(field.name.removesuffix(EXACT_SUFFIX))
            row[POSITIONS] = self._place(field.positions)
            row[POSITION_WIDTH] = field.positions.itemsize
            row[POSITION_STARTS] = self._place(field.position_starts)
        return row

    def _place(self, array: NDArray[Any]) -> int:
        """Return where the array begins in the mapping seen through its own dtype."""
        return (_address(array) - self._address) // array.itemsize


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return the array after making sure that nobody writes to it."""
    array.flags.writeable = False
    return array


def _seen_as(octets: Bytes, dtype: type[np.generic]) -> NDArray[Any]:
    size = np.dtype(dtype).itemsize
    return octets[: len(octets) // size * size].view(dtype)


def _address(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])
