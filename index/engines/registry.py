"""The engines, a row each: the one place that knows which there are.

A row says where an engine's parts are, as "module:attribute"; they are imported when the engine is chosen, so that the
others cost nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, NamedTuple, cast

from index.engines.base import IndexWriter, WriterFactory

#: The engine of those who choose none; the README repeats it in the row of POSHUK_ENGINE.
DEFAULT_ENGINE: Final = "arrays"


class EngineRow(NamedTuple):
    """Where the parts of an engine are.

    ``writer`` is a ``WriterFactory``, ``reader`` makes a ``search.engines.base.Engine``.  ``version``, where there is
    one, is the version of the engine's own files.  ``preload`` is compiled code beside the reader's that serving needs.
    """

    writer: str
    reader: str
    version: str | None = None
    preload: tuple[str, ...] = ()


ENGINES: Final[dict[str, EngineRow]] = {
    "arrays": EngineRow(
        writer="index.engines.arrays.write.index_writer:open_writer",
        reader="search.engines.arrays:ArraysEngine",
        version="index.files.container:VERSION",
        preload=("index.analysis.lookup:open_lookup",),
    ),
    "whoosh": EngineRow(
        writer="index.engines.whoosh.writer:open_writer",
        reader="search.engines.whoosh.snapshot:WhooshEngine",
    ),
}


def engine_row(engine: str) -> EngineRow:
    """Return the row of ``engine``; ValueError names the engines there are."""
    if engine not in ENGINES:
        raise ValueError(f"There is no engine {engine!r}; choose one of: {', '.join(sorted(ENGINES))}.")
    return ENGINES[engine]


def writer_factory(engine: str) -> WriterFactory:
    """Return the function that opens a writer of ``engine``; ValueError names the engines there are."""
    return cast(WriterFactory, attribute(engine_row(engine).writer))


def files_version(engine: str) -> int:
    """Return the version of the files that this program's ``engine`` reads and writes."""
    version = ENGINES[engine].version if engine in ENGINES else None
    return int(attribute(version)) if version else 1


def preload(engine: str) -> None:
    """Import the compiled code that serving from ``engine`` needs beside its reader."""
    for path in engine_row(engine).preload:
        attribute(path)


def attribute(path: str) -> Any:
    """Return what is at ``path``, "module:attribute"."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


__all__ = ["DEFAULT_ENGINE", "ENGINES", "IndexWriter", "WriterFactory", "engine_row", "files_version", "writer_factory"]
