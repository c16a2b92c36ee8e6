"""The live generation, opened for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import NoIndex
from index.store.generations import Generations
from index.store.manifest import Manifest, check_engine
from search.engines import engine_named
from search.engines.base import Snapshot
from search.service.live import NO_INDEX


@contextmanager
def opened(data: Path, engine: str) -> Iterator[tuple[Manifest, Snapshot]]:
    """Lend the live generation of a data directory; IndexFault says why there is none that can be read."""
    generations = Generations(data)
    manifest = generations.current()
    if manifest is None:
        raise NoIndex(NO_INDEX)
    check_engine(manifest, engine)
    snapshot = engine_named(engine).open(generations.path(manifest.name))
    try:
        yield manifest, snapshot
    finally:
        snapshot.close()
