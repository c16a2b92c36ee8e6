"""MinHash of a text's word shingles: the share of equal numbers estimates the share of shingles in common.

Broder 1997, On the resemblance and containment of documents.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Hash functions; the standard error of an estimate of one half is a sixteenth.
HASHES: Final = 64
#: Words in a shingle.
WIDTH: Final = 4
#: Words that are read of a text: copies begin alike, and the cost of a long text is bounded.
_WORDS: Final = 600
#: Words whose hash is remembered.
_REMEMBERED: Final = 1 << 17

_WORD = re.compile(r"\w+")
_random = np.random.default_rng(19_970_611)
_FACTORS: Final = _random.integers(0, 1 << 63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SUMMANDS: Final = _random.integers(0, 1 << 63, HASHES, dtype=np.uint64)
#: One odd factor per place in a shingle, so that the order counts.
_PLACES: Final = _random.integers(0, 1 << 63, WIDTH, dtype=np.uint64) * np.uint64(2) + np.uint64(1)

UInts = NDArray[np.uint32]


def minhash(text: str) -> tuple[UInts, int]:
    """Return HASHES minima, uint32, over the shingles of ``text``, and how many shingles there are."""
    words = _WORD.findall(text[: _WORDS * 16].lower())[:_WORDS]
    if len(words) < WIDTH:
        return np.zeros(HASHES, np.uint32), 0
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))
    count = len(words) - WIDTH + 1
    shingles = np.zeros(count, np.uint64)
    for place, factor in enumerate(_PLACES):
        shingles += hashes[place : place + count] * factor
    shingles ^= shingles >> np.uint64(29)
    minima = (shingles[:, None] * _FACTORS + _SUMMANDS).min(axis=0)
    return (minima >> np.uint64(32)).astype(np.uint32), count


@lru_cache(_REMEMBERED)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode())
