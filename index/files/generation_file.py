"""A container in a generation beside the engine's files, which an update begins with and may replace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from index.files.container import Container, ContainerWriter


class GenerationFile(NamedTuple):
    """``folder/name`` below a generation's directory; its header has ``version`` under the name of its ``format``."""

    folder: str
    name: str
    format: str
    version: int

    def read(self, generation: Path) -> Container | None:
        """Return the file, checked; None where there is none or it is of another version.  May raise DamagedFile."""
        container = self.header(generation)
        if container is None or container.meta.get(self.format) != self.version:
            return None
        container.verify()
        return container

    def header(self, generation: Path) -> Container | None:
        """Return the file, of which only the header is read and checked, whatever its version."""
        path = generation / self.folder / self.name
        return Container(path) if path.exists() else None

    @contextmanager
    def writer(self, generation: Path, **meta: int | str) -> Iterator[ContainerWriter]:
        """Give a writer of a new file in place of what the generation under way began with, with ``meta`` as header."""
        path = generation / self.folder / self.name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        with ContainerWriter(path) as out:
            yield out
            out.close(**{self.format: self.version}, **meta)
