"""The union of sorted dictionaries, and where each string of each of them is in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.compiled import compiled
from index.files.array_types import Bytes, Ints, Longs
from index.files.dictionary import Dictionary


class Union(NamedTuple):
    """Dictionary ``bytes`` and ``starts``, and for each source its ordinals' new ordinals, which ascend."""

    bytes: Bytes
    starts: Longs
    maps: list[Ints]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def keep(self, wanted: NDArray[np.bool_]) -> tuple[Union, Ints]:
        """Return the union of the strings that are ``wanted``, and new ordinals by old (-1: gone)."""
        if wanted.all():
            return self, np.arange(len(wanted), dtype=np.int32)
        numbers = np.where(wanted, np.cumsum(wanted) - 1, -1).astype(np.int32)
        content, starts = _gather(self.bytes, self.starts, np.flatnonzero(wanted))
        return Union(content, starts, [numbers[ordinals] for ordinals in self.maps]), numbers


def union(dictionaries: Sequence[Dictionary]) -> Union:
    """Merge dictionaries."""
    bounds = np.cumsum([0, *map(len, dictionaries)], dtype=np.int64)
    content = np.concatenate([dictionary.bytes for dictionary in dictionaries])
    sizes = np.concatenate([np.diff(dictionary.starts.astype(np.int64)) for dictionary in dictionaries])
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    ordinals, chosen = _union(content, starts, bounds)
    return Union(*_gather(content, starts, chosen), [ordinals[a:b] for a, b in pairwise(bounds.tolist())])


def ragged(starts: Longs, sizes: NDArray[np.integer]) -> Longs:
    """Return the indices starts[0], … starts[0] + sizes[0] - 1, starts[1], … one range after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    shifts: Longs = np.repeat(starts - (ends - sizes), sizes)
    return shifts + np.arange(len(shifts))


def _gather(content: Bytes, starts: Longs, chosen: Longs) -> tuple[Bytes, Longs]:
    sizes = starts[chosen + 1] - starts[chosen]
    return content[ragged(starts[chosen], sizes)], np.concatenate(([0], np.cumsum(sizes)))


@compiled("i8(U1,I8,i8,i8)")
def _order(content: Bytes, starts: Longs, a: int, b: int) -> int:
    """Return a number below, at or above 0 as string ``a`` sorts before string ``b``, is the same, or sorts after."""
    size_a, size_b = starts[a + 1] - starts[a], starts[b + 1] - starts[b]
    for i in range(min(size_a, size_b)):
        if content[starts[a] + i] != content[starts[b] + i]:
            return int(content[starts[a] + i]) - int(content[starts[b] + i])
    return int(size_a - size_b)


@compiled("Tuple((i4[::1],i8[::1]))(U1,I8,I8)")
def _union(content: Bytes, starts: Longs, bounds: Longs) -> tuple[Ints, Longs]:
    """Take the least head of all sources again and again, and every head that equals it.

    ``content`` and ``starts`` hold the sources one after the other; source s has the strings from bounds[s] to
    bounds[s + 1].  Returns each string's ordinal in the union, and for each ordinal one of its strings.
    """
    ordinals = np.empty(len(starts) - 1, np.int32)
    chosen = np.empty(len(starts) - 1, np.int64)
    heads = bounds[:-1].copy()
    count = 0
    while True:
        least = -1
        for source in range(len(heads)):
            head = heads[source]
            if head < bounds[source + 1] and (least < 0 or _order(content, starts, head, least) < 0):
                least = head
        if least < 0:
            return ordinals, chosen[:count].copy()
        chosen[count] = least
        for source in range(len(heads)):
            head = heads[source]
            if head < bounds[source + 1] and _order(content, starts, head, least) == 0:
                ordinals[head] = count
                heads[source] += 1
        count += 1
