"""United rows: a forest of equal stories that keeps apart what may not be united."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from index.stories.versions import Pair


class Forest:
    """Rows united into stories; the first row of a story is its root.

    ``stories`` are the rows' own (hashes, uint64 [N]), ``fixed`` (bool [N]) those that no union may change, ``langs``
    (uint8 [N]) indices in LANGUAGES.  Rows of one story are united from the beginning.
    """

    def __init__(self, stories: NDArray[np.uint64], fixed: NDArray[np.bool_], langs: NDArray[np.uint8]) -> None:
        self._stories = stories
        self._parent = np.arange(len(stories), dtype=np.int32)
        self._languages = np.left_shift(1, langs).astype(np.uint8)
        #: The row whose story a root has, -1 where that is not fixed.
        self._namer = np.where(fixed, self._parent, np.int32(-1))
        order = np.argsort(stories, kind="stable")
        same = np.flatnonzero(stories[order[1:]] == stories[order[:-1]])
        self.unite_copies(zip(order[same].tolist(), order[same + 1].tolist(), strict=True))

    def root(self, row: int) -> int:
        """Return the first of the rows that ``row`` is united with."""
        parent = self._parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = int(parent[row])
        return row

    def namer(self, row: int) -> int:
        """Return the row after whose story that of ``row`` is called."""
        root = self.root(row)
        return int(self._namer[root]) if self._namer[root] >= 0 else root

    def unite_copies(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Unite pairs that share a language."""
        for one, two in pairs:
            self._unite(self.root(one), self.root(two))

    def unite_versions(self, pairs: Iterable[Pair]) -> None:
        """Unite pairs, the best first, while a story has versions of one text in a language."""
        for pair in pairs:
            one, two = self.root(pair.earlier), self.root(pair.later)
            if not self._languages[one] & self._languages[two]:
                self._unite(one, two)

    def _unite(self, one: int, two: int) -> None:
        """Make the first of two roots the parent of the other, unless both have fixed stories, and different ones."""
        first, other = min(one, two), max(one, two)
        named, also = int(self._namer[first]), int(self._namer[other])
        if first == other or (named >= 0 and also >= 0 and self._stories[named] != self._stories[also]):
            return
        self._parent[other] = first
        self._languages[first] |= self._languages[other]
        self._namer[first] = named if named >= 0 else also
