"""A plan's tree as a program for the kernels: once for the language, then filled in for each segment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

import numpy as np

from index.schema import NO_DATE, exact_field
from search.engines.arrays.workspace import Needs
from search.kernels.layout import (
    AND,
    COORDINATE,
    FACTOR_COLUMNS,
    LIST_COLUMNS,
    MINUS,
    MOST_UNITS,
    OR,
    PHRASE,
    PUBLISHED,
    UNIT,
    WEIGH,
    Program,
)
from search.plan import All, Any, Everything, Keyword, Node, Phrase, Published, Unit, Without, total_weight
from search.scoring import B

FOREVER: Final = 2**63 - 1
_PLAIN: Final = (1.0, 1.0, 1.0, 0.0)


class Places(NamedTuple):
    """Where a term's postings lie: for each segment a row of ``search.kernels.layout``'s lists, as bytes.

    ``most`` is a bound of how often it occurs in a document's field.
    """

    rows: tuple[bytes, ...]
    postings: int
    most: int


class Terms(Protocol):
    """What there is to know of a language's terms."""

    def places(self, field: str, term: str) -> Places:
        """Return where the term's postings lie in each segment."""

    def average_length(self, field: str) -> float:
        """Return the mean length of a text field."""


class Prepared(NamedTuple):
    """A unit: its lists, and how many postings they have."""

    first: int
    last: int
    postings: int


def dates(node: Published | Everything) -> tuple[int, int]:
    """Return the inclusive range of ``published``; a document without a date is in no range that has a bound."""
    if isinstance(node, Everything) or (node.since is None and node.until is None):
        return NO_DATE, FOREVER
    since = NO_DATE + 1 if node.since is None else node.since
    return since, FOREVER if node.until is None else node.until - 1


