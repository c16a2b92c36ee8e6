"""Near duplicates: articles of one language that share most of their shingles, or one of which is part of the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.files.array_types import Longs
from index.stories.pairs import sharing
from index.stories.shingles import HASHES
from index.stories.signature import Rows, near

#: Two hashes a band, so that a pair with a third of its shingles in common is met with a probability of 0.98.
_BAND: Final = 2
#: Of many rows alike, each is compared with so many before it.
_NEIGHBOURS: Final = 4
#: A shorter text says too little: a caption, a line of a table.
FEWEST_SHINGLES: Final = 24
#: The share of common shingles among all of both, or among those of the shorter one, from which two are one.
RESEMBLANCE: Final = 0.5
CONTAINMENT: Final = 0.65


def copies(rows: Rows, first_new: int) -> list[tuple[int, int]]:
    """Return pairs of rows that are near duplicates, ascending; the later is ``first_new`` or after it."""
    candidates = np.unique(np.concatenate([np.zeros(0, np.int64), *_candidates(rows, first_new)]))
    earlier, later = candidates // len(rows), candidates % len(rows)
    same = near(rows, earlier, later) & _alike(rows[earlier], rows[later])
    return list(zip(earlier[same].tolist(), later[same].tolist(), strict=True))


def _candidates(rows: Rows, first_new: int) -> Iterator[Longs]:
    long = np.flatnonzero(rows["shingles"] >= FEWEST_SHINGLES)
    hashes = rows["hashes"][long].astype(np.uint64)
    for band in range(0, HASHES, _BAND):
        keys = (hashes[:, band] << np.uint64(32)) | hashes[:, band + 1]
        order = np.argsort(keys, kind="stable")
        earlier, later, _ = sharing(keys[order], long[order], first_new, _NEIGHBOURS)
        yield earlier * len(rows) + later


def _alike(one: Rows, two: Rows) -> NDArray[np.bool_]:
    """Say of each pair whether they are near duplicates, bool [P]."""
    resemblance = (one["hashes"] == two["hashes"]).mean(axis=1)
    common = (one["shingles"].astype(float) + two["shingles"]) * resemblance / (1 + resemblance)
    containment = common / np.maximum(1, np.minimum(one["shingles"], two["shingles"]))
    alike: NDArray[np.bool_] = (resemblance >= RESEMBLANCE) | (containment >= CONTAINMENT)
    alike &= one["lang"] == two["lang"]
    return alike
