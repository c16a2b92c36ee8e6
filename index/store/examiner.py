"""Examining a generation: every byte is read once on a machine, and what was found is remembered beside it.

    index/examined/000007-9f3a1c    what is wrong with that generation, a sentence a line; empty when it is sound

Readers trust a generation whose files have the right lengths, so that they open it at once; what rots on the disk is
found here, in the background.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from index.errors import IndexFault
from index.files import storage
from index.store.generations import Generations
from index.store.manifest import FileEntry, read_manifest

#: Device, inode, time of change and checksum of a file: write-once files are shared by many generations.
_Identity = tuple[int, int, int, str]


class Examiner:
    """Examines generations, or learns what another process has found.  Threads may share it."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._sound: set[_Identity] = set()
        self._found: dict[str, list[str]] = {}
        self._claim: int | None = None

    def close(self) -> None:
        """Leave the work to another process."""
        if self._claim is not None:
            os.close(self._claim)
            self._claim = None

    def verdict(self, name: str) -> list[str] | None:
        """Return what was found wrong with a generation, a sentence each; None when nobody has examined it."""
        try:
            return (self._generations.examined / name).read_text("utf-8").splitlines()
        except OSError:
            return self._found.get(name)

    def judge(self, name: str) -> list[str] | None:
        """Return the verdict, after examining the generation if need be; None while that is another process's work."""
        found = self.verdict(name)
        return self.examine(name) if found is None and self._is_mine() else found

    def examine(self, name: str) -> list[str]:
        """Read every byte of a generation, remember what is wrong with it, and return that.

        A file that was found sound in the generation examined before is not read again.
        """
        problems = self._generations.verify(name, deep=False) or self._rotten(name)
        if self._generations.path(name).is_dir():  # else it was pruned meanwhile, and that is no rot
            self._found = {name: problems}
            with contextlib.suppress(OSError):
                self._generations.examined.mkdir(exist_ok=True)
                storage.write_file(self._generations.examined / name, "\n".join(problems).encode())
        return problems

    def _rotten(self, name: str) -> list[str]:
        try:
            files = read_manifest(self._generations.path(name)).files
        except IndexFault as fault:
            return [str(fault)]
        known, self._sound = self._sound, set()
        problems = (self._problem(name, file, entry, known) for file, entry in sorted(files.items()))
        return list(filter(None, problems))

    def _problem(self, name: str, file: str, entry: FileEntry, known: set[_Identity]) -> str | None:
        identity = _identity(self._generations.path(name) / file, entry)
        problem = None if identity in known else self._generations.problem(name, file, entry)
        if identity is not None and problem is None:
            self._sound.add(identity)
        return problem

    def _is_mine(self) -> bool:
        """Claim the work for this process, until it ends; False while another one has it.

        Where nothing can be remembered for the others, each works for itself.
        """
        if self._claim is None:
            directory = self._generations.examined.parent
            descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(descriptor)
                return not os.access(directory, os.W_OK)
            self._claim = descriptor
        return True


def _identity(path: Path, entry: FileEntry) -> _Identity | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns, entry.checksum
