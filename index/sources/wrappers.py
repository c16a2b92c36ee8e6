"""Records in the answers and exports of other systems, wherever in the JSON their list stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from index.sources.record import ALIASES, readings

#: How deep lists are looked for: chats → list → messages.
DEEPEST: Final = 5


def records_in(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the records that ``value`` wraps: itself when it has a text, else those of all lists of them within it."""
    if _is_record(value) and not _lists(value):
        return [value]
    found = list(_within(value, DEEPEST))
    return found if found and not _has_text(value) else [value]


def _has_text(value: Mapping[str, Any]) -> bool:
    return next(readings(value, "body"), None) is not None


def _is_record(value: object) -> bool:
    return isinstance(value, Mapping) and any(next(readings(value, name), None) for name in ("title", "body"))


def _lists(value: Mapping[str, Any]) -> list[list[Any]]:
    """Return the members that are lists of objects, but for those that are fields of an article (authors, tags)."""
    fields = {alias for name in ("authors", "tags", "section", "body") for alias in ALIASES[name]}
    return [
        member
        for name, member in value.items()
        if isinstance(member, list) and name.lower() not in fields and any(isinstance(item, Mapping) for item in member)
    ]


def _within(value: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    if depth == 0:
        return
    for member in _lists(value):
        items = [item for item in member if isinstance(item, Mapping)]
        if any(map(_is_record, items)):
            for item in items:
                yield from _within(item, depth - 1) if _lists(item) and not _has_text(item) else [item]
        else:
            for item in items:
                yield from _within(item, depth - 1)
    for name, member in value.items():
        if isinstance(member, Mapping) and name not in ("source", "author"):
            yield from _within(member, depth - 1)
