"""The files under the paths of a command line, in a stable order."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SITEMAP_LIKE = (".xml", ".xml.gz")


class Input(NamedTuple):
    """A file to read, or ``problem``: why a path gives none.  ``size`` is None for a pipe."""

    path: str
    size: int | None
    problem: str | None = None


def find_inputs(paths: Iterable[str]) -> Iterator[Input]:
    """Give every file that ``paths`` name: files, folders with all under them, glob patterns, "-".

    Within a folder the order is alphabetical, XML first, so that a sitemap is known before the pages it describes.
    Hidden files and links to folders are left out; a device or pipe is read only when named itself.
    """
    for path in paths:
        if path == "-":
            yield Input(path, None)
            continue
        matches = [path] if os.path.lexists(path) else sorted(glob.glob(path, recursive=True))  # noqa: PTH207
        if not matches:
            yield Input(path, 0, "There is no such file.")
        for match in matches:
            yield from _expand(match)


def _expand(path: str) -> Iterator[Input]:
    if not Path(path).is_dir():
        yield _input(path, named=True)
        return
    problems: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        visible = (name for name in names if not name.startswith("."))
        for name in sorted(visible, key=lambda name: (not name.endswith(SITEMAP_LIKE), name)):
            yield _input(os.path.join(folder, name), named=False)  # noqa: PTH118
    for problem in problems:
        yield Input(str(problem.filename), 0, f"The folder cannot be read: {problem.strerror}.")


def _input(path: str, *, named: bool) -> Input:
    try:
        status = Path(path).stat()
    except OSError as error:
        return Input(path, 0, f"It cannot be read: {error.strerror}.")
    if stat.S_ISREG(status.st_mode):
        return Input(path, status.st_size)
    return Input(path, None) if named else Input(path, 0, "It is no regular file.")
