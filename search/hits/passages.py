"""The best passages of a text for a reader: those with most of the marked words, cut at words, begun at sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from search.answer.answer import Passage

#: Characters of all passages of a text together, and the most passages that they may be divided into.
CHARACTERS = 240
MOST_PASSAGES = 3
#: No word, however long, makes a passage longer than this.
LONGEST = 400

_SENTENCE_END = re.compile(r"(?:[.!?…][\"»”’)]*\s|\n)\s*")
_SPACE = re.compile(r"\s+")
_ANY_SPACE = re.compile(r"\s")


class Mark(NamedTuple):
    """A half-open range of a text, and the units that it stands for."""

    start: int
    end: int
    units: frozenset[str]


class _Window(NamedTuple):
    """A half-open range of a text from the start of a mark to the end of a mark, and the units in it, each a bit."""

    start: int
    end: int
    units: int


class _Units(dict[int, float]):
    """The units of marks, each a bit, and the weight of each set of them, added up when it is first asked for."""

    def __init__(self, marks: Sequence[Mark], weights: Mapping[str, float]) -> None:
        super().__init__()
        bits: dict[frozenset[str], int] = {}
        names = {name: 1 << at for at, name in enumerate(dict.fromkeys(chain.from_iterable(m.units for m in marks)))}
        for mark in marks:
            if mark.units not in bits:
                bits[mark.units] = sum(map(names.__getitem__, mark.units))
        self._weights = [(bit, weights[name]) for name, bit in names.items()]
        self.whole = (1 << len(names)) - 1
        self.of = [bits[mark.units] for mark in marks]

    def __missing__(self, units: int) -> float:
        weight = self[units] = sum([weight for bit, weight in self._weights if units & bit])
        return weight


def marked(text: str, marks: Iterable[Mark]) -> Passage:
    """Return the whole text as one passage."""
    return Passage(text, _merged((mark.start, mark.end) for mark in marks))


def best_start(marks: Sequence[Mark], weights: Mapping[str, float]) -> int:
    """Return where the best single passage starts; ``marks`` are sorted by start, and there is one at least."""
    return _chosen(marks, _Units(marks, weights), 1)[0].start


def best_passages(text: str, marks: Sequence[Mark], weights: Mapping[str, float]) -> tuple[Passage, ...]:
    """Return the passages of ``text`` in its order; without marks its beginning, and nothing of an empty text.

    ``marks`` are sorted by start.  As few passages as show as much of the units' weight as can be shown.
    """
    if not marks:
        beginning = _widened(text, 0, 0, CHARACTERS, (0, len(text)))
        return (_passage(text, beginning, ()),) if text.strip() else ()
    windows = sorted(_best(marks, weights))
    passages, left = [], 0
    for window, following in zip(windows, [*(window.start for window in windows[1:]), len(text)], strict=True):
        extent = _widened(text, window.start, window.end, CHARACTERS // len(windows), (left, following))
        passages.append(_passage(text, extent, marks))
        left = extent[1]
    return tuple(passages)


def _best(marks: Sequence[Mark], weights: Mapping[str, float]) -> list[_Window]:
    """Return the fewest windows with the most weight."""
    units = _Units(marks, weights)
    best: list[_Window] = []
    most = -1.0
    for count in range(1, MOST_PASSAGES + 1):
        chosen = _chosen(marks, units, count)
        weight = units[reduce(or_, [window.units for window in chosen])]
        if weight > most:
            best, most = chosen, weight
        if weight == units[units.whole]:
            break
    return best


def _chosen(marks: Sequence[Mark], units: _Units, count: int) -> list[_Window]:
    """Choose up to ``count`` windows one by one, each the one that adds most weight, the earliest of equals."""
    apart = _windows(marks, units.of, CHARACTERS // count)
    chosen: list[_Window] = []
    seen = 0
    for _ in range(count):
        worth = [units[window.units & ~seen] for window in apart]
        best = apart[worth.index(max(worth))] if worth else None
        if best is None or (chosen and not best.units & ~seen):
            break
        chosen.append(best)
        seen |= best.units
        apart = [window for window in apart if window.end <= best.start or window.start >= best.end]
    return chosen


def _windows(marks: Sequence[Mark], units: Sequence[int], size: int) -> list[_Window]:
    """Return for each mark the window of at most ``size`` characters that starts with it."""
    windows = []
    last = 0
    for first, mark in enumerate(marks):
        last = max(last, first + 1)
        while last < len(marks) and marks[last].end - mark.start <= size:
            last += 1
        windows.append(_Window(mark.start, marks[last - 1].end, reduce(or_, units[first:last])))
    return windows


def _widened(text: str, start: int, end: int, size: int, bounds: tuple[int, int]) -> tuple[int, int]:
    """Return the passage around ``text[start:end]``: about ``size`` characters within ``bounds``, whole words."""
    left, right = bounds
    spare = max(0, size - (end - start))
    begin = _sentence_start(text, max(left, start - spare), start)
    if begin is None:
        begin = _word_start(text, max(left, start - spare // 3), start)
    stop = _word_end(text, end, min(right, max(end, begin + size)))
    return begin, min(stop, begin + LONGEST)


def _sentence_start(text: str, lowest: int, start: int) -> int | None:
    """Return the last start of a sentence in ``text[lowest:start]``, or None; the text's start is one."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, lowest, start)]
    return ends[-1] if ends else 0 if lowest == 0 else None


def _word_start(text: str, lowest: int, start: int) -> int:
    """Return the first start of a word from ``lowest`` on, ``start`` at the latest."""
    found = _SPACE.search(text, lowest, start)
    return found.end() if found else start


def _word_end(text: str, end: int, highest: int) -> int:
    """Return the last end of a word up to ``highest``, ``end`` at the earliest."""
    if highest >= len(text):
        return max(end, len(text.rstrip()))
    return next((at for at in range(highest, end, -1) if text[at].isspace() and not text[at - 1].isspace()), end)


def _passage(text: str, extent: tuple[int, int], marks: Iterable[Mark]) -> Passage:
    start, end = extent
    inside = ((max(mark.start, start) - start, min(mark.end, end) - start) for mark in marks)
    return Passage(
        text=_ANY_SPACE.sub(" ", text[start:end]),
        ranges=_merged((first, last) for first, last in inside if first < last),
        clipped_start=bool(text[:start].strip()),
        clipped_end=bool(text[end:].strip()),
    )


def _merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join ranges that overlap (a compound and its parts)."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
