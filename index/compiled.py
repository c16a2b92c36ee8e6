"""Compiled kernels: numba where it is installed, else the NumPy twin that each kernel has.

A kernel is a pure function on arrays with an explicit signature, compiled when its module is imported, kept on disk by numba,
never parallel (numba's threads do not survive a fork) and without the interpreter's lock.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

#: Whether kernels are compiled here; without, everything works, slower.
AVAILABLE: Final = importlib.util.find_spec("numba") is not None


def compiled(*signatures: str, twin: Callable[..., Any]) -> Callable[[F], F]:
    """Compile a function for ``signatures``; where there is no numba, take ``twin``, which does the same with NumPy."""

    def decorate(function: F) -> F:
        if not AVAILABLE:
            return cast(F, twin)
        import numba

        return cast(F, numba.njit(list(signatures), cache=True, nogil=True)(function))

    return decorate
