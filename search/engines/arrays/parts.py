"""The segments of one language in a snapshot, and the numbers of stories across them."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.articles.article import Language
from index.articles.schema import NO_DATE
from search.engines.arrays.kernels.layout import Ints, Longs
from search.engines.arrays.segment_rows import Segment
from search.engines.base import Match


class Part:
    """A segment in the snapshot; ``first`` is its first row."""

    def __init__(self, lang: Language, segment: Segment, first: int) -> None:
        self.lang = lang
        self.segment = segment
        self.first = first

    @cached_property
    def _columns(self) -> tuple[memoryview, ...]:
        """Dates; codes, starts and bytes of ids and of stories.

        Views of memory give Python's own integers, several times faster than arrays.
        """
        view = self.segment.view
        columns: list[NDArray[Any]] = [view.published]
        for name in ("id", "story"):
            terms = view.keyword(name).terms
            columns += (view.container[f"{name}.codes"], terms.starts, terms.bytes)
        return tuple([memoryview(column.data) for column in columns])

    def match(self, document: int, score: float) -> Match:
        """Return one document as a Match."""
        dates, ids, id_starts, id_bytes, stories, story_starts, story_bytes = self._columns
        code, number, published = ids[document], stories[document], dates[document]
        name = id_bytes[id_starts[code] : id_starts[code + 1]].tobytes().decode()
        story = story_bytes[story_starts[number] : story_starts[number + 1]].tobytes().decode()
        date = None if published == NO_DATE else published
        return tuple.__new__(Match, (self.lang, name, story, score, date))  # Match(…) takes twice as long


class Stories(NamedTuple):
    """The stories of several documents, numbered from 0 on.

    ``numbers`` int32 [N]: that of each row, -1 for all others; ``starts`` int64 [stories + 1]: story s has the rows
    ``rows[starts[s]:starts[s + 1]]``.
    """

    numbers: Ints
    starts: Longs
    rows: Longs


def numbered(hashes: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> Stories:
    """Number the stories of rows given by their hashes."""
    _, first, story, sizes = np.unique(hashes, return_index=True, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(sizes > 1)
    shared = shared[np.argsort(first[shared])]  # neighbours stay neighbours, which the processor's cache likes
    number = np.full(len(sizes), -1, np.int32)
    number[shared] = np.arange(len(shared), dtype=np.int32)
    numbers = number[story]
    rows = np.flatnonzero(numbers >= 0)
    rows = rows[np.argsort(numbers[rows], kind="stable")]
    return Stories(numbers, np.concatenate(([0], np.cumsum(sizes[shared]))), rows)
