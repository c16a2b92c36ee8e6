"""The read half of each engine, by name.  The write half has the same name in ``index.writers``."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from search.engines.base import Engine

#: engine name → "module:class"; modules load when asked for, so that an optional engine costs nothing.
ENGINES = {
    "arrays": "search.engines.arrays:ArraysEngine",
    "whoosh": "search.engines.whoosh:WhooshEngine",
}


def engine_named(name: str) -> Engine:
    """Return a new engine; ValueError names the engines there are."""
    try:
        module, _, attribute = ENGINES[name].partition(":")
    except KeyError:
        raise ValueError(f"There is no engine {name!r}; choose one of: {', '.join(sorted(ENGINES))}.") from None
    return cast(Engine, getattr(import_module(module), attribute)())


__all__ = ["ENGINES", "Engine", "engine_named"]
