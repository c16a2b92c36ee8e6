"""The plan: a query as weighted terms per language, the only thing that an engine executes.

Nodes are immutable and know nothing of any engine.  ``weight`` is final: inverse document frequency, field-independent
boosts and user weights are multiplied in when the plan is weighed (``search.planner.weights``), so that every
engine, and every language's index, scores on one scale.

The score of a document is that of the root:

- ``Unit``: one query word.  ``weight · tf · (K1 + 1) / (tf + K1)``, K1 and B those of the plan's ``wordiness``, where
  ``tf = Σ_field boost · max_alternative(weight · count) / (1 - B_field + B_field · length / average length)``:
  BM25F (Robertson & Zaragoza 2009) with all lemma variants of the word as one term.
- ``Phrase``: units at consecutive positions; the sum of its units where the positions match in at least one field.
- ``Any``: ranked OR, the sum of matching children times ``1 - c + c · (matched weight / total weight)``,
  c its ``coordination`` and the weight of a child its ``total_weight``; plus the sum of its matching ``extras``, which
  score documents that a child matches and select none: stop words, words of the query that stand close together, words
  of the same root.
- ``All``: AND, the sum of its children.
- ``Without``: ``wanted`` where ``unwanted`` does not match.
- ``Keyword``, ``Published``, ``Everything``: match with score 0.
- ``Nothing``: matches no document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from index.articles.article import Language
from search.plan.scoring import Wordiness

Order = Literal["relevance", "newest", "oldest"]

#: Why a term stands for a word: it is a form of it, begins so, is similar, may be what was meant, is its translation,
#: another spelling of the name, a synonym, a word of its root.
Origin = Literal["form", "prefix", "similar", "slip", "translation", "spelling", "synonym", "kin"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One term that satisfies a unit: a lemma, or a folded surface form when ``exact``.

    ``origin`` is for people only: it makes no other alternative.
    """

    text: str
    exact: bool = False
    weight: float = 1.0
    origin: Origin = field(default="form", compare=False)


class FieldBoost(NamedTuple):
    """A text field to look in, and how much an occurrence there counts."""

    name: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Unit:
    """One query word with everything that may stand for it."""

    surface: str
    alternatives: tuple[Alternative, ...]
    fields: tuple[FieldBoost, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Units in this order; ``slop`` is how many further positions the whole may take (0: adjacent).

    With ``slop`` over 0 the order is free, as in ``"a b"~5``.
    ``offsets`` are the units' positions relative to the first, so that a gap in the query is a gap in the text.
    """

    units: tuple[Unit, ...]
    offsets: tuple[int, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Any:
    """Ranked OR."""

    children: tuple[Node, ...]
    coordination: float = 0.0
    extras: tuple[Unit | Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """AND."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What ``wanted`` matches and ``unwanted`` does not."""

    wanted: Node
    unwanted: Node


@dataclass(frozen=True, slots=True)
class Keyword:
    """Documents whose keyword ``field`` holds one of the folded ``values``."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """Documents published in the half-open range of epoch seconds [since, until); None is open."""

    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


Node = Unit | Phrase | Any | All | Without | Keyword | Published | Everything | Nothing


def total_weight(node: Node) -> float:
    """Return the sum of the weights of the units that ``node`` asks for."""
    match node:
        case Unit():
            return node.weight
        case Phrase():
            return sum(unit.weight for unit in node.units)
        case Any() | All():
            return sum(map(total_weight, node.children))
        case Without():
            return total_weight(node.wanted)
        case _:
            return 0.0


@dataclass(frozen=True, slots=True)
class Freshness:
    """A bounded preference for recent documents: ``score · (1 + most · 2^(-age / half_life))``.

    ``now`` and ``half_life`` are in seconds, age is never below zero, documents without a date get no preference.
    """

    now: int
    half_life: int
    most: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to execute: a tree per language, shared filters, an order, and how much of the answer is wanted.

    ``filters`` apply outside the trees and do not score.  ``facets`` names keyword fields, ``lang`` or ``month``.
    A facet is counted over the documents that match the trees and all filters except one on that facet's own field.
    ``offset`` and ``limit`` count groups: stories when ``group``, else documents.
    ``wordiness`` says by which of the constants in ``search.plan.scoring`` occurrences count.
    """

    roots: dict[Language, Node]
    filters: tuple[Keyword | Published, ...] = ()
    order: Order = "relevance"
    group: bool = True
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    facet_size: int = 20
    freshness: Freshness | None = None
    wordiness: Wordiness = "few"
    languages_shown: tuple[Language, ...] = field(default=("uk", "ru", "en"))

    def __hash__(self) -> int:
        return hash((frozenset(self.roots.items()), self.filters, self.order, self.offset, self.limit))
