"""The write half of each engine, by name.  The read half has the same name in ``search.engines``."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from index.writers.base import IndexWriter, WriterFactory

#: engine name → "module:factory"; modules load when asked for, so that an optional engine costs nothing.
WRITERS = {
    "arrays": "index.writers.arrays:open_writer",
    "whoosh": "index.writers.whoosh:open_writer",
}


def writer_factory(engine: str) -> WriterFactory:
    """Return the function that opens a writer of ``engine``; ValueError names the engines there are."""
    try:
        module, _, name = WRITERS[engine].partition(":")
    except KeyError:
        raise ValueError(f"There is no engine {engine!r}; choose one of: {', '.join(sorted(WRITERS))}.") from None
    return cast(WriterFactory, getattr(import_module(module), name))


__all__ = ["WRITERS", "IndexWriter", "WriterFactory", "writer_factory"]
