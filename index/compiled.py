"""Compiled kernels.

A kernel is a pure function on arrays with explicit signatures, compiled when its module is imported, cached on disk,
never parallel (numba's threads do not survive a fork) and without the interpreter's lock.

Signatures are numba's, as in ``"i8(I4, f8[::1])"``, with one addition: ``U1 U2 U4 U8 I4 I8 F4 F8 B1`` are contiguous
arrays that are only read.  Both read-only arrays (those in a mapping) and others may be passed for them.

Compiled code contains that of the helpers it calls, which numba does not look at to see whether its cache is still
good.  So the cache lies under a digest of all sources of the kernel's package.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
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
    """Compile a function with numba's ``signatures`` and ``options``, or load what was compiled before.

    A cache that cannot be read, as its file was cut or damaged, is deleted and made again.
    """
    directory = cache_directory(Path(function.__code__.co_filename).parent)
    if directory is None:
        return cast(F, numba.njit(signatures, **options)(function))
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(directory)
    try:
        try:
            return cast(F, numba.njit(signatures, cache=True, **options)(function))
        except (RuntimeError, OSError):  # the cache cannot be written
            return cast(F, numba.njit(signatures, **options)(function))
        except Exception as error:  # whatever reading a damaged pickle raises
            logging.getLogger(__name__).warning("The cache of kernels is damaged (%s); compiling again.", error)
            shutil.rmtree(directory, ignore_errors=True)
            return cast(F, numba.njit(signatures, cache=True, **options)(function))
    finally:
        numba.config.CACHE_DIR = before


@cache
def cache_directory(package: Path) -> Path | None:
    """Return where a package's kernels are cached, None where that would not be safe.

    Below ``NUMBA_CACHE_DIR``, else next to the package when it is writable, else in the data directory that
    ``POSHUK_DATA`` names, else in the user's cache; never in the current directory.  What is cached is loaded as code:
    a directory of another user, or one that others may write to, is left alone.
    """
    digest = hashlib.blake2b(digest_size=8)
    for source in (Path(__file__), *sorted(package.glob("*.py"))):
        digest.update(source.read_bytes())
    beside = package / "__pycache__" if os.access(package, os.W_OK) else None
    user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "poshuk"
    base = os.environ.get("NUMBA_CACHE_DIR") or beside or os.environ.get("POSHUK_DATA") or user
    directory = Path(base).absolute() / f"kernels-{package.name}-{digest.hexdigest()}"
    log = logging.getLogger(__name__)
    if directory.exists() and not _is_ours(directory):
        log.warning("%s belongs to another user or may be written to by others; it is not used.", directory)
        return None
    if not directory.exists():
        log.warning("Compiling the kernels of %s; this takes up to half a minute, once.", package.name)
        with contextlib.suppress(OSError):
            directory.mkdir(mode=0o700, parents=True)
    return directory


def _is_ours(directory: Path) -> bool:
    """Say whether a directory, and all in it, is this user's (or root's) and nobody else may write there."""
    return all(map(_only_we_write, (directory, *directory.rglob("*"))))


def _only_we_write(path: Path) -> bool:
    stat = path.lstat()
    others = stat.st_mode & 0o002 or (stat.st_mode & 0o020 and stat.st_gid != os.getegid())
    return stat.st_uid in (os.geteuid(), 0) and not others


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
    return lambda function: compile_now(function, signature, **_OPTIONS)
