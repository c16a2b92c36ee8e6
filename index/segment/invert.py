"""Inversion: tokens in the order of documents become postings in the order of terms."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from index.compiled import compiled
from index.segment.layout import MOST_OCCURRENCES, Ints, Longs


class Postings(NamedTuple):
    """The postings of a field: ``docs`` and ``counts`` are [P], ``positions`` [sum of counts], ``indptr`` [T + 1]."""

    indptr: Longs
    docs: Ints
    counts: Ints
    positions: Ints


def invert(ranks: Ints, ends: Longs, positions: Ints, terms: int) -> Postings:
    """Return the postings of a field.

    Token i has the term ``ranks[i]`` (0 to ``terms`` - 1) at ``positions[i]``; document d has the tokens from
    ``ends[d - 1]`` to ``ends[d]``.  Positions of one term ascend within a document;
    the same one twice counts once.
    """
    postings = Postings(*_invert(ranks, ends, positions, terms))
    return postings if postings.counts.max(initial=0) <= MOST_OCCURRENCES else _capped(postings)


def _capped(postings: Postings) -> Postings:
    """Return the postings without the occurrences beyond the bound."""
    counts = np.minimum(postings.counts, MOST_OCCURRENCES)
    starts = np.cumsum(postings.counts, dtype=np.int64) - postings.counts
    kept = np.arange(len(postings.positions)) - np.repeat(starts, postings.counts) < MOST_OCCURRENCES
    return postings._replace(counts=counts, positions=postings.positions[kept])


def _invert_by_sort(ranks: Ints, ends: Longs, positions: Ints, terms: int) -> tuple[Longs, Ints, Ints, Ints]:
    order = np.argsort(ranks, kind="stable")
    docs = np.repeat(np.arange(len(ends), dtype=np.int32), np.diff(ends, prepend=0))[order]
    ranks, positions = ranks[order], positions[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    kept = first.copy()
    kept[1:] |= positions[1:] != positions[:-1]
    places = np.flatnonzero(first)
    counts = np.add.reduceat(kept, places, dtype=np.int32) if len(places) else np.zeros(0, np.int32)
    indptr = np.searchsorted(ranks[places], np.arange(terms + 1)).astype(np.int64)
    return indptr, docs[places], counts, positions[kept]


@compiled("Tuple((i8[::1],i4[::1],i4[::1],i4[::1]))(I4,I8,I4,i8)", twin=_invert_by_sort)
def _invert(ranks: Ints, ends: Longs, positions: Ints, terms: int) -> tuple[Longs, Ints, Ints, Ints]:
    """Scatter: count each term's postings and tokens, then put every token in its place.

    What is known of a term lies together, in one line of the processor's cache: its latest document and position, and
    its number of postings and of tokens, later where the next ones go.
    """
    state = np.zeros((terms, 4), np.int64)
    state[:, 0] = -1
    start = 0
    for document in range(len(ends)):
        for token in range(start, ends[document]):
            rank = ranks[token]
            fresh = state[rank, 0] != document
            if fresh or state[rank, 1] != positions[token]:
                state[rank, 0], state[rank, 1] = document, positions[token]
                state[rank, 2] += fresh
                state[rank, 3] += 1
        start = ends[document]
    indptr = np.zeros(terms + 1, np.int64)
    tokens = 0
    for rank in range(terms):
        indptr[rank + 1] = indptr[rank] + state[rank, 2]
        tokens += state[rank, 3]
        state[rank, 0], state[rank, 2], state[rank, 3] = -1, indptr[rank], tokens - state[rank, 3]
    docs = np.empty(indptr[terms], np.int32)
    counts = np.zeros(indptr[terms], np.int32)
    placed = np.empty(tokens, np.int32)
    start = 0
    for document in range(len(ends)):
        for token in range(start, ends[document]):
            rank = ranks[token]
            fresh = state[rank, 0] != document
            if fresh or state[rank, 1] != positions[token]:
                state[rank, 0], state[rank, 1] = document, positions[token]
                if fresh:
                    docs[state[rank, 2]] = document
                    state[rank, 2] += 1
                counts[state[rank, 2] - 1] += 1
                placed[state[rank, 3]] = positions[token]
                state[rank, 3] += 1
        start = ends[document]
    return indptr, docs, counts, placed
