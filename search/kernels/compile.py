"""How kernels are compiled: once, with explicit signatures, kept on disk, free of the interpreter's lock.

Compiled code contains that of the helpers it calls, which numba does not look at to see whether what it kept is still
good.  So it is kept under a digest of all the kernels' sources.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import numba
from numba import types

# Arrays that only this process writes are passed as writable: others take ten times as long to be looked at.
BYTES = types.uint8[::1]
SHORTS = types.uint16[::1]
INTS = types.int32[::1]
INTEGERS = types.int64[::1]
SINGLES = types.float32[::1]
FLOATS = types.float64[::1]
TABLE = types.int64[:, ::1]
FACTORS = types.float64[:, ::1]
INT = types.int64
FLOAT = types.float64
NONE = types.void

#: Division by zero gives infinity, as in NumPy; fastmath stays off so that scores are those of the NumPy twin.
#: Without numba's runtime nothing can be allocated, and passing a tuple of arrays on does not count references to each,
#: which took nine tenths of the time.
_OPTIONS: Final = {"nogil": True, "error_model": "numpy", "_nrt": False}

#: A function that only kernels call.
helper = numba.njit(**_OPTIONS)
#: One for the innermost loops, where a call would cost more than what it does.
inlined = numba.njit(inline="always", **_OPTIONS)


def kernel(signature: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile the function now, or load what was compiled before."""

    def compiled(function: Callable[..., Any]) -> Any:
        before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(_cache_directory())
        try:
            return numba.njit(signature, cache=True, **_OPTIONS)(function)
        except (RuntimeError, OSError):  # there is nowhere to keep it
            return numba.njit(signature, **_OPTIONS)(function)
        finally:
            numba.config.CACHE_DIR = before

    return compiled


@cache
def _cache_directory() -> Path:
    """Return ``NUMBA_CACHE_DIR``, else a place next to the package when it is writable, else in the data directory.

    Says so when there is nothing there yet: compiling takes its time.
    """
    package = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for source in sorted(package.glob("*.py")):
        digest.update(source.read_bytes())
    beside = package / "__pycache__"
    places = [os.environ.get("NUMBA_CACHE_DIR"), beside if os.access(package, os.W_OK) else None]
    base = next((place for place in places if place), os.environ.get("POSHUK_DATA", "var"))
    directory = Path(base) / f"kernels-{digest.hexdigest()}"
    if not directory.exists():
        logging.getLogger(__name__).warning("Compiling the search kernels; this takes half a minute, once.")
    return directory
