"""The kernels of a merge: counting what lives, and putting it in its place."""

from __future__ import annotations

from typing import Any

import numpy as np

from index.compiled import compiled
from index.segment.layout import Bytes, Ints, Longs, Shorts, Unsigned, Words
from index.segment.union import ragged

#: Most fields have no count beyond a byte.
_COUNTS, _POSITIONS = ("U1", "U4"), ("U2", "U4")


def _measure_by_sums(indptr: Longs, docs: Shorts, counts: Bytes | Words, numbers: Ints) -> tuple[Longs, Longs]:
    live = numbers[docs] >= 0
    postings, tokens = (np.concatenate(([0], np.cumsum(each, dtype=np.int64))) for each in (live, counts * live))
    return np.diff(postings[indptr]), np.diff(tokens[indptr])


@compiled(*(f"Tuple((i8[::1],i8[::1]))(I8,U2,{count},I4)" for count in _COUNTS), twin=_measure_by_sums)
def measure(indptr: Longs, docs: Shorts, counts: Bytes | Words, numbers: Ints) -> tuple[Longs, Longs]:
    """Return how many postings and occurrences of each term are in living documents (``numbers`` not below 0)."""
    postings, tokens = np.zeros(len(indptr) - 1, np.int64), np.zeros(len(indptr) - 1, np.int64)
    for term in range(len(indptr) - 1):
        for posting in range(indptr[term], indptr[term + 1]):
            if numbers[docs[posting]] >= 0:
                postings[term] += 1
                tokens[term] += counts[posting]
    return postings, tokens


def _place_by_index(*arguments: Any) -> None:
    indptr, targets, docs, counts, positions, numbers, *outputs = arguments
    next_posting, next_token, out_docs, out_counts, out_positions = outputs
    target = np.repeat(targets, np.diff(indptr))
    starts = np.cumsum(counts, dtype=np.int64) - counts
    live = np.flatnonzero(numbers[docs] >= 0)
    target, starts, counts = target[live], starts[live], counts[live].astype(np.int64)
    before = np.concatenate(([0], np.cumsum(counts)))
    first = np.searchsorted(target, target)
    places = next_posting[target] + np.arange(len(target)) - first
    token_places = next_token[target] + before[:-1] - before[first]
    out_docs[places], out_counts[places] = numbers[docs[live]], counts
    out_positions[ragged(token_places, counts)] = positions[ragged(starts, counts)]
    np.add.at(next_posting, target, 1)
    np.add.at(next_token, target, counts)


@compiled(
    *(
        f"void(I8,I4,U2,{count},{position},I4,i8[::1],i8[::1],u2[::1],u4[::1],i4[::1])"
        for count in _COUNTS
        for position in _POSITIONS
    ),
    twin=_place_by_index,
)
def place(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    indptr: Longs,
    targets: Ints,
    docs: Shorts,
    counts: Bytes | Words,
    positions: Unsigned,
    numbers: Ints,
    next_posting: Longs,
    next_token: Longs,
    out_docs: Shorts,
    out_counts: Words,
    out_positions: Ints,
) -> None:
    """Put the living postings of one source behind those of the sources before it."""
    token = np.int64(0)
    for term in range(len(targets)):
        target = targets[term]
        place, token_place = next_posting[target], next_token[target]
        for posting in range(indptr[term], indptr[term + 1]):
            count = int(counts[posting])
            number = numbers[docs[posting]]
            if number >= 0:
                out_docs[place] = number
                out_counts[place] = count
                place += 1
                for i in range(count):
                    out_positions[token_place + i] = positions[token + i]
                token_place += count
            token += count
        next_posting[target], next_token[target] = place, token_place
