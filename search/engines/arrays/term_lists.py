"""The posting lists of terms, as a program of the kernels takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from search.plan.plan import (
    FieldBoost,
)
from search.plan.scoring import Wordiness


class Places(NamedTuple):
    """Where a term's postings lie in a field: for each segment a row of ``search.engines.arrays.kernels.layout``'s
    lists, as bytes.

    ``factors``: its row of factors.  ``most`` is a bound of how often it occurs in a document's field; ``kept`` is what
    has to live as long as the rows.
    """

    rows: bytes
    factors: tuple[float, float, float, float]
    postings: int
    most: int
    kept: tuple[object, ...] = ()


class Listed(NamedTuple):
    """The lists of a unit, ordered by field: their rows and factors, one after the other, and how many lists they are.

    ``postings`` and ``most`` are those of all lists together.
    """

    rows: tuple[bytes, ...]
    factors: tuple[float, ...]
    postings: int
    most: int
    kept: tuple[object, ...] = ()


class Terms(Protocol):
    """What there is to know of a language's terms; lengths count as in a query of this ``wordiness``."""

    def places(
        self, fields: tuple[FieldBoost, ...], term: str, exact: bool, wordiness: Wordiness
    ) -> tuple[Places, ...]:
        """Return where the postings of a lemma, or of a form (``exact``), lie in each of the text fields."""

    def listed(self, fields: tuple[FieldBoost, ...], term: str, exact: bool, wordiness: Wordiness) -> Listed:
        """Return the same as the lists of a unit for which only this term stands, with weight 1."""

    def values(self, field: str, values: tuple[str, ...]) -> Listed:
        """Return the lists of the values of a keyword field."""


def listed(places: Iterable[Places]) -> Listed:
    """Return the lists that have postings."""
    rows, factors, kept = list[bytes](), list[float](), list[object]()
    postings = most = 0
    for row, factor, count, bound, keep in places:
        if count:
            rows.append(row)
            factors += factor
            postings += count
            most += bound
            kept += keep
    return Listed(tuple(rows), tuple(factors), postings, most, tuple(kept))
