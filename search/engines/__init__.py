"""The read half of each engine; ``index.engines.registry`` has the rows."""

from __future__ import annotations

from typing import cast

from index.engines.registry import attribute, engine_row
from search.engines.base import Engine


def engine_named(name: str) -> Engine:
    """Return a new engine; ValueError names the engines there are."""
    return cast(Engine, attribute(engine_row(name).reader)())


__all__ = ["Engine", "engine_named"]
