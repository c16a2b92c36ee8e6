"""Engines by name.  A table says where each is; it is loaded when asked for, so that an optional one costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

#: Where nothing else is said.  What depends on it reads it here; the README repeats it in the row of POSHUK_ENGINE.
DEFAULT_ENGINE: Final = "arrays"

#: Where the version of an engine's files is, for those that have one of their own.
_VERSIONS: Final = {"arrays": "index.segment.container:VERSION"}


def files_version(engine: str) -> int:
    """Return the version of the files that this program's ``engine`` reads and writes."""
    return int(attribute(_VERSIONS[engine])) if engine in _VERSIONS else 1


def loaded(places: Mapping[str, str], engine: str) -> Any:
    """Return what ``places`` has for ``engine`` as "module:attribute"; ValueError names the engines there are."""
    if engine not in places:
        raise ValueError(f"There is no engine {engine!r}; choose one of: {', '.join(sorted(places))}.")
    return attribute(places[engine])


def attribute(place: str) -> Any:
    """Return what is at ``place``, "module:attribute"."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
