"""What a misspelling costs: edits that people often make are cheaper than others."""

from __future__ import annotations

from functools import cache
from typing import Final

from search.repair.layouts import neighbours
from search.repair.tables import rows

_EDIT: Final = 1.0
_NEIGHBOUR: Final = 0.7
_TRANSPOSED: Final = 0.5
_DOUBLED: Final = 0.35
#: Readers and writers take most care of the first letter.
_FIRST: Final = 0.3

Costs = dict[tuple[str, str], float]


@cache
def costs() -> Costs:
    """Return (letter, letter instead) → cost, both ways; the empty string for none."""
    found: Costs = {}
    for one, other in neighbours():
        found[one, other] = found[other, one] = _NEIGHBOUR
    for one, other, cost in rows("confusions.tsv"):
        pair = one.strip("∅"), other.strip("∅")
        found[pair] = found[pair[::-1]] = float(cost)
    return found


def cost(typed: str, meant: str) -> float:
    """Return the least cost of edits from one word to another: a weighted optimal string alignment distance."""
    table = costs()
    before: list[float] = []
    above = _first_row(typed, table)
    for row, letter in enumerate(meant, 1):
        line = [above[0] + _gap(meant, row - 1, table)]
        for column, was in enumerate(typed, 1):
            best = min(
                line[-1] + _gap(typed, column - 1, table),
                above[column] + _gap(meant, row - 1, table),
                above[column - 1] + (0.0 if was == letter else table.get((was, letter), _EDIT)),
            )
            if row > 1 and column > 1 and was == meant[row - 2] and letter == typed[column - 2]:
                best = min(best, before[column - 2] + _TRANSPOSED)
            line.append(best)
        before, above = above, line
    return above[-1] + (_FIRST if typed[:1] != meant[:1] else 0.0)


def _first_row(typed: str, table: Costs) -> list[float]:
    line = [0.0]
    for column in range(len(typed)):
        line.append(line[-1] + _gap(typed, column, table))
    return line


def _gap(word: str, at: int, table: Costs) -> float:
    """Return what a letter costs that only one of the words has: less when it doubles the one before or after."""
    letter = word[at]
    if letter in (word[at - 1 : at], word[at + 1 : at + 2]):
        return _DOUBLED
    return table.get((letter, ""), _EDIT)
