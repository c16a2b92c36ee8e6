"""What an in-process engine knows of every document of a snapshot, as arrays.

A document is a row: 0 … n - 1 over all segments of all languages.  Rows say nothing about order or age.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KeywordColumn:
    """A keyword field: the rows that hold ``values[i]`` are ``rows[starts[i]:starts[i + 1]]``, ascending.

    ``values`` are folded and sorted; ``labels[i]`` is how most documents spell ``values[i]``.
    """

    values: tuple[str, ...]
    labels: tuple[str, ...]
    starts: Rows
    rows: Rows

    def holding(self, wanted: Iterable[str], size: int) -> Mask:
        """Return the mask over ``size`` rows of those that hold any of the ``wanted`` folded values."""
        mask = np.zeros(size, dtype=bool)
        for value in set(wanted):
            at = bisect_left(self.values, value)
            if self.values[at : at + 1] == (value,):
                mask[self.rows[self.starts[at] : self.starts[at + 1]]] = True
        return mask

    def counts(self, members: Mask) -> Rows:
        """Return for each value how many of the ``members`` hold it."""
        if not self.values:
            return np.zeros(0, dtype=np.int64)
        return np.add.reduceat(members[self.rows].astype(np.int64), self.starts[:-1])


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry per row: ``lang`` (place in LANGUAGES), ``published`` (epoch seconds or NO_DATE), ``story`` (equal for
    documents of one story), ``id_rank`` (place of the id among all ids, sorted); and the keyword fields.
    """

    lang: NDArray[np.int8]
    published: Rows
    story: Rows
    id_rank: Rows
    keywords: Mapping[str, KeywordColumn]

    def __len__(self) -> int:
        return len(self.lang)


def keyword_column(rows: Iterable[Iterable[str]], fold: Callable[[str], str]) -> KeywordColumn:
    """Build the column from what each row shows, in the order of rows."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row, labels in enumerate(rows):
        for value, label in {fold(label): label for label in labels}.items():
            holders[value].append(row)
            spellings[value][label] += 1
    values = tuple(sorted(holders))
    sizes = [len(holders[value]) for value in values]
    return KeywordColumn(
        values,
        tuple(_commonest(spellings[value]) for value in values),
        np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64),
        np.array([row for value in values for row in holders[value]], dtype=np.int64),
    )


def codes(values: Iterable[str]) -> Rows:
    """Return a number for each value, equal for equal values."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)


def ranks(values: Sequence[str]) -> Rows:
    """Return the place of each value among all of them, sorted by code point."""
    places = np.empty(len(values), dtype=np.int64)
    places[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return places


def _commonest(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda label: (-spellings[label], label))
