"""Reading the tables of this room: tab-separated, ``#`` at the beginning of a line makes it a comment."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def pairs(name: str) -> dict[str, str]:
    """Return the table ``name`` of two columns, the second by the first."""
    return {first: second for first, second, *_ in rows(name)}


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table ``name``."""
    for line in (files("search.repair") / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield tuple(line.split("\t"))
