"""Compiled kernels.

A kernel is a pure function on arrays with explicit signatures, compiled when its module is imported, kept on disk,
never parallel (numba's threads do not survive a fork) and without the interpreter's lock.

Signatures are numba's, as in ``"i8(I4, f8[::1])"``, with one addition: ``U1 U2 U4 U8 I4 I8 F4 F8 B1`` are contiguous
arrays that are only read.  Both read-only arrays (those in a mapping) and others may be passed for them.

Compiled code contains that of the helpers it calls, which numba does not look at to see whether what it kept is still
good.  So it is kept under a digest of all sources of the kernel's package.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba
from numba import types

F = TypeVar("F", bound=Callable[..., Any])

_READ_ONLY: Final = {
    "U1": "uint8",
    "U2": "uint16",
    "U4": "uint32",
    "U8": "uint64",
    "I4": "int32",
    "I8": "int64",
    "F4": "float32",
    "F8": "float64",
    "B1": "boolean",
}


def compiled(*signatures: str) -> Callable[[F], F]:
    """Compile a function for ``signatures``."""

    def decorate(function: F) -> F:
        return compile_now(function, list(map(_signature, signatures)), nogil=True)

    return decorate


def compile_now(function: F, signatures: Any, **options: Any) -> F:
    """Compile a function with numba's ``signatures`` and ``options``, or load what was compiled before."""
    package = Path(function.__code__.co_filename).parent
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(cache_directory(package))
    try:
        return cast(F, numba.njit(signatures, cache=True, **options)(function))
    except (RuntimeError, OSError):  # there is nowhere to keep it
        return cast(F, numba.njit(signatures, **options)(function))
    finally:
        numba.config.CACHE_DIR = before


@cache
def cache_directory(package: Path) -> Path:
    """Return where a package's kernels are kept.

    Below ``NUMBA_CACHE_DIR``, else next to the package when it is writable, else in the data directory.
    """
    digest = hashlib.blake2b(digest_size=8)
    for source in (Path(__file__), *sorted(package.glob("*.py"))):
        digest.update(source.read_bytes())
    beside = package / "__pycache__"
    places = [os.environ.get("NUMBA_CACHE_DIR"), beside if os.access(package, os.W_OK) else None]
    base = next((place for place in places if place), os.environ.get("POSHUK_DATA", "var"))
    directory = Path(base) / f"kernels-{package.name}-{digest.hexdigest()}"
    if not directory.exists():
        logging.getLogger(__name__).warning(
            "Compiling the kernels of %s; this takes up to half a minute, once.", package.name
        )
    return directory


def _signature(text: str) -> Any:
    """Return a signature as numba's objects; it is a literal in our own source."""
    names = {name: types.Array(getattr(types, dtype), 1, "C", readonly=True) for name, dtype in _READ_ONLY.items()}
    return eval(text, {}, {**vars(types), **names})  # noqa: S307


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

#: Division by zero gives infinity, as in NumPy; fastmath stays off so that scores are those of the plain formula.
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
        before, numba.config.CACHE_DIR = (
            numba.config.CACHE_DIR,
            str(cache_directory(Path(function.__code__.co_filename).parent)),
        )
        try:
            return numba.njit(signature, cache=True, **_OPTIONS)(function)
        except (RuntimeError, OSError):  # there is nowhere to keep it
            return numba.njit(signature, **_OPTIONS)(function)
        finally:
            numba.config.CACHE_DIR = before

    return compiled
