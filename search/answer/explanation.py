"""Why a hit scores what it scores, as values: the parts of the score, which add up to it, and the factors in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.plan.plan import Origin


@dataclass(frozen=True, slots=True)
class Place:
    """A field that has a word of the query.

    ``count`` is how often it stands there, ``written`` the first few spellings, as the article has them, and ``origin``
    what they are to the word.
    """

    field: str
    count: int
    written: tuple[str, ...] = ()
    origin: Origin = "form"


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the plan that matches: ``query`` is what was typed, ``score`` what it adds, all factors in.

    ``near`` are words that score for standing close together, ``condition`` a filter within the query, which scores 0
    and whose ``query`` is its field and values.
    """

    kind: Literal["word", "phrase", "near", "condition"]
    query: str
    score: float
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Coordination:
    """What multiplies the scores of ``words`` parts of the query that stand side by side: only ``matched`` match."""

    value: float
    matched: int
    words: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Parts whose scores add up to ``score``; ``freshness`` is the factor for the date, 1.0 when it does not count.

    ``counted`` is false when the article is too long, or the time too short, to count its words: then there are none.
    """

    score: float
    parts: tuple[Part, ...] = ()
    coordinations: tuple[Coordination, ...] = ()
    freshness: float = 1.0
    counted: bool = True
