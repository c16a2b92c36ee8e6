"""One writer at a time: a lock that the kernel releases when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from index.errors import Locked


@contextlib.contextmanager
def writer_lock(path: Path) -> Iterator[int]:
    """Hold the lock file ``path``; raises Locked at once, naming the holder, when another process has it.

    Yields the descriptor: a process that inherits it holds the lock, too, until it ends.  The file stays: removing it
    would let two processes lock two files of one name.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 200, 0).decode(errors="replace").strip() or "pid unknown"
        raise Locked(
            f"Another writer ({holder}) is changing the index; wait until it is done, then try again."
        ) from None
    with contextlib.suppress(OSError):  # on a full disk the lock still holds, only nameless
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"pid {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode(), 0)
