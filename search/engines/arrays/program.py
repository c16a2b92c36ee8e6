"""A plan's tree as a program for the kernels: once for the language, then filled in for each segment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

import numpy as np

from index.schema import exact_field
from search.columns import NO_DATE
from search.kernels.layout import (
    AND,
    COORDINATE,
    FACTOR_COLUMNS,
    FIRST,
    LAST,
    LIST_COLUMNS,
    MINUS,
    OPERAND,
    OPERAND2,
    OR,
    PHRASE,
    PUBLISHED,
    UNIT,
    WEIGH,
    Program,
)
from search.plan import All, Any, Everything, Keyword, Node, Nothing, Phrase, Published, Unit, Without, total_weight
from search.scoring import B

FOREVER = 2**63 - 1

#: For a term in each segment: the range of its postings.
Ranges = tuple[tuple[int, int], ...]


class Terms(Protocol):
    """What there is to know of a language's terms."""

    def ranges(self, field: str, term: str) -> Ranges:
        """Return the postings of the term in each segment."""

    def average_length(self, field: str) -> float:
        """Return the mean length of a text field."""


class Rows(Protocol):
    """What there is to know of a segment's fields: see ``Segment.row``."""

    def row(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return where the field's arrays lie."""


class Term(NamedTuple):
    """A list of the program before it is that of a segment."""

    field: str
    ranges: Ranges
    factors: tuple[float, float, float, float]


def dates(node: Published | Everything) -> tuple[int, int]:
    """Return the inclusive range of ``published``; a document without a date is in no range that has a bound."""
    if isinstance(node, Everything) or (node.since is None and node.until is None):
        return NO_DATE, FOREVER
    since = NO_DATE + 1 if node.since is None else node.since
    return since, FOREVER if node.until is None else node.until - 1


class ProgramBuilder:
    """Turns a tree into instructions; ``for_segment`` then gives the program of one segment.

    Operands of UNIT and slots are numbers of units until then.
    """

    def __init__(self, root: Node, terms: Terms) -> None:
        self._terms = terms
        self._units: list[int] = [0]  # where each unit's terms end
        self._lists: list[Term] = []
        self._code: list[tuple[int, int, int, int]] = []
        self._weights: list[tuple[float, float]] = []
        self._slots: list[tuple[int, int]] = []
        self._phrases: list[tuple[int, int, int]] = []
        self._depth = self.depth = 0
        self._push(root, restricted=False)
        self._factors = np.array([term.factors for term in self._lists]).reshape(-1, FACTOR_COLUMNS)

    def for_segment(self, number: int, segment: Rows) -> Program:
        """Return the program for the segment with this place among the language's."""
        ranges = np.array([term.ranges[number] for term in self._lists], np.int64).reshape(-1, 2)
        present = ranges[:, 1] > ranges[:, 0]
        starts = np.concatenate(([0], np.cumsum(present)))[self._units]
        rows = [segment.row(term.field) for term, found in zip(self._lists, present.tolist(), strict=True) if found]
        lists = np.array(rows, np.int64).reshape(-1, LIST_COLUMNS)
        lists[:, [FIRST, LAST]] = ranges[present]
        code = np.array(self._code, np.int64)
        units = code[:, 0] == UNIT
        numbers = code[units, OPERAND]
        code[units, OPERAND], code[units, OPERAND2] = starts[numbers], starts[numbers + 1]
        slots = np.array([(starts[unit], starts[unit + 1], offset) for unit, offset in self._slots], np.int64)
        return Program(
            code=code,
            weights=np.array(self._weights),
            lists=lists,
            factors=self._factors[present],
            slots=slots.reshape(-1, 3),
            phrases=np.array(self._phrases, np.int64).reshape(-1, 3),
            begins=lists[:, FIRST].copy(),
            ends=lists[:, FIRST].copy(),
        )

    def _push(self, node: Node, restricted: bool) -> None:
        """Append what pushes the node's documents; ``restricted``: only those of the set below are wanted."""
        match node:
            case Unit():
                self._push_unit(self._unit(node), node.weight, restricted)
            case Keyword():
                self._push_unit(self._keyword(node), 0.0, restricted)
            case Published() | Everything():
                self._append(PUBLISHED, *dates(node), restricted=restricted)
                self._deeper()
            case Phrase(units) if units:
                self._push_phrase(node, restricted)
            case Any(children) if children:
                self._push_any(node, restricted)
            case All(children) if children:
                self._push_all(children, restricted)
            case Without():
                self._push(node.wanted, restricted)
                self._push(node.unwanted, restricted=True)
                self._fold(MINUS)
            case _:
                self._push_unit(self._add(()), 0.0, restricted)

    def _push_unit(self, number: int, weight: float, restricted: bool) -> None:
        self._append(UNIT, number, weight=weight, restricted=restricted)
        self._deeper()

    def _push_any(self, node: Any, restricted: bool) -> None:
        total = total_weight(node)
        first, *others = node.children
        self._push(first, restricted)
        if node.coordination and total:
            self._append(WEIGH, weight=total_weight(first))
        for child in others:
            self._push(child, restricted=False)
            self._fold(OR, total_weight(child))
        if node.coordination and total:
            self._append(COORDINATE, weight=node.coordination, total=total)

    def _push_all(self, children: Iterable[Node], restricted: bool) -> None:
        first, *others = sorted(children, key=self._cost)
        self._push(first, restricted)
        for child in others:
            self._push(child, restricted=True)
            self._fold(AND)

    def _push_phrase(self, node: Phrase, restricted: bool) -> None:
        first = len(self._slots)
        numbers = {at: self._unit(unit) for at, unit in enumerate(node.units)}
        rarest_first = sorted(numbers, key=lambda at: self._cost(node.units[at]))
        for place, at in enumerate(rarest_first):
            self._push_unit(numbers[at], node.units[at].weight, restricted or place > 0)
            if place:
                self._fold(AND)
        self._slots += [(numbers[at], node.offsets[at]) for at in numbers]
        self._append(PHRASE, len(self._phrases))
        self._phrases.append((first, len(self._slots), node.slop))

    def _unit(self, unit: Unit) -> int:
        lists = []
        for boost in unit.fields:
            average = self._terms.average_length(boost.name)
            base, slope = 1.0 - B[boost.name], B[boost.name] / average if average else 0.0
            for term in unit.alternatives:
                field = exact_field(boost.name) if term.exact else boost.name
                ranges = self._terms.ranges(field, term.text)
                lists.append(Term(field, ranges, (term.weight, boost.boost, base, slope)))
        return self._add(lists)

    def _keyword(self, node: Keyword) -> int:
        return self._add(
            Term(node.field, self._terms.ranges(node.field, value), (1.0, 1.0, 1.0, 0.0)) for value in set(node.values)
        )

    def _add(self, lists: Iterable[Term]) -> int:
        self._lists += lists
        self._units.append(len(self._lists))
        return len(self._units) - 2

    def _cost(self, node: Node) -> int:
        """Return how many postings the node may match."""
        match node:
            case Unit():
                start = len(self._lists)
                self._unit(node)
                cost = sum(last - first for term in self._lists[start:] for first, last in term.ranges)
                del self._lists[start:], self._units[-1]
                return cost
            case Keyword():
                return sum(
                    last - first for value in node.values for first, last in self._terms.ranges(node.field, value)
                )
            case Phrase(units):
                return min(map(self._cost, units), default=0)
            case All(children):
                return min(map(self._cost, children), default=0)
            case Any(children):
                return sum(map(self._cost, children))
            case Without(wanted):
                return self._cost(wanted)
            case Nothing():
                return 0
            case _:
                return FOREVER

    def _append(
        self, instruction: int, operand: int = 0, operand2: int = 0, *,
        weight: float = 0.0, total: float = 0.0, restricted: bool = False,
    ) -> None:  # fmt: skip
        self._code.append((instruction, operand, operand2, int(restricted)))
        self._weights.append((weight, total))

    def _fold(self, instruction: int, weight: float = 0.0) -> None:
        self._append(instruction, weight=weight)
        self._depth -= 1

    def _deeper(self) -> None:
        self._depth += 1
        self.depth = max(self.depth, self._depth)
