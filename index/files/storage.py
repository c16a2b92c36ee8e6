"""The only code that writes index files.

Files are written once, under their own or a temporary name, made durable with ``sync_tree``, and never changed again.
What is visible changes by one atomic rename.  Each step that a full disk or a power cut can interrupt (write, fsync,
rename, link) is one function or method here, which is where tests inject faults.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.util.filelock import LockBase

from index.errors import NoSpace

_BUFFER = 1 << 16


class NewFile(io.FileIO):
    """The raw end of every file that we write."""


def create(path: Path) -> io.BufferedRandom:
    """Open a new file for writing and reading back; FileExistsError when there is one."""
    return io.BufferedRandom(NewFile(path, "x+b"), _BUFFER)


def sync(path: Path) -> None:
    """Make a file's bytes, or a directory's entries, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename(source: Path, target: Path) -> None:
    """Give ``source`` the name ``target`` in one step, replacing what had it."""
    source.replace(target)


def link(source: Path, target: Path) -> None:
    """Make ``target`` the same write-once file as ``source``, or a copy where there are no hard links."""
    try:
        os.link(source, target)
    except OSError:
        with source.open("rb") as original, create(target) as copy:
            shutil.copyfileobj(original, copy)


def write_file(path: Path, content: bytes) -> None:
    """Replace ``path`` with ``content`` atomically and durably."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with create(temporary) as file:
            file.write(content)
        sync(temporary)
        rename(temporary, path)
        sync(path.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def files_under(directory: Path) -> Iterator[Path]:
    """Yield every regular file under ``directory`` in the order of their names."""
    yield from sorted(path for path in directory.rglob("*") if path.is_file())


def sync_tree(directory: Path) -> None:
    """Make every file and directory under ``directory`` durable."""
    for path in files_under(directory):
        sync(path)
    for path in directory.rglob("*"):
        if path.is_dir():
            sync(path)
    sync(directory)


def checksum(path: Path) -> str:
    """Return the BLAKE2b-256 of the file's content in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=32)).hexdigest()


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """Turn "no space left" into NoSpace, which says what helps."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NoSpace(
            "The disk is full; the live index is as it was. Make room, for example with `poshuk prune`."
        ) from error


class IndexStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's files through the functions above.

    The build's directory belongs to one process, which holds the writer lock of all generations; Whoosh's own lock is
    not needed.
    """

    def __init__(self, path: str | Path) -> None:
        super().__init__(str(path))
        self._created: list[io.BufferedRandom] = []

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **options: Any) -> StructFile:
        """Open a new file ``name``; a file is never written twice, so ``excl`` and ``mode`` change nothing."""
        file = create(Path(self._fpath(name)))
        self._created.append(file)
        return StructFile(file, name=name, **options)

    def abandon(self) -> None:
        """Close every file that is still open for writing, without writing what is buffered."""
        for file in self._created:
            file.raw.close()

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename in one step, where stock Whoosh removes the target first."""
        rename(Path(self._fpath(oldname)), Path(self._fpath(newname)))

    def temp_storage(self, name: str | None = None) -> IndexStorage:
        """Return storage in a folder ``name`` of this one."""
        storage = IndexStorage(Path(self.folder, name or "tmp"))
        storage.create()
        storage._created = self._created
        return storage

    def lock(self, name: str) -> LockBase:
        """Return a lock that is always free."""
        return _Unlocked(name)


class _Unlocked(LockBase):  # type: ignore[misc]  # Whoosh has no types
    def acquire(self, blocking: bool = False) -> bool:
        self.locked = True
        return True

    def release(self) -> None:
        self.locked = False
