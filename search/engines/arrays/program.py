"""A plan's tree as a program for the kernels: see ``search.kernels.layout``."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final, NamedTuple, Protocol

import numpy as np

from index.schema import NO_DATE
from search.engines.arrays.workspace import Needs
from search.kernels.layout import (
    AND,
    BIT,
    BITS,
    CODE_COLUMNS,
    COORDINATE,
    EXTRA_PHRASE,
    EXTRA_UNIT,
    LIST_COLUMNS,
    MINUS,
    MOST_DOCUMENTS,
    MOST_FILTERS,
    OR,
    PHRASE,
    PUBLISHED,
    QUESTION_INTEGERS,
    SURE,
    UNIT,
    WEIGH,
    Program,
    Question,
)
from search.plan import All, Any, Everything, Keyword, Node, Phrase, Published, Unit, Without, total_weight
from search.scoring import K1, Wordiness

FOREVER: Final = 2**63 - 1
_PLAIN: Final = (1.0, 1.0, 1.0, 0.0)
#: Bounds are sums of float32: so much is added for rounding.
_MARGIN: Final = 1.0 + 1e-5


class Places(NamedTuple):
    """Where a term's postings lie: for each segment a row of ``search.kernels.layout``'s lists, as bytes.

    ``most`` is a bound of how often it occurs in a document's field; ``kept`` is what has to live as long as the rows.
    """

    rows: bytes
    postings: int
    most: int
    kept: tuple[object, ...] = ()


class Terms(Protocol):
    """What there is to know of a language's terms; lengths count as in a query of this ``wordiness``."""

    def places(self, field: str, term: str, wordiness: Wordiness) -> Places:
        """Return where the postings of a lemma, or of a value of a keyword field, lie in each segment."""

    def form_places(self, field: str, term: str, wordiness: Wordiness) -> Places:
        """Return the same of a form in a text field."""

    def normalisation(self, field: str, wordiness: Wordiness) -> tuple[float, float]:
        """Return base and slope of BM25F's divisor of the term frequency in a text field."""


class Prepared(NamedTuple):
    """A unit: its lists, and how many postings they have."""

    first: int
    last: int
    postings: int


class Cover(NamedTuple):
    """Lists that hold all documents that a node can match, and how many postings they have; infinite for anything."""

    postings: float
    ranges: tuple[tuple[int, int], ...]


_ANYTHING: Final = Cover(math.inf, ((-1, -1),))


def dates(node: Published | Everything) -> tuple[int, int]:
    """Return the inclusive range of ``published``; a document without a date is in no range that has a bound."""
    if isinstance(node, Everything) or (node.since is None and node.until is None):
        return NO_DATE, FOREVER
    since = NO_DATE + 1 if node.since is None else node.since
    return since, FOREVER if node.until is None else node.until - 1


