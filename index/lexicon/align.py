"""IBM Model 1 on candidate cells: how probably a word of one language is a translation of one of the other.

Brown et al. 1993, The Mathematics of Statistical Machine Translation, in both directions; what counts in the end is the
geometric mean, which is high only where each is the other's usual translation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import numpy as np

from index.files.array_types import Floats, Longs
from index.lexicon.cells import STORIES, Cells

#: A pair that was met in fewer stories is chance.
_FEWEST: Final = 2
#: The least Dice coefficient of a pair that is aligned: 2 · n(pair) / (n(source) + n(target)), n in stories.
_LEAST_DICE: Final = 0.15
#: Pairs counted at a time, 8 bytes each; then those met in one story are forgotten (lossy counting, Manku & Motwani
#: 2002): of a pair in two stories so far apart that it is lost, there are others.
_MOST_PAIRS: Final = 4_000_000
#: A key is sorted with its count, which is never more than a million, in its lowest bits.
_COUNT_BITS: Final = 20
_ITERATIONS: Final = 5
#: The probability of the empty word: a word without a translation need not take one.
_EMPTY: Final = 0.05

Chunks = Callable[[], Iterable[Cells]]


class Frequencies(NamedTuple):
    """How often each lemma of a language occurs, and in how many stories, int64 [lemmas]."""

    occurrences: Longs
    stories: Longs


class Aligned(NamedTuple):
    """Pairs of lemmas, int64 [n], in how many stories they were met, and their probabilities, float64 [n]."""

    source: Longs
    target: Longs
    stories: Longs
    probability: Floats


def align(chunks: Chunks, sources: Frequencies, targets: Frequencies) -> Aligned:
    """Return the pairs of lemmas that are aligned at all; ``chunks`` gives the same cells each time it is called."""
    many = len(targets.stories)
    keys, stories = _likely(chunks(), sources.stories, targets.stories)
    source, target = keys // many, keys % many
    at_source, at_target, pair = _cells_of(chunks(), keys, many)
    forward = _estimate(at_source, pair, targets.occurrences[target])
    backward = _estimate(at_target, pair, sources.occurrences[source])
    return Aligned(source, target, stories, np.sqrt(forward * backward))


def _likely(chunks: Iterable[Cells], sources: Longs, targets: Longs) -> tuple[Longs, Longs]:
    """Return the pairs that are met often for what their words are, and in how many stories.

    A pair is a key: source · targets + target.
    """
    found = np.zeros(0, np.int64)
    waiting: list[Longs] = []
    for chunk in chunks:
        distinct = np.sort((chunk.source * len(targets) + chunk.target) * STORIES + chunk.story)
        distinct = distinct[np.concatenate(([True], distinct[1:] != distinct[:-1]))]
        waiting.append((distinct // STORIES << _COUNT_BITS) + 1)
        if sum(map(len, waiting)) > _MOST_PAIRS:
            found, waiting = _counted([found, *waiting], _FEWEST), []
    found = _counted([found, *waiting], _FEWEST)
    keys, counts = found >> _COUNT_BITS, found & ((1 << _COUNT_BITS) - 1)
    dice = 2 * counts / (sources[keys // len(targets)] + targets[keys % len(targets)])
    likely = dice >= _LEAST_DICE
    return keys[likely], counts[likely]


def _counted(parts: list[Longs], fewest: int) -> Longs:
    """Return the distinct keys of ``parts``, ascending, each with its counts added up in its lowest bits."""
    every = np.sort(np.concatenate(parts))
    keys = every >> _COUNT_BITS
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))[: len(every)]
    counts = np.add.reduceat(every & ((1 << _COUNT_BITS) - 1), starts) if len(every) else every
    return ((keys[starts] << _COUNT_BITS) + counts)[counts >= fewest]


def _cells_of(chunks: Iterable[Cells], keys: Longs, targets: int) -> tuple[Longs, Longs, Longs]:
    """Return (source occurrence, target occurrence, index of the pair in ``keys``) of the cells of these pairs."""
    found = [np.zeros((3, 0), np.int64)]
    for chunk in chunks:
        wanted = chunk.source * targets + chunk.target
        index = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
        wanted_cells = np.flatnonzero(keys[index] == wanted) if len(keys) else np.zeros(0, np.int64)
        found.append(np.stack([chunk.at_source[wanted_cells], chunk.at_target[wanted_cells], index[wanted_cells]]))
    at_source, at_target, pair = np.concatenate(found, axis=1)
    return at_source, at_target, pair


def _estimate(occurrence: Longs, pair: Longs, given: Longs) -> Floats:
    """Return for each pair the probability of one word given the other, which occurs ``given`` times, float64 [n]."""
    probability = np.ones(len(given))
    for _ in range(_ITERATIONS):
        weight = probability[pair]
        whole = np.bincount(occurrence, weight) if len(pair) else weight
        expected = np.bincount(pair, weight / (whole[occurrence] + _EMPTY), len(given))
        probability = np.minimum(1.0, expected / given)
    return probability
