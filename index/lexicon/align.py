"""IBM Model 1 on candidate cells: how probably a word of one language is a translation of one of the other.

Brown et al. 1993, The Mathematics of Statistical Machine Translation, in both directions; what counts in the end is the
geometric mean, which is high only where each is the other's usual translation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.lexicon.cells import STORIES, Cells, Ints

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

Floats = NDArray[np.float64]
Chunks = Callable[[], Iterable[Cells]]


class Frequencies(NamedTuple):
    """How often each lemma of a language occurs, and in how many stories, int64 [lemmas]."""

    occurrences: Ints
    stories: Ints


class Aligned(NamedTuple):
    """Pairs of lemmas, int64 [n], in how many stories they were met, and their probabilities, float64 [n]."""

    source: Ints
    target: Ints
    stories: Ints
    probability: Floats


def align(chunks: Chunks, sources: Frequencies, targets: Frequencies) -> Aligned:
    """Return the pairs of lemmas that are aligned at all; ``chunks`` gives the same cells each time it is called."""
    many = len(targets.stories)
    keys, stories = _likely(chunks(), sources.stories, targets.stories)
    source, target = keys // many, keys % many
    at_source, at_target, pair = _kept(chunks(), keys, many)
    forward = _estimate(at_source, pair, targets.occurrences[target])
    backward = _estimate(at_target, pair, sources.occurrences[source])
    return Aligned(source, target, stories, np.sqrt(forward * backward))


def _likely(chunks: Iterable[Cells], sources: Ints, targets: Ints) -> tuple[Ints, Ints]:
    """Return the pairs that are met often for what their words are, and in how many stories.

    A pair is a key: source · targets + target.
    """
    found = np.zeros(0, np.int64)
    waiting: list[Ints] = []
    for chunk in chunks:
        told = np.sort((chunk.source * len(targets) + chunk.target) * STORIES + chunk.story)
        told = told[np.concatenate(([True], told[1:] != told[:-1]))]
        waiting.append((told // STORIES << _COUNT_BITS) + 1)
        if sum(map(len, waiting)) > _MOST_PAIRS:
            found, waiting = _counted([found, *waiting], _FEWEST), []
    found = _counted([found, *waiting], _FEWEST)
    keys, counts = found >> _COUNT_BITS, found & ((1 << _COUNT_BITS) - 1)
    dice = 2 * counts / (sources[keys // len(targets)] + targets[keys % len(targets)])
    likely = dice >= _LEAST_DICE
    return keys[likely], counts[likely]


def _counted(parts: list[Ints], fewest: int) -> Ints:
    """Return the distinct keys of ``parts``, ascending, each with its counts added up in its lowest bits."""
    every = np.sort(np.concatenate(parts))
    keys = every >> _COUNT_BITS
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))[: len(every)]
    counts = np.add.reduceat(every & ((1 << _COUNT_BITS) - 1), starts) if len(every) else every
    return ((keys[starts] << _COUNT_BITS) + counts)[counts >= fewest]


def _kept(chunks: Iterable[Cells], keys: Ints, targets: int) -> tuple[Ints, Ints, Ints]:
    """Return (source occurrence, target occurrence, place of the pair in ``keys``) of the cells of these pairs."""
    found = [np.zeros((3, 0), np.int64)]
    for chunk in chunks:
        wanted = chunk.source * targets + chunk.target
        place = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
        kept = np.flatnonzero(keys[place] == wanted) if len(keys) else np.zeros(0, np.int64)
        found.append(np.stack([chunk.at_source[kept], chunk.at_target[kept], place[kept]]))
    at_source, at_target, pair = np.concatenate(found, axis=1)
    return at_source, at_target, pair


def _estimate(occurrence: Ints, pair: Ints, given: Ints) -> Floats:
    """Return for each pair the probability of one word given the other, which occurs ``given`` times, float64 [n]."""
    probability = np.ones(len(given))
    for _ in range(_ITERATIONS):
        weight = probability[pair]
        whole = np.bincount(occurrence, weight) if len(pair) else weight
        expected = np.bincount(pair, weight / (whole[occurrence] + _EMPTY), len(given))
        probability = np.minimum(1.0, expected / given)
    return probability
