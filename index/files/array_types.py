"""Short names for the array types that files hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Shorts = NDArray[np.uint16]

Words = NDArray[np.uint32]

Ints = NDArray[np.int32]

Longs = NDArray[np.int64]

Bytes = NDArray[np.uint8]

#: Occurrences or positions: uint8, uint16 or uint32.
Unsigned = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
