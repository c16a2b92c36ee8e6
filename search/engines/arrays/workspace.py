"""What a thread computes in: allocated once, grown when a search needs more."""

from __future__ import annotations

from operator import sub
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.kernels.layout import ARRAYS, MOST_DOCUMENTS, Bytes, Ints, Longs, Scratch


class Needs(NamedTuple):
    """How much scratch a program needs: the letters D, L, K, R and P of ``Scratch``."""

    depth: int
    lists: int
    slots: int
    reach: int
    places: int


_LAST_STAMP: Final = 2**31 - 1
_BY_SLOT: Final = ("begin_list", "end_list", "bound", "head", "begin", "end", "waiting", "has")
USUAL: Final = Needs(8, 64, 8, 64, 4096)


class Workspace:
    """Room for searches of a snapshot with so many documents, segments, and stories of several documents."""

    def __init__(self, documents: int, segments: int, stories: int) -> None:
        self._documents = documents
        self.stamps = np.zeros(stories + 1, np.int32)
        self.places = np.zeros(max(stories, 1), np.int32)
        self.counts: Longs = np.zeros(max(segments, 1), np.int64)
        self._found: tuple[Ints, Bytes] = np.zeros(1, np.int32), np.zeros(1, np.uint8)
        self._stamp = 0
        self._needs = USUAL
        self._scratch = _scratch(self._needs)
        self._table = _table(self._scratch)

    def table(self, needs: Needs) -> Longs:
        """Return a table of arrays with scratch for a program at least; it is good until the next is asked for."""
        if max(map(sub, needs, self._needs)) > 0:
            self._needs = Needs(*map(max, needs, self._needs))
            self._scratch = _scratch(self._needs)
            self._table = _table(self._scratch)
        return self._table

    def found(self, counted: bool) -> tuple[Ints, Bytes]:
        """Return room for the documents that match and what they lack; of any size when they are not ``counted``."""
        if counted and len(self._found[0]) < self._documents:
            self._found = np.empty(self._documents, np.int32), np.empty(self._documents, np.uint8)
        if counted:
            self.counts[:] = 0
        return self._found

    def next_stamp(self) -> int:
        """Return a number above zero that no earlier search of this thread has used."""
        if self._stamp == _LAST_STAMP:
            self.stamps[:] = self._stamp = 0
        self._stamp += 1
        return self._stamp


def _scratch(needs: Needs) -> Scratch:
    return Scratch(
        marks=np.zeros(MOST_DOCUMENTS, np.uint8),
        bounds=np.zeros(MOST_DOCUMENTS, np.float32),
        passed=np.zeros(MOST_DOCUMENTS, np.uint8),
        stages=np.zeros(MOST_DOCUMENTS, np.uint16),
        candidates=np.zeros(MOST_DOCUMENTS + 1, np.int32),
        chosen=np.zeros(MOST_DOCUMENTS + 1, np.int32),
        keys=np.zeros(MOST_DOCUMENTS + 1, np.float32),
        kept=np.zeros(MOST_DOCUMENTS + 1, np.int32),
        peaks=np.zeros(MOST_DOCUMENTS // 64 + 1, np.float32),
        largest=np.zeros(64, np.float32),
        matches=np.zeros(256, np.uint8),
        shares=np.zeros(256, np.float32),
        nows=np.zeros(needs.lists, np.int64),
        summed=np.zeros(needs.lists, np.int64),
        sums=np.zeros(needs.lists, np.int64),
        scores=np.zeros(needs.depth),
        matched=np.zeros(needs.depth),
        states=np.zeros(needs.depth, np.int64),
        **{name: np.zeros(needs.slots + 1, np.int64) for name in _BY_SLOT},
        taken=np.zeros(needs.reach, np.int64),
        origin=np.zeros(needs.reach, np.int64),
        places=np.zeros(needs.places, np.int32),
        tf=np.zeros(MOST_DOCUMENTS, np.float32),
        standing=np.zeros(MOST_DOCUMENTS + 1, np.int32),
        paired=np.zeros(MOST_DOCUMENTS + 1, np.int32),
    )


def _table(scratch: Scratch) -> Longs:
    """Return a table of arrays in which the scratch is noted, by address and length."""
    table = np.zeros((ARRAYS, 4), np.int64)
    arrays: tuple[NDArray[Any], ...] = scratch
    for row, array in enumerate(arrays):
        table[row, :2] = array.__array_interface__["data"][0], len(array)
    return table
