"""The kernels of signatures."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.compiled import compiled

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
UInts = NDArray[np.uint32]
Hashes = NDArray[np.uint64]

#: Words in a shingle.
WIDTH: Final = 4


@compiled("u4[::1](U4,U8,U8,U8)")
def minima(words: UInts, places: Hashes, factors: Hashes, summands: Hashes) -> UInts:
    """Return the least value of each hash function (a factor and a summand) over the shingles of WIDTH words or more.

    A word of a shingle counts by the factor of its place in it.
    """
    least = np.full(len(factors), np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64)
    for first in range(len(words) - WIDTH + 1):
        shingle = np.uint64(0)
        for place in range(WIDTH):
            shingle += np.uint64(words[first + place]) * places[place]
        shingle ^= shingle >> np.uint64(29)
        for number in range(len(factors)):
            least[number] = min(least[number], shingle * factors[number] + summands[number])
    return (least >> np.uint64(32)).astype(np.uint32)


@compiled("u4[::1](I4,I8,U4,i8)")
def distinct(chunks: Ints, indptr: Longs, features: UInts, most: int) -> UInts:
    """Return the first ``most`` distinct features; chunk c has those from ``indptr[c]`` to ``indptr[c + 1]``."""
    found = np.empty(most, np.uint32)
    count = 0
    for chunk in chunks:
        for place in range(indptr[chunk], indptr[chunk + 1]):
            new = count < most
            for other in range(count):
                if found[other] == features[place]:
                    new = False
                    break
            if new:
                found[count] = features[place]
                count += 1
    return found[:count].copy()
