"""A plan's tree as a program for the kernels: see ``search.engines.arrays.kernels.layout``.

For most words this takes longer than the kernels do, so it makes few objects: rows are numbers in flat lists, and what
there is to know of a term in the fields of a query comes as one remembered record.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

import numpy as np

from index.articles.schema import NO_DATE
from search.engines.arrays.kernels.layout import (
    AND,
    BIT,
    BITS,
    CODE_COLUMNS,
    COORDINATE,
    EXTRA_PHRASE,
    EXTRA_UNIT,
    MINUS,
    MOST_FILTERS,
    OR,
    PHRASE,
    PUBLISHED,
    QUESTION_INTEGERS,
    SHARED_BIT,
    SURE,
    UNIT,
    WEIGH,
    Longs,
    Question,
)
from search.engines.arrays.term_lists import Listed, Places, Terms, listed
from search.engines.arrays.workspace import Needs
from search.plan.plan import (
    All,
    Alternative,
    Any,
    Everything,
    FieldBoost,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Published,
    Unit,
    Without,
    total_weight,
)
from search.plan.scoring import K1, Wordiness

FOREVER: Final = 2**63 - 1
#: What a unit that only scores weighs against the mean of those that select, where all documents are given what it adds
#: at most: a stop word, but no word of the same root (``search.plan.scoring.KIN``).
_LIGHT: Final = 0.1


#: The lists of a leaf: a range of the program's (first, last), how many postings they have, their ``most`` together.
Prepared = tuple[int, int, int, int]
#: How many postings the lists have that hold all documents that a node can match, infinite for anything, and their
#: ranges.
Cover = tuple[float, tuple[int, ...]]

_ANYTHING: Final[Cover] = math.inf, (-1, -1)
_NOWHERE: Final[Cover] = 0, ()


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
        self._lists = 0
        self._rows: list[bytes] = []
        self._factors: list[float] = []
        self._code: list[int] = []
        self._weights: list[float] = []
        self._slots: list[int] = []
        self._slot_weights: list[float] = []
        self._phrases: list[int] = []
        self._leaves: list[int] = []
        self._largest: list[tuple[Unit, int]] = []
        self._bounded: list[tuple[int, Iterable[int]]] = []
        self._depth = self._deepest = self._reach = self._places = 0
        self._gain = 0.0
        #: What has to live as long as the program.
        self.kept: list[object] = []
        most, ranges = self._push(root, True)
        self._filters: list[int] = []
        for keyword, bit in filters:
            first, last, postings, _ = self._keyword(keyword)
            self._filters += (first, last, bit)
            if not counted and postings < most:
                most, ranges = postings, (first, last)
        self._cover = ranges
        if len(self._leaves) > BITS:
            self._share_bits()
        for step, leaves in self._bounded:
            for leaf in leaves:
                self._code[step + BIT] |= self._code[leaf + BIT]

    def program(self, question: Question) -> Longs:
        """Return the program with what is asked of it."""
        code, weights, slot_weights = self._code, self._weights, self._slot_weights
        integers = [
            *question[:QUESTION_INTEGERS],
            len(weights) // 2, len(slot_weights), len(self._phrases) // 3, len(self._cover) // 2,
            len(self._filters) // 3, self._lists,
            *code, *self._slots, *self._phrases, *self._cover, *self._filters,
        ]  # fmt: skip
        numbers = [self._gain, *question[QUESTION_INTEGERS:], *weights, *self._factors, *slot_weights]
        return np.frombuffer(bytearray().join((array("q", integers), *self._rows, array("d", numbers))), np.int64)

    @property
    def needs(self) -> Needs:
        """How much scratch the program needs."""
        steps = len(self._weights) // 2
        return Needs(self._deepest, self._lists, len(self._slot_weights), self._reach, self._places, steps)

    def _push(self, node: Node, required: bool) -> Cover:
        """Append what pushes the node's documents, and return their cover; ``required``: else nothing matches."""
        return _PUSH[type(node)](self, node, required)

    def _push_unit(self, unit: Unit, required: bool) -> Cover:
        first, last, postings, _ = self._unit(unit)
        self._push_leaf(UNIT, first, last, unit.weight, required)
        return postings, (first, last)

    def _push_keyword(self, keyword: Keyword, required: bool) -> Cover:
        first, last, postings, _ = self._keyword(keyword)
        self._push_leaf(UNIT, first, last, 0.0, required)
        return postings, (first, last)

    def _push_dates(self, node: Published | Everything, required: bool) -> Cover:
        self._push_leaf(PUBLISHED, *dates(node), 0.0, required)
        return _ANYTHING

    def _push_nothing(self, _: Node, required: bool) -> Cover:
        self._push_leaf(UNIT, 0, 0, 0.0, required)
        return _NOWHERE

    def _push_phrase(self, phrase: Phrase, required: bool) -> Cover:
        if not phrase.units:
            return self._push_nothing(phrase, required)
        units = [self._unit(unit) for unit in phrase.units]
        self._push_leaf(PHRASE, self._phrase(phrase, units, [-1] * len(units)), 0, 0.0, required)
        first, last, postings, _ = min(units, key=_postings)
        return postings, (first, last)

    def _push_any(self, node: Any, required: bool) -> Cover:
        if not node.children:
            return self._push_nothing(node, required)
        total, postings, ranges = 0.0, 0.0, tuple[int, ...]()
        group: list[tuple[Unit, int]] = []
        for at, child in enumerate(node.children):
            step = len(self._code)
            read, places = self._push(child, False)
            postings += read
            ranges += places
            if isinstance(child, Unit):
                group.append((child, step))
                weight = child.weight
            else:
                weight = total_weight(child) if node.coordination else 0.0
            total += weight
            if at:
                self._fold(OR, weight)
            elif node.coordination:
                self._append(WEIGH, weight)
        if node.coordination and total:
            self._append(COORDINATE, node.coordination, total)
        if len(group) > len(self._largest):
            self._largest = group
        if node.extras:
            leaves = {self._unit(unit): (unit.weight, at) for unit, at in reversed(group) if unit.weight > 0.0}
            light = _LIGHT * sum([unit.weight for unit, _ in group]) / max(1, len(group))
            for extra in node.extras:
                self._add_extra(extra, leaves, light)
        return (postings, ranges) if postings < math.inf else _ANYTHING

    def _push_all(self, node: All, required: bool) -> Cover:
        """The child with the fewest postings comes first."""
        if not node.children:
            return self._push_nothing(node, required)
        least = _ANYTHING
        for at, child in enumerate(sorted(node.children, key=self._fewest)):
            cover = self._push(child, required)
            least = cover if not at or cover[0] < least[0] else least
            if at:
                self._fold(AND)
        return least

    def _push_without(self, node: Without, required: bool) -> Cover:
        cover = self._push(node.wanted, required)
        self._push(node.unwanted, False)
        self._fold(MINUS)
        return cover

    def _push_leaf(self, instruction: int, first: int, second: int, weight: float, required: bool) -> None:
        number = len(self._leaves)
        self._leaves.append(len(self._code))
        self._code += (instruction, first, second, 1 << number if number < BITS else 0, 2, required)
        self._weights += (weight, 0.0)
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)

    def _add_extra(self, extra: Unit | Phrase, leaves: Mapping[Prepared, tuple[float, int]], light: float) -> None:
        """Add what scores where a child matches; ``leaves``: weight and place of the children that are units.

        The lists of a unit heavier than ``light`` are read for the bounds of scores.
        """
        if isinstance(extra, Unit):
            first, last, postings, _ = self._unit(extra)
            if postings:
                self._code += (EXTRA_UNIT, first, last, 0, 0, 0)
                read = extra.weight > light
                self._weights += (extra.weight, float(read))
                self._gain += 0.0 if read else extra.weight * self._most_saturated
            return
        slots = [self._unit(unit) for unit in extra.units]
        if slots and all(map(_postings, slots)):
            steps = self._bound_extra(extra, [leaves.get(slot) for slot in slots])
            self._code += (EXTRA_PHRASE, self._phrase(extra, slots, steps), 0, 0, 0, 0)

    def _bound_extra(self, phrase: Phrase, leaves: list[tuple[float, int] | None]) -> Sequence[int]:
        """Return of which leaves the phrase consists, if all are children of the node: their scores bound its own."""
        steps, most, shares = list[int](), 0.0, dict[int, float]()
        for unit, leaf in zip(phrase.units, leaves, strict=True):
            if leaf is None:
                self._gain += sum([unit.weight for unit in phrase.units]) * self._most_saturated
                self._weights += (0.0, 0.0)
                return [-1] * len(leaves)
            weight, at = leaf
            steps.append(at // CODE_COLUMNS)
            shares[at] = share = shares.get(at, 0.0) + unit.weight / weight
            most = max(most, share)
        self._bounded.append((len(self._code), shares))
        self._weights += (0.0, most)
        return steps

    def _phrase(self, phrase: Phrase, units: Sequence[Prepared], leaves: Sequence[int]) -> int:
        """Add a phrase; return its number."""
        first = len(self._slot_weights)
        slots = zip(phrase.units, phrase.offsets, units, leaves, strict=True)
        for unit, offset, (begin, end, _, most), leaf in slots:
            self._slots += (begin, end, offset, leaf)
            self._slot_weights.append(unit.weight)
            self._places += most
        self._reach = max(self._reach, max(phrase.offsets) + phrase.slop + 1)
        self._phrases += (first, len(self._slot_weights), phrase.slop)
        return len(self._phrases) // 3 - 1

    def _unit(self, unit: Unit) -> Prepared:
        """Add the lists of a unit, once, however often its alternatives are asked for."""
        key = (id(unit.alternatives), id(unit.fields))
        known = self._prepared.get(key)
        if known is None:
            known = self._prepared[key] = self._add(self._lists_of(unit.alternatives, unit.fields))
        return known

    def _lists_of(self, alternatives: tuple[Alternative, ...], fields: tuple[FieldBoost, ...]) -> Listed:
        if len(alternatives) == 1 and alternatives[0].weight == 1.0:
            return self._terms.listed(fields, alternatives[0].text, alternatives[0].exact, self._wordiness)
        places, wordiness = self._terms.places, self._wordiness
        found = [_weighted(places(fields, term.text, term.exact, wordiness), term.weight) for term in alternatives]
        return listed(chain.from_iterable(zip(*found, strict=True)))

    def _keyword(self, keyword: Keyword) -> Prepared:
        """Add the lists of a keyword, once."""
        key = (id(keyword.values), 0)
        known = self._prepared.get(key)
        if known is None:
            known = self._prepared[key] = self._add(self._terms.values(keyword.field, keyword.values))
        return known

    def _add(self, lists: Listed) -> Prepared:
        first = self._lists
        self._lists = last = first + len(lists.rows)
        self._rows += lists.rows
        self._factors += lists.factors
        if lists.kept:
            self.kept.append(lists.kept)
        return first, last, lists.postings, lists.most

    def _fewest(self, node: Node) -> float:  # noqa: PLR0911  # a table of node types
        """Return the least number of postings in which all is that the node matches."""
        match node:
            case Unit():
                return _postings(self._unit(node))
            case Keyword():
                return _postings(self._keyword(node))
            case Phrase(children) | All(children) if children:
                return min(map(self._fewest, children))
            case Any(children):
                return math.fsum(map(self._fewest, children))
            case Without(wanted):
                return self._fewest(wanted)
            case Published() | Everything():
                return math.inf
        return 0

    def _share_bits(self) -> None:
        """Leaves are more than bits: the lightest words of the largest OR share one."""
        code = self._code
        shared = self._shared_leaves()
        group = {at for _, at in self._largest}
        own = [at for at in self._leaves if at not in shared]
        for number, at in enumerate(own):
            code[at + BIT], code[at + SURE] = 1 << number, 2
        for at in shared:
            code[at + BIT], code[at + SURE] = SHARED_BIT, int(shared <= group)

    def _shared_leaves(self) -> frozenset[int]:
        count = len(self._leaves) - BITS + 1
        if len(self._largest) < count:
            return frozenset(self._leaves[-count:])
        return frozenset(at for _, at in sorted(self._largest, key=lambda pair: pair[0].weight)[:count])

    def _append(self, instruction: int, weight: float, total: float = 0.0) -> None:
        self._code += (instruction, 0, 0, 0, 0, 0)
        self._weights += (weight, total)

    def _fold(self, instruction: int, weight: float = 0.0) -> None:
        self._append(instruction, weight)
        self._depth -= 1


def _weighted(places: tuple[Places, ...], weight: float) -> Iterable[Places]:
    """Return the places of a term that counts so much."""
    if weight == 1.0:
        return places
    return [place._replace(factors=(weight, *place.factors[1:])) for place in places]


def _postings(unit: Prepared) -> int:
    return unit[2]


_PUSH: Final[dict[type, Callable[..., Cover]]] = {
    Unit: ProgramBuilder._push_unit,
    Keyword: ProgramBuilder._push_keyword,
    Published: ProgramBuilder._push_dates,
    Everything: ProgramBuilder._push_dates,
    Phrase: ProgramBuilder._push_phrase,
    Any: ProgramBuilder._push_any,
    All: ProgramBuilder._push_all,
    Without: ProgramBuilder._push_without,
    Nothing: ProgramBuilder._push_nothing,
}
