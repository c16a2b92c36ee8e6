"""Comparing signatures block by block: each row with those of the days around it, in bounded memory."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.articles.article import LANGUAGES
from index.files.array_types import Longs
from index.stories.copies import copies
from index.stories.forest import Forest
from index.stories.signature import WINDOW_DAYS, Rows
from index.stories.versions import versions

#: Rows compared at a time with what was before them, and how many rows that is at most.
_BLOCK: Final = 2_048
_REACH: Final = 8_192


def match(rows: Rows, order: NDArray[np.intp], first_new: int, forest: Forest) -> None:
    """Unite the rows that tell one story in ``forest``, whose rows are indices of ``order``.

    ``order`` are numbers of ``rows``, which may be a mapping: from ``first_new`` new rows by day, before them others.
    """
    days = rows["day"][order].astype(np.int64)
    for start in range(first_new, len(order), _BLOCK):
        end = min(start + _BLOCK, len(order))
        before = np.arange(max(0, start - _REACH), start)
        near = (days[before] >= days[start] - WINDOW_DAYS) & (days[before] <= days[end - 1] + WINDOW_DAYS)
        numbers = np.concatenate([before[near], np.arange(start, end)])
        _match_block(rows[order[numbers]], numbers, int(near.sum()), forest)


def _match_block(block: Rows, numbers: Longs, first_new: int, forest: Forest) -> None:
    """Unite copies first; of those of one text, only the first is compared with other languages."""
    forest.unite_copies((int(numbers[one]), int(numbers[two])) for one, two in copies(block, first_new))
    roots = np.fromiter(map(forest.root, numbers.tolist()), np.int64, len(numbers))
    _, first = np.unique(roots * len(LANGUAGES) + block["lang"], return_index=True)
    chosen = np.sort(first)
    found = versions(block[chosen], int(np.searchsorted(chosen, first_new)))
    forest.unite_versions(
        pair._replace(earlier=int(numbers[chosen[pair.earlier]]), later=int(numbers[chosen[pair.later]]))
        for pair in found
    )
