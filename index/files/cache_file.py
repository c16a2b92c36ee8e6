"""A container cached between builds: what takes long to compute, for the next one.  It may be deleted at any time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, NamedTuple

from index.files import storage
from index.files.container import Container, ContainerWriter, DamagedFile

#: A file whose content grew by less than this share is not written again.
_GROWTH: Final = 0.02

Meta = Mapping[str, int | str]


class CacheFile(NamedTuple):
    """A file and what its content depends on: one that was computed from something else is not read."""

    path: Path
    meta: Meta

    def read(self) -> Container | None:
        """Return the file, checked; None when it is missing, damaged, or computed from something else."""
        with contextlib.suppress(DamagedFile, OSError):
            container = Container(self.path)
            container.verify()
            if container.meta == self.meta:
                return container
        return None

    def write(self, fill: Callable[[ContainerWriter], None]) -> bool:
        """Write what ``fill`` adds in place of what is there, at once or not at all; say whether it could be written.

        That it cannot is no fault: the next build computes it again.
        """
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
            with ContainerWriter(temporary) as out:
                fill(out)
                out.close(**self.meta)
                storage.rename(temporary, self.path)
            return True
        return False


def has_grown(entries: int, cached: int) -> bool:
    """Say whether so many entries, of which ``cached`` were read from the file, should be written."""
    return entries - cached > _GROWTH * cached


@cache
def package_versions(packages: Iterable[str]) -> dict[str, str]:
    """Return the versions of installed packages, "" for one that is missing."""
    return {package: _version(package) for package in packages}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
