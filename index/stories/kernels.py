"""The kernels of signatures."""

from __future__ import annotations

from typing import Final

import numpy as np

from index.compiled import compiled
from index.files.array_types import Hashes, Ints, Longs, Words

#: Words in a shingle.
WIDTH: Final = 4


@compiled("u4[::1](U4,U8,U8,U8)")
def minima(words: Words, weights: Hashes, factors: Hashes, summands: Hashes) -> Words:
    """Return the least value of each hash function (a factor and a summand) over the shingles of WIDTH words or more.

    A word of a shingle counts by the factor of its position in it.
    """
    least = np.full(len(factors), np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64)
    for first in range(len(words) - WIDTH + 1):
        shingle = np.uint64(0)
        for offset in range(WIDTH):
            shingle += np.uint64(words[first + offset]) * weights[offset]
        shingle ^= shingle >> np.uint64(29)
        for number in range(len(factors)):
            least[number] = min(least[number], shingle * factors[number] + summands[number])
    return (least >> np.uint64(32)).astype(np.uint32)


@compiled("u4[::1](I4,I8,U4,i8)")
def distinct(chunks: Ints, indptr: Longs, features: Words, most: int) -> Words:
    """Return the first ``most`` distinct features; chunk c has those from ``indptr[c]`` to ``indptr[c + 1]``."""
    found = np.empty(most, np.uint32)
    count = 0
    for chunk in chunks:
        for feature in range(indptr[chunk], indptr[chunk + 1]):
            new = count < most
            for other in range(count):
                if found[other] == features[feature]:
                    new = False
                    break
            if new:
                found[count] = features[feature]
                count += 1
    return found[:count].copy()
