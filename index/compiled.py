"""Compiled kernels: numba where it is installed, else the NumPy twin that each kernel has.

A kernel is a pure function on arrays with explicit signatures, compiled when its module is imported, kept on disk by
numba, never parallel (numba's threads do not survive a fork) and without the interpreter's lock.

Signatures are numba's, as in ``"i8(I4, f8[::1])"``, with one addition: ``U1 U2 U4 U8 I4 I8 F4 F8 B1`` are contiguous
arrays that are only read.  Both read-only arrays (those in a mapping) and others may be passed for them.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

#: Whether kernels are compiled here; without, everything works, slower.
AVAILABLE: Final = importlib.util.find_spec("numba") is not None
if not AVAILABLE:
    logging.getLogger(__name__).warning("numba is not installed: indexing works as well, but several times slower.")

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


def compiled(*signatures: str, twin: Callable[..., Any] | None = None) -> Callable[[F], F]:
    """Compile a function for ``signatures``; where there is no numba, take ``twin``, which does the same with NumPy.

    A kernel without a twin stays as it is there: correct, and as slow as Python.
    """

    def decorate(function: F) -> F:
        if not AVAILABLE:
            return function if twin is None else cast(F, twin)
        import numba

        types = list(map(_signature, signatures))
        try:
            return cast(F, numba.njit(types, cache=True, nogil=True)(function))
        except (RuntimeError, OSError):  # there is nowhere to keep it
            return cast(F, numba.njit(types, nogil=True)(function))

    return decorate


def _signature(text: str) -> Any:
    """Return a signature as numba's objects; it is a literal in our own source."""
    from numba import types

    names = {name: types.Array(getattr(types, dtype), 1, "C", readonly=True) for name, dtype in _READ_ONLY.items()}
    return eval(text, {}, {**vars(types), **names})  # noqa: S307