class ProgramBuilder:
    """Turns a tree, and filters by keywords with the bits of their facets, into a program.

    ``counted``: what does not pass the filters is of interest, too.  ValueError for more than MOST_FILTERS filters.
    """

    def __init__(
        self,
        root: Node,
        terms: Terms,
        filters: Sequence[tuple[Keyword, int]] = (),
        *,
        counted: bool = False,
        wordiness: Wordiness = "few",
    ) -> None:
        if len(filters) > MOST_FILTERS:
            raise ValueError(f"A plan may have {MOST_FILTERS} filters by keywords.")
        self._terms = terms
        self._wordiness = wordiness
        self._most_saturated = K1[wordiness] + 1.0
        self._prepared: dict[tuple[int, int], Prepared] = {}
        self.lists: list[Places] = []
        self._factors: list[float] = []
        self._code: list[int] = []
        self._weights: list[float] = []
        self._slots: list[int] = []
        self._slot_weights: list[float] = []
        self._phrases: list[int] = []
        self._leaves: list[int] = []
        self._units: dict[int, list[tuple[Unit, int]]] = {}
        self._extras: list[tuple[Any, Phrase, int]] = []
        self._depth = self._deepest = self._reach = self._places = 0
        self._gain = 0.0
        self._push(root, required=True)
        self._filters = [number for keyword, bit in filters for number in (*self._prepare(keyword)[:2], bit)]
        cover = self._cover(root)
        if filters and not counted:
            cover = min([cover, *[self._cover(keyword) for keyword, _ in filters]])
        self._ranges = [place for pair in cover.ranges for place in pair]
        self._share_bits()
        for node, phrase, step in self._extras:
            self._bound_extra(node, phrase, step)

    def program(self, question: Question) -> Program:
        """Return the program with what is asked of it."""
        code, weights, slots, slot_weights = self._code, self._weights, self._slots, self._slot_weights
        rows = bytearray().join([places.rows for places in self.lists])
        integers = [
            *question[:QUESTION_INTEGERS],
            len(weights) // 2, len(slot_weights), len(self._phrases) // 3, len(self._ranges) // 2,
            len(self._filters) // 3, *code, *slots, *self._phrases, *self._ranges, *self._filters,
        ]  # fmt: skip
        numbers = [*question[QUESTION_INTEGERS:], self._gain * _MARGIN, *weights, *self._factors, *slot_weights]
        lists = np.frombuffer(rows, np.int64).reshape(len(self.lists), -1, LIST_COLUMNS) if rows else _NO_LISTS
        return Program(np.frombuffer(array("q", integers), np.int64), np.frombuffer(array("d", numbers)), lists)

    @property
    def needs(self) -> Needs:
        """How much scratch the program needs."""
        return Needs(self._deepest, len(self.lists), len(self._slot_weights), self._reach, self._places)

    def _push(self, node: Node, *, required: bool = False) -> None:
        """Append what pushes the node's documents; ``required``: without them nothing matches."""
        match node:
            case Unit():
                self._push_leaf(UNIT, self._prepare(node), node.weight, required)
            case Keyword():
                self._push_leaf(UNIT, self._prepare(node), 0.0, required)
            case Published() | Everything():
                self._push_leaf(PUBLISHED, dates(node), 0.0, required)
            case Phrase(units) if units:
                self._push_leaf(PHRASE, (self._phrase(node), 0), 0.0, required)
            case Any(children) if children:
                self._push_any(node)
            case All(children) if children:
                self._push_all(children, required)
            case Without():
                self._push(node.wanted, required=required)
                self._push(node.unwanted)
                self._fold(MINUS)
            case _:
                self._push_leaf(UNIT, (0, 0), 0.0, required)

    def _push_leaf(self, instruction: int, operands: Sequence[int], weight: float, required: bool) -> None:
        self._leaves.append(len(self._code))
        self._append(instruction, operands[0], operands[1], weight=weight, required=required)
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)

    def _push_any(self, node: Any) -> None:
        units: list[tuple[Unit, int]] = []
        weights = [total_weight(child) for child in node.children] if node.coordination else []
        total = sum(weights)
        for at, child in enumerate(node.children):
            if isinstance(child, Unit):
                units.append((child, len(self._code)))
            self._push(child)
            if at:
                self._fold(OR, weights[at] if total else 0.0)
            elif total:
                self._append(WEIGH, weight=weights[at])
        if total:
            self._append(COORDINATE, weight=node.coordination, total=total)
        self._units[id(node)] = units
        for extra in node.extras:
            self._add_extra(node, extra)

    def _push_all(self, children: Iterable[Node], required: bool) -> None:
        first, *others = sorted(children, key=lambda child: self._cover(child).postings)
        self._push(first, required=required)
        for child in others:
            self._push(child, required=required)
            self._fold(AND)

    def _add_extra(self, node: Any, extra: Unit | Phrase) -> None:
        if isinstance(extra, Unit):
            first, last, _ = self._prepare(extra)
            self._append(EXTRA_UNIT, first, last, weight=extra.weight)
            self._gain += extra.weight * self._most_saturated
        elif extra.units:
            self._extras.append((node, extra, len(self._code)))
            self._append(EXTRA_PHRASE, self._phrase(extra))

    def _bound_extra(self, node: Any, phrase: Phrase, step: int) -> None:
        """Note of which leaves the phrase consists, if all are children of the node: their scores bound its own."""
        bits, added = 0, defaultdict[int, float](float)
        for unit in phrase.units:
            for leaf, at in self._units[id(node)]:
                if leaf.weight > 0 and leaf.alternatives == unit.alternatives and leaf.fields == unit.fields:
                    bits |= self._code[at + BIT]
                    added[at] += unit.weight / leaf.weight
                    break
            else:
                self._gain += sum(unit.weight for unit in phrase.units) * self._most_saturated
                return
        self._code[step + BIT] = bits
        self._weights[step // CODE_COLUMNS * 2 + 1] = max(added.values())

    def _phrase(self, node: Phrase) -> int:
        """Add a phrase; return its number."""
        first = len(self._slot_weights)
        for unit, offset in zip(node.units, node.offsets, strict=True):
            begin, end, _ = self._prepare(unit)
            self._slots += (begin, end, offset)
            self._slot_weights.append(unit.weight)
            self._places += sum(places.most for places in self.lists[begin:end])
        self._reach = max(self._reach, max(node.offsets) + node.slop + 1)
        self._phrases += (first, len(self._slot_weights), node.slop)
        return len(self._phrases) // 3 - 1

    def _prepare(self, node: Unit | Keyword) -> Prepared:
        """Add the lists of a leaf, ordered by field; once, however often its alternatives are asked for."""
        key = (id(node.alternatives), id(node.fields)) if isinstance(node, Unit) else (id(node.values), 0)
        known = self._prepared.get(key)
        if known is None:
            first = len(self.lists)
            if isinstance(node, Unit):
                self._add_unit(node)
            else:
                self._add_values(node)
            postings = sum(map(_POSTINGS, self.lists[first:]))
            known = self._prepared[key] = Prepared(first, len(self.lists), postings)
        return known

    def _add_unit(self, unit: Unit) -> None:
        places_of, form_places_of, wordiness = self._terms.places, self._terms.form_places, self._wordiness
        for field in unit.fields:
            name, boost = field.name, field.boost
            norm = self._terms.normalisation(name, wordiness)
            for term in unit.alternatives:
                places = (form_places_of if term.exact else places_of)(name, term.text, wordiness)
                if places.postings:
                    self.lists.append(places)
                    self._factors += (term.weight, boost, *norm)

    def _add_values(self, keyword: Keyword) -> None:
        for value in set(keyword.values):
            places = self._terms.places(keyword.field, value, self._wordiness)
            if places.postings:
                self.lists.append(places)
                self._factors += _PLAIN

    def _cover(self, node: Node) -> Cover:  # noqa: PLR0911  # a table of node types
        """Return the fewest lists that hold what the node matches."""
        match node:
            case Unit() | Keyword():
                first, last, postings = self._prepare(node)
                return Cover(postings, ((first, last),))
            case Phrase(children) | All(children) if children:
                return min(map(self._cover, children))
            case Any(children):
                covers = [self._cover(child) for child in children]
                together = math.fsum([cover.postings for cover in covers])
                if together == math.inf:
                    return _ANYTHING
                return Cover(together, tuple([pair for cover in covers for pair in cover.ranges]))
            case Without(wanted):
                return self._cover(wanted)
            case Published() | Everything():
                return _ANYTHING
        return Cover(0, ())

    def _share_bits(self) -> None:
        """Give each leaf its bit; if there are too many, the lightest words of the largest OR share one."""
        code = self._code
        if len(self._leaves) <= BITS:
            for number, at in enumerate(self._leaves):
                code[at + BIT], code[at + SURE] = 1 << number, 2
            return
        shared = self._shared_leaves()
        group = {at for _, at in max(self._units.values(), key=len, default=[])}
        own = [at for at in self._leaves if at not in shared]
        for number, at in enumerate(own):
            code[at + BIT], code[at + SURE] = 1 << number, 2
        for at in shared:
            code[at + BIT], code[at + SURE] = 1 << (BITS - 1), int(shared <= group)

    def _shared_leaves(self) -> frozenset[int]:
        count = len(self._leaves) - BITS + 1
        group = max(self._units.values(), key=len, default=[])
        if len(group) < count:
            return frozenset(self._leaves[-count:])
        return frozenset(at for _, at in sorted(group, key=lambda pair: pair[0].weight)[:count])

    def _append(
        self, instruction: int, operand: int = 0, operand2: int = 0, *,
        weight: float = 0.0, total: float = 0.0, required: bool = False,
    ) -> None:  # fmt: skip
        self._code += (instruction, operand, operand2, 0, 0, required)
        self._weights += (weight, total)

    def _fold(self, instruction: int, weight: float = 0.0) -> None:
        self._append(instruction, weight=weight)
        self._depth -= 1


#: No lists, in any number of segments.
_NO_LISTS: Final = np.zeros((0, MOST_DOCUMENTS, LIST_COLUMNS), np.int64)
_POSTINGS: Final = attrgetter("postings")
