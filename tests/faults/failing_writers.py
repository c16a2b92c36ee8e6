"""Writers that fail in the process in which they are opened, in place of an engine's."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from typing import Any

from index.engines.arrays.write.index_writer import ArrayWriter, open_writer


def full(directory: Path, lang: Any, **options: Any) -> ArrayWriter:
    """Open a writer that finds the disk full when it commits, which leaves files under way."""
    writer = open_writer(directory, lang, **options)
    (directory / ".segment.tmp").write_text("half")
    return _failing(writer, OSError(errno.ENOSPC, "No space left on device"))


def broken(directory: Path, lang: Any, **options: Any) -> ArrayWriter:
    """Open a writer with a fault that nobody foresaw."""
    return _failing(open_writer(directory, lang, **options), ZeroDivisionError("in the writer"))


def killed(directory: Path, lang: Any, **options: Any) -> ArrayWriter:
    """Do not even open a writer: English ends its process as the kernel does when memory is short."""
    if lang == "en":
        os.kill(os.getpid(), signal.SIGKILL)
    return open_writer(directory, lang, **options)


def _failing(writer: ArrayWriter, error: Exception) -> ArrayWriter:
    def commit(*_: object) -> int:
        raise error

    writer.commit = commit  # type: ignore[method-assign]
    return writer