class ProgramBuilder:
    """Turns a tree into instructions; ``for_segment`` then gives the program of one segment."""

    def __init__(self, root: Node, terms: Terms) -> None:
        self._terms = terms
        self._prepared: dict[int, Prepared] = {}
        self._lists: list[Places] = []
        self._factors: list[float] = []
        self._code: list[int] = []
        self._weights: list[float] = []
        self._slots: list[int] = []
        self._slot_weights: list[float] = []
        self._phrases: list[int] = []
        self._depth = self._deepest = self._reach = self._places = 0
        self._push(root, restricted=False)
        units, ranking = self._ranking(root)
        self._program = Program(
            code=np.array(self._code, np.int64).reshape(-1, 4),
            weights=np.array(self._weights, np.float64).reshape(-1, 2),
            lists=np.zeros((0, LIST_COLUMNS), np.int64),
            factors=np.array(self._factors, np.float64).reshape(-1, FACTOR_COLUMNS),
            slots=np.array(self._slots, np.int64).reshape(-1, 3),
            slot_weights=np.array(self._slot_weights, np.float64),
            phrases=np.array(self._phrases, np.int64).reshape(-1, 3),
            units=np.array(units, np.int64).reshape(-1, 2),
            ranking=np.array(ranking, np.float64),
        )

    @property
    def needs(self) -> Needs:
        """How much scratch the program needs."""
        return Needs(self._deepest, len(self._lists), len(self._slot_weights), self._reach, self._places)

    def for_segment(self, number: int) -> Program:
        """Return the program for the segment with this place among the language's."""
        rows = bytearray().join([places.rows[number] for places in self._lists])
        return self._program._replace(lists=np.frombuffer(rows, np.int64).reshape(-1, LIST_COLUMNS))

    def _ranking(self, root: Node) -> tuple[list[tuple[int, int]], list[float]]:
        """Return the ``units`` and ``ranking`` of a program that is a ranked OR of a few units."""
        children = (root,) if isinstance(root, Unit) else root.children if isinstance(root, Any) else ()
        units = [node for node in children if isinstance(node, Unit)]
        if len(units) != len(children) or len(units) > MOST_UNITS:
            return [], [0.0]
        share = root.coordination if isinstance(root, Any) else 0.0
        units.sort(key=lambda unit: -unit.weight)  # what can add most comes first
        return [self._prepare(unit)[:2] for unit in units], [*(unit.weight for unit in units), share]

    def _push(self, node: Node, restricted: bool) -> None:
        """Append what pushes the node's documents; ``restricted``: only those of the set below are wanted."""
        match node:
            case Unit() | Keyword():
                self._push_lists(self._prepare(node), node.weight if isinstance(node, Unit) else 0.0, restricted)
            case Published() | Everything():
                self._append(PUBLISHED, *dates(node), restricted=restricted)
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
                self._push_lists(Prepared(0, 0, 0), 0.0, restricted)

    def _push_lists(self, unit: Prepared, weight: float, restricted: bool) -> None:
        self._append(UNIT, unit.first, unit.last, weight=weight, restricted=restricted)

    def _push_any(self, node: Any, restricted: bool) -> None:
        total = total_weight(node) if node.coordination else 0.0
        first, *others = node.children
        self._push(first, restricted)
        if total:
            self._append(WEIGH, weight=total_weight(first))
        for child in others:
            self._push(child, restricted=False)
            self._fold(OR, total_weight(child))
        if total:
            self._append(COORDINATE, weight=node.coordination, total=total)

    def _push_all(self, children: Iterable[Node], restricted: bool) -> None:
        first, *others = sorted(children, key=self._cost)
        self._push(first, restricted)
        for child in others:
            self._push(child, restricted=True)
            self._fold(AND)

    def _push_phrase(self, node: Phrase, restricted: bool) -> None:
        first = len(self._slot_weights)
        for unit, offset in zip(node.units, node.offsets, strict=True):
            prepared = self._prepare(unit)
            self._slots += (prepared.first, prepared.last, offset)
            self._slot_weights.append(unit.weight)
            self._places += sum(places.most for places in self._lists[prepared.first : prepared.last])
        self._reach = max(self._reach, max(node.offsets) + node.slop + 1)
        self._append(PHRASE, len(self._phrases) // 3, restricted=restricted)
        self._phrases += (first, len(self._slot_weights), node.slop)

    def _prepare(self, node: Unit | Keyword) -> Prepared:
        """Add the lists of a leaf, ordered by field; once, however often it is asked for."""
        if id(node) not in self._prepared:
            first = len(self._lists)
            if isinstance(node, Unit):
                self._add_unit(node)
            else:
                for value in set(node.values):
                    self._add(node.field, value, _PLAIN)
            postings = sum(places.postings for places in self._lists[first:])
            self._prepared[id(node)] = Prepared(first, len(self._lists), postings)
        return self._prepared[id(node)]

    def _add_unit(self, unit: Unit) -> None:
        for name, boost in ((field.name, field.boost) for field in unit.fields):
            average = self._terms.average_length(name)
            base, slope = 1.0 - B[name], B[name] / average if average else 0.0
            for term in unit.alternatives:
                field = exact_field(name) if term.exact else name
                self._add(field, term.text, (term.weight, boost, base, slope))

    def _add(self, field: str, term: str, factors: tuple[float, float, float, float]) -> None:
        places = self._terms.places(field, term)
        if places.postings:
            self._lists.append(places)
            self._factors += factors

    def _cost(self, node: Node) -> int:
        """Return how many postings the node may match."""
        match node:
            case Unit() | Keyword():
                return self._prepare(node).postings
            case Phrase(children) | All(children):
                return min(map(self._cost, children), default=0)
            case Any(children):
                return sum(map(self._cost, children))
            case Without(wanted):
                return self._cost(wanted)
        return FOREVER if isinstance(node, Published | Everything) else 0

    def _append(
        self, instruction: int, operand: int = 0, operand2: int = 0, *,
        weight: float = 0.0, total: float = 0.0, restricted: bool = False,
    ) -> None:  # fmt: skip
        self._code += (instruction, operand, operand2, int(restricted))
        self._weights += (weight, total)
        if instruction in (UNIT, PHRASE, PUBLISHED):
            self._depth += 1
            self._deepest = max(self._deepest, self._depth)

    def _fold(self, instruction: int, weight: float = 0.0) -> None:
        self._append(instruction, weight=weight)
        self._depth -= 1
