"""MinHash of a text's word shingles: the share of equal numbers estimates the share of shingles in common.

Broder 1997, On the resemblance and containment of documents.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from index.files.array_types import Words
from index.stories.kernels import WIDTH, minima

#: Hash functions; the standard error of an estimate of one half is a sixteenth.
HASHES: Final = 64

_random = np.random.default_rng(19_970_611)
_FACTORS: Final = _random.integers(0, 1 << 63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SUMMANDS: Final = _random.integers(0, 1 << 63, HASHES, dtype=np.uint64)
#: One odd factor per position in a shingle, so that the order counts.
_WEIGHTS: Final = _random.integers(0, 1 << 63, WIDTH, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def minhash(words: Words) -> tuple[Words, int]:
    """Return HASHES minima, uint32, over the shingles of the hashes of words, and how many shingles there are."""
    if len(words) < WIDTH:
        return np.zeros(HASHES, np.uint32), 0
    return minima(words, _WEIGHTS, _FACTORS, _SUMMANDS), len(words) - WIDTH + 1
