"""Short names for types of arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Shorts = NDArray[np.uint16]
Words = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Occurrences or positions: uint8, uint16 or uint32.
Unsigned = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
