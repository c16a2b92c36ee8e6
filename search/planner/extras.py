"""What bare words score besides themselves: stop words, words that stand near each other, and words of their root.

None of them selects a document (``search.plan.plan.Any``): they order those that the telling words have found.
Pairs of
neighbours are the unordered dependences of Metzler & Croft (2005), whose model goes by words in order, too; here that
did not pay (docs/relevance.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from search.plan.plan import Alternative, Node, Phrase, Unit
from search.plan.scoring import APART, KIN, NEAR, STOP_WORD, pair

Extra = Unit | Phrase


class Bare(NamedTuple):
    """A bare word of the query, its place among them, and whether it is a stop word."""

    node: Node
    position: int
    stop: bool


def stop_words(words: Iterable[Bare]) -> Iterator[Unit]:
    """Yield the stop words among ``words``."""
    return (_scaled(word.node, STOP_WORD) for word in words if word.stop and isinstance(word.node, Unit))


def pairs(words: Iterable[Bare]) -> Iterator[Phrase]:
    """Yield each word with the next as a phrase that stands where they are near each other."""
    words = list(words)
    share = pair(len(words))
    units = [(word.position, word.node) for word in words if isinstance(word.node, Unit)]
    for (start, first), (end, second) in pairwise(units):
        if first != second and 0 < end - start <= APART:
            yield Phrase((_scaled(first, share), _scaled(second, share)), (0, end - start), NEAR)


def kin(words: Iterable[Bare], of: Callable[[str], tuple[str, ...]]) -> Iterator[Unit]:
    """Yield the words of the same root as one of ``words``; ``of`` knows them by its likeliest lemma."""
    for unit in (word.node for word in words if isinstance(word.node, Unit)):
        first, own = unit.alternatives[0], {alternative.text for alternative in unit.alternatives}
        found = [] if first.exact else [word for word in of(first.text) if word not in own]
        if found:
            yield Unit(unit.surface, tuple(Alternative(word, origin="kin") for word in found), unit.fields, KIN)


def _scaled(unit: Unit, factor: float) -> Unit:
    return Unit(unit.surface, unit.alternatives, unit.fields, factor * unit.weight)
