"""What a thread computes in: allocated once, grown when a search needs more."""

from __future__ import annotations

from operator import gt
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.engines.arrays.kernels.layout import (
    ALL_SEGMENTS,
    ARRAYS,
    FOUND,
    FOUND_COUNTS,
    HEAP,
    HEAP_COLUMNS,
    LACKED,
    MOST_DOCUMENTS,
    PROGRESS,
    PROGRESS_COLUMNS,
    STAMPS,
    STORY_PLACES,
    Bytes,
    Ints,
    Longs,
    Scratch,
)

A = TypeVar("A", bound=NDArray[Any])


class Needs(NamedTuple):
    """How much scratch a program needs: the letters D, L, K, R, P and I of ``Scratch``."""

    depth: int
    lists: int
    slots: int
    reach: int
    places: int
    steps: int


_LAST_STAMP: Final = 2**31 - 1
_BY_SLOT: Final = ("begin_list", "end_list", "bound", "head", "begin", "end", "waiting", "has")
USUAL: Final = Needs(8, 64, 8, 64, 4096, 64)
USUALLY_WANTED: Final = 100


class Workspace:
    """Room for searches of ``segments``, of all languages, with so many documents, and stories of several of these.

    Its ``table`` has all that is noted by which kernels find it; ``progress`` and ``heap`` are those of ``Results``.
    """

    def __init__(self, documents: int, segments: Longs, stories: int) -> None:
        self._documents = documents
        self._notes = Notes()
        self.table = self._notes.table
        self._needs = USUAL
        self._note_scratch()
        self._stamps = self._notes.note(STAMPS, np.zeros(stories + 1, np.int32))
        self._notes.note(STORY_PLACES, np.zeros(max(stories, 1), np.int32))
        self._progress = self._notes.note(PROGRESS, np.zeros(PROGRESS_COLUMNS, np.int64))
        self.progress = memoryview(self._progress.data)
        self.counts: Longs = self._notes.note(FOUND_COUNTS, np.zeros(max(len(segments), 1), np.int64))
        self._notes.note(ALL_SEGMENTS, segments)
        self.heap = self._notes.note(HEAP, np.zeros((USUALLY_WANTED + 1, HEAP_COLUMNS)))
        self.found: Ints = np.zeros(0, np.int32)
        self.lacking: Bytes = np.zeros(0, np.uint8)
        self._stamp = 0

    def begin(self, wanted: int, counted: bool) -> int:
        """Make room for so many of the best, and for all that matches if they are ``counted``; return a new stamp.

        A stamp is a number above zero that no earlier search of this thread has had.
        """
        if len(self.heap) <= wanted:
            self.heap = self._notes.note(HEAP, np.zeros((wanted + 1, HEAP_COLUMNS)))
        self._notes.cells[HEAP, 1] = wanted + 1
        self._progress.fill(0)
        if counted:
            self._make_room()
        if self._stamp == _LAST_STAMP:
            self._stamps[:] = self._stamp = 0
        self._stamp += 1
        return self._stamp

    def make_ready(self, needs: Needs) -> None:
        """Have scratch for a program at least."""
        if any(map(gt, needs, self._needs)):
            self._needs = Needs(*map(max, needs, self._needs))
            self._note_scratch()

    def _make_room(self) -> None:
        if len(self.found) < self._documents:
            self.found = self._notes.note(FOUND, np.empty(self._documents, np.int32))
            self.lacking = self._notes.note(LACKED, np.empty(self._documents, np.uint8))
        self.counts[:] = 0

    def _note_scratch(self) -> None:
        arrays: tuple[NDArray[Any], ...] = _scratch(self._needs)
        for row, array in enumerate(arrays):
            self._notes.note(row, array)


class Notes:
    """A table of arrays, noted by address and lengths, which are kept as long as they are noted."""

    def __init__(self) -> None:
        self.table: Longs = np.zeros((ARRAYS, 4), np.int64)
        self.cells = memoryview(self.table.data)
        self._kept: dict[int, NDArray[Any]] = {}

    def note(self, row: int, array: A) -> A:
        """Note an array and return it."""
        self._kept[row] = array
        self.table[row, : array.ndim + 1] = array.__array_interface__["data"][0], *array.shape
        return array


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
        told=np.zeros(needs.steps),
        adds=np.zeros(256, np.float32),
    )
