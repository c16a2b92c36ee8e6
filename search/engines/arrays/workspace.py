"""What a thread computes in: allocated once, grown when a search needs more."""

from __future__ import annotations

from typing import Final

import numpy as np

from search.kernels.layout import Found, Scratch

#: Documents in a window: its scores, frequencies and marks stay in a core's second-level cache.
WINDOW: Final = 1 << 13
_DEPTH: Final = 8
_LISTS: Final = 64


class Workspace:
    """Room for what matches in a snapshot of so many documents and stories of several documents.

    ``window``: how many documents a program runs on at a time, WINDOW when 0.
    """

    def __init__(self, documents: int, segments: int, stories: int, window: int = 0) -> None:
        size = documents + segments
        self._documents = np.empty(size, np.int32)
        self._scores = np.empty(size, np.float64)
        self._lacking = np.empty(size, np.uint8)
        self.stamps = np.zeros(max(stories, 1), np.int32)
        self.places = np.zeros(max(stories, 1), np.int32)
        self.stamp = 0
        self._window = window or WINDOW
        self._scratch = _scratch(_DEPTH, _LISTS, self._window)

    def scratch(self, depth: int, lists: int) -> Scratch:
        """Return scratch for a stack of ``depth`` sets and for so many lists at least."""
        if depth > len(self._scratch.held) or lists > len(self._scratch.begins):
            self._scratch = _scratch(max(depth, _DEPTH), max(lists, _LISTS), self._window)
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


def _scratch(depth: int, lists: int, window: int) -> Scratch:
    return Scratch(
        begins=np.zeros(lists, np.int64),
        ends=np.zeros(lists, np.int64),
        nows=np.zeros(lists, np.int64),
        summed=np.zeros(lists, np.int64),
        sums=np.zeros(lists, np.int64),
        held=np.zeros(depth, np.int64),
        touched=np.zeros((depth, window + 1), np.int32),
        scores=np.zeros((depth, window)),
        matched=np.zeros((depth, window)),
        seen=np.zeros((depth, window), np.uint8),
        tf=np.zeros(window),
        best=np.zeros(window),
    )
