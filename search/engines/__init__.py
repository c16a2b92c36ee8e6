"""The read half of each engine, by name.  The write half has the same name in ``index.writers``."""

from __future__ import annotations

from typing import cast

from index.engines import loaded
from search.engines.base import Engine

ENGINES = {
    "arrays": "search.engines.arrays:ArraysEngine",
    "whoosh": "search.engines.whoosh:WhooshEngine",
}


def engine_named(name: str) -> Engine:
    """Return a new engine; ValueError names the engines there are."""
    return cast(Engine, loaded(ENGINES, name)())


__all__ = ["ENGINES", "Engine", "engine_named"]
