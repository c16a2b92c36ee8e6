"""Engines by name.  A table says where each is; it is loaded when asked for, so that an optional one costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

DEFAULT_ENGINE: Final = "whoosh"


def loaded(places: Mapping[str, str], engine: str) -> Any:
    """Return what ``places`` has for ``engine`` as "module:attribute"; ValueError names the engines there are."""
    if engine not in places:
        raise ValueError(f"There is no engine {engine!r}; choose one of: {', '.join(sorted(places))}.")
    return attribute(places[engine])


def attribute(place: str) -> Any:
    """Return what is at ``place``, "module:attribute"."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
