"""Pairs of rows that have something in common, by sorting: what an inverted table would give, in arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.files.array_types import Longs


def sharing(
    values: NDArray[np.unsignedinteger], rows: Longs, first_new: int, farthest: int
) -> tuple[Longs, Longs, Longs]:
    """Return (earlier row, later row, index of the value) of rows that share a value.

    ``values`` is ascending, and ``rows`` ascending where it is equal.  The later row is ``first_new`` or after it, and
    at most ``farthest`` others have the value between the two.
    """
    found: list[tuple[Longs, Longs, Longs]] = []
    for step in range(1, farthest + 1):
        indices = np.flatnonzero((values[step:] == values[:-step]) & (rows[step:] >= first_new))
        if not indices.size:
            break
        found.append((rows[indices], rows[indices + step], indices))
    if not found:
        return tuple(np.zeros((3, 0), np.int64))  # type: ignore[return-value]
    earlier, later, at = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return earlier, later, at
