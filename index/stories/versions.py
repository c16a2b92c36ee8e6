"""Versions of a story in different languages: articles whose rare features are the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.articles.article import LANGUAGES
from index.files.array_types import Floats, Longs
from index.stories.pairs import sharing
from index.stories.signature import Rows, near

#: A feature of more rows than this says nothing: it neither makes a pair nor counts.
_MOST_ROWS: Final = 60
#: Rows added to those there are when a feature's rarity is judged, so that it means something in a small archive.
_PRIOR_ROWS: Final = 1_000
#: Fewer features (a caption, a stub) are no evidence.
FEWEST_FEATURES: Final = 12
#: The least score of a pair.  Measured in docs/decisions/0150.
LEAST_SCORE: Final = 0.14
#: How much of the score of its next best candidate in that language a pair loses: what two articles have in common with
#: every other one on the topic does not make them one story.
_RIVAL: Final = 0.5


class Pair(NamedTuple):
    """Two rows of a table by their numbers, and how much speaks for one story; at most 1."""

    score: float
    earlier: int
    later: int


def versions(rows: Rows, first_new: int) -> list[Pair]:
    """Return the pairs of different languages that score at least LEAST_SCORE, the best first.

    The later row of a pair is ``first_new`` or after it.  The cosine of the rows' features, a feature weighing the
    fourth power of its inverse frequency, less half of what the best rival of either has.
    """
    earlier, later, cosines = _cosines(rows, first_new)
    scores = np.minimum(
        _against_rivals(earlier, rows["lang"][later], cosines), _against_rivals(later, rows["lang"][earlier], cosines)
    )
    chosen = np.flatnonzero(scores >= LEAST_SCORE)
    order = chosen[np.lexsort((later[chosen], earlier[chosen], -scores[chosen].round(9)))]
    columns = scores[order].tolist(), earlier[order].tolist(), later[order].tolist()
    return [Pair(*pair) for pair in zip(*columns, strict=True)]


def _cosines(rows: Rows, first_new: int) -> tuple[Longs, Longs, Floats]:
    """Return (earlier row, later row, cosine) of the pairs that share a rare feature, in the order of rows."""
    values, owners, weights = _weighed(rows)
    norms = np.sqrt(np.bincount(owners, weights, len(rows)))
    recent = np.isin(values, values[owners >= first_new])
    values, owners, weights = values[recent], owners[recent], weights[recent]
    earlier, later, order = sharing(values, owners, first_new, _MOST_ROWS)
    keys, pair = np.unique(earlier * len(rows) + later, return_inverse=True)
    sums = np.bincount(pair, weights[order], len(keys))
    earlier, later = keys // max(1, len(rows)), keys % max(1, len(rows))
    across = (rows["lang"][earlier] != rows["lang"][later]) & near(rows, earlier, later)
    earlier, later = earlier[across], later[across]
    return earlier, later, sums[across] / (norms[earlier] * norms[later])


def _weighed(rows: Rows) -> tuple[NDArray[np.uint32], Longs, Floats]:
    """Return (feature, row, weight) by feature, then row; features of many rows and rows of few features left out."""
    enough = np.count_nonzero(rows["features"], axis=1) >= FEWEST_FEATURES
    flat = np.where(enough[:, None], rows["features"], 0).ravel()
    order = np.argsort(flat, kind="stable")
    order = order[np.count_nonzero(flat == 0) :]
    values = flat[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if values.size else order
    counts = np.diff(np.append(starts, len(values)))
    frequency = np.repeat(counts, counts)
    rare = frequency <= _MOST_ROWS
    idf = np.log((len(rows) + _PRIOR_ROWS) / (frequency[rare] + 1))
    return values[rare], order[rare] // rows["features"].shape[1], idf**4


def _against_rivals(own: Longs, langs: NDArray[np.uint8], cosines: Floats) -> Floats:
    """Return the cosines less those of the best other candidate that ``own`` has in the same language."""
    scores = cosines.copy()
    keys = own * len(LANGUAGES) + langs
    order = np.lexsort((-cosines, keys))
    for first, last in _runs(keys[order]):
        run = order[first:last]
        if len(run) > 1:
            scores[run] -= _RIVAL * cosines[run[0]]
            scores[run[0]] = cosines[run[0]] - _RIVAL * cosines[run[1]]
    return scores


def _runs(keys: Longs) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of equal neighbours."""
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True]))) if keys.size else keys
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
