"""What a thread computes in: allocated once, grown when a search needs more."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from search.kernels.layout import MOST_UNITS, Found, Scratch

#: Documents in a window: its scores, frequencies and marks stay in a core's second-level cache.
WINDOW: Final = 1 << 13


class Needs(NamedTuple):
    """How much scratch a program needs: the letters of ``Scratch``."""

    depth: int
    lists: int
    slots: int
    reach: int
    places: int


USUAL: Final = Needs(8, 64, 8, 64, 4096)


class Workspace:
    """Room for what matches in a snapshot of so many documents and stories of several documents.

    ``window``: how many documents a program runs on at a time, WINDOW when 0.
    """

    def __init__(self, documents: int, segments: int, stories: int, window: int = 0) -> None:
        size = documents + segments
        self._documents = np.empty(size, np.int32)
        self._scores = np.empty(size, np.float64)
        self._lacking = np.empty(size, np.uint8)
        self.stamps = np.zeros(stories + 1, np.int32)
        self.places = np.zeros(max(stories, 1), np.int32)
        self.stamp = 0
        self._window = window or WINDOW
        self._needs = USUAL
        self._scratch = _scratch(self._needs, self._window)

    def scratch(self, needs: Needs) -> Scratch:
        """Return scratch for a program at least."""
        if any(need > has for need, has in zip(needs, self._needs, strict=True)):
            self._needs = Needs(*map(max, needs, self._needs))
            self._scratch = _scratch(self._needs, self._window)
        return self._scratch

    def room(self, first: int, documents: int) -> Found:
        """Return room for what matches in a segment, which has the snapshot's rows from ``first`` on."""
        part = slice(first, first + documents + 1)
        return Found(self._documents[part], self._scores[part], self._lacking[part])

    def next_stamp(self) -> int:
        """Return a number above zero that no earlier search of this thread has used, nor its negative."""
        if self.stamp == np.iinfo(np.int32).max:
            self.stamps[:] = self.stamp = 0
        self.stamp += 1
        return self.stamp


def _scratch(needs: Needs, window: int) -> Scratch:
    return Scratch(
        begins=np.zeros(needs.lists, np.int64),
        ends=np.zeros(needs.lists, np.int64),
        nows=np.zeros(needs.lists, np.int64),
        summed=np.zeros(needs.lists, np.int64),
        sums=np.zeros(needs.lists, np.int64),
        slots=np.zeros((8, needs.slots + 1), np.int64),
        reach=np.zeros((2, needs.reach), np.int64),
        places=np.zeros(needs.places, np.int32),
        held=np.zeros(needs.depth, np.int64),
        touched=np.zeros((needs.depth, window + 1), np.int32),
        scores=np.zeros((needs.depth, window)),
        matched=np.zeros((needs.depth, window)),
        seen=np.zeros((needs.depth, window), np.uint8),
        tf=np.zeros(window),
        best=np.zeros(window),
        viable=np.zeros(1 << MOST_UNITS, np.uint8),
        factor=np.zeros(1 << MOST_UNITS),
        gain=np.zeros(1 << MOST_UNITS),
    )
