"""The write half of each engine, by name.  The read half has the same name in ``search.engines``."""

from __future__ import annotations

from typing import cast

from index.engines import loaded
from index.writers.base import IndexWriter, WriterFactory

WRITERS = {
    "arrays": "index.writers.arrays:open_writer",
    "whoosh": "index.writers.whoosh:open_writer",
}


def writer_factory(engine: str) -> WriterFactory:
    """Return the function that opens a writer of ``engine``; ValueError names the engines there are."""
    return cast(WriterFactory, loaded(WRITERS, engine))


__all__ = ["WRITERS", "IndexWriter", "WriterFactory", "writer_factory"]
