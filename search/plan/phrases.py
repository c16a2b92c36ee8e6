"""Where in a text the words of a phrase stand as asked.  Positions in, yes or no (or which) out.

A phrase is its ``slots``: for each unit the positions of any of its alternatives in one field of one document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Slots = Sequence[Sequence[int]]


def occurrences(slots: Slots, offsets: Sequence[int], slop: int = 0) -> Iterator[tuple[int, ...]]:
    """Yield for each place where the phrase stands one position per slot.

    Without ``slop`` the positions are those of ``offsets`` from the first.  With it they are distinct, in any order,
    within ``offsets[-1] + slop`` of each other.
    """
    if not slots or not all(slots):
        return iter(())
    return _near(slots, max(offsets) + slop) if slop else _exact(slots, offsets)


def standing(slots: Slots, offsets: Sequence[int], slop: int = 0) -> list[set[int]]:
    """Return for each slot its positions that are part of the phrase somewhere; ascending positions are expected."""
    if not slop:
        chosen = list(occurrences(slots, offsets))
        return [{places[at] for places in chosen} for at in range(len(slots))]
    # The order is free, so slots of the same positions have the same part in it, and are looked at once.
    found: dict[tuple[int, ...], set[int]] = {tuple(slot): set() for slot in slots}
    kinds = [found[tuple(slot)] for slot in slots]
    for window in _windows(slots, max(offsets, default=0) + slop):
        for at, places in enumerate(window):
            for position in places:
                if position not in kinds[at]:
                    matched = _distinct([*window[:at], [position], *window[at + 1 :]]) or ()
                    for kind, place in zip(kinds, matched, strict=False):
                        kind.add(place)
    return kinds


def _exact(slots: Slots, offsets: Sequence[int]) -> Iterator[tuple[int, ...]]:
    starts = set.intersection(
        *({position - offset for position in slot} for slot, offset in zip(slots, offsets, strict=True))
    )
    for start in sorted(starts):
        yield tuple(start + offset for offset in offsets)


def _near(slots: Slots, reach: int) -> Iterator[tuple[int, ...]]:
    chosen = map(_distinct, _windows(slots, reach))
    return (places for places in chosen if places is not None)


def _windows(slots: Slots, reach: int) -> Iterator[list[Sequence[int]]]:
    """Slide a window over all positions; each start is tried once, so the time is linear in the positions."""
    ends = [0] * len(slots)
    starts = [0] * len(slots)
    for first in sorted({position for slot in slots for position in slot}):
        for at, slot in enumerate(slots):
            starts[at] = _advance(slot, starts[at], first)
            ends[at] = _advance(slot, ends[at], first + reach + 1)
        window = [slot[start:end] for slot, start, end in zip(slots, starts, ends, strict=True)]
        if all(window):
            yield window


def _advance(slot: Sequence[int], at: int, position: int) -> int:
    while at < len(slot) and slot[at] < position:
        at += 1
    return at


def _distinct(window: Slots) -> tuple[int, ...] | None:
    """Return a position of its own for each slot, or None when there are too few: bipartite matching (Kuhn 1955)."""
    taken: dict[int, int] = {}
    for at in range(len(window)):
        if not _place(at, window, taken, set()):
            return None
    return tuple(position for _, position in sorted((at, position) for position, at in taken.items()))


def _place(at: int, window: Slots, taken: dict[int, int], tried: set[int]) -> bool:
    for position in window[at]:
        if position not in tried:
            tried.add(position)
            if position not in taken or _place(taken[position], window, taken, tried):
                taken[position] = at
                return True
    return False
