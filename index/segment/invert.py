"""Inversion: tokens in the order of documents become postings in the order of terms."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from index.compiled import compiled
from index.segment.layout import Ints, Longs, Shorts, Words


class Postings(NamedTuple):
    """The postings of a field: ``docs`` and ``occurrences`` are [P], ``positions`` [their sum], ``indptr`` [T + 1]."""

    indptr: Longs
    docs: Shorts
    occurrences: Words
    positions: Ints


def invert(ranks: Ints, ends: Longs, positions: Ints, terms: int) -> Postings:
    """Return the postings of a field.

    Token i has the term ``ranks[i]`` (0 to ``terms`` - 1) at ``positions[i]``; document d has the tokens from
    ``ends[d - 1]`` to ``ends[d]``.  Positions of one term ascend within a document;
    the same one twice counts once.
    """
    return Postings(*_invert(ranks, ends, positions, terms))


def _invert_by_sort(ranks: Ints, ends: Longs, positions: Ints, terms: int) -> tuple[Longs, Shorts, Words, Ints]:
    order = np.argsort(ranks, kind="stable")
    docs = np.repeat(np.arange(len(ends), dtype=np.int32), np.diff(ends, prepend=0))[order]
    ranks, positions = ranks[order], positions[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    kept = first.copy()
    kept[1:] |= positions[1:] != positions[:-1]
    places = np.flatnonzero(first)
    occurrences = np.add.reduceat(kept, places, dtype=np.uint32) if len(places) else np.zeros(0, np.uint32)
    indptr = np.searchsorted(ranks[places], np.arange(terms + 1)).astype(np.int64)
    return indptr, docs[places].astype(np.uint16), occurrences, positions[kept]


@compiled("b1(i8[:,::1],i8,i8,i8)")
def _is_new(state: Longs, rank: int, document: int, position: int) -> bool:
    """Note the token in its term's state and say whether it is no repetition; columns as in ``_invert``."""
    fresh = state[rank, 0] != document
    new = bool(fresh or state[rank, 1] != position)
    state[rank, 0], state[rank, 1] = document, position
    state[rank, 2] += fresh
    state[rank, 3] += new
    return new


@compiled("Tuple((i8[::1],u2[::1],u4[::1],i4[::1]))(I4,I8,I4,i8)", twin=_invert_by_sort)
def _invert(ranks: Ints, ends: Longs, positions: Ints, terms: int) -> tuple[Longs, Shorts, Words, Ints]:
    """Scatter: count each term's postings and tokens, then put every token in its place.

    What is known of a term lies together, in one line of the processor's cache: its latest document and position, and
    its number of postings and of tokens, later where the next ones go.
    """
    state = np.zeros((terms, 4), np.int64)
    state[:, 0] = -1
    start = 0
    for document in range(len(ends)):
        for token in range(start, ends[document]):
            _is_new(state, ranks[token], document, positions[token])
        start = ends[document]
    indptr = np.zeros(terms + 1, np.int64)
    tokens = 0
    for rank in range(terms):
        indptr[rank + 1] = indptr[rank] + state[rank, 2]
        tokens += state[rank, 3]
        state[rank, 0], state[rank, 2], state[rank, 3] = -1, indptr[rank], tokens - state[rank, 3]
    docs = np.empty(indptr[terms], np.uint16)
    occurrences = np.zeros(indptr[terms], np.uint32)
    placed = np.empty(tokens, np.int32)
    start = 0
    for document in range(len(ends)):
        for token in range(start, ends[document]):
            rank = ranks[token]
            if _is_new(state, rank, document, positions[token]):
                posting = state[rank, 2] - 1
                docs[posting] = document
                occurrences[posting] += np.uint32(1)
                placed[state[rank, 3] - 1] = positions[token]
        start = ends[document]
    return indptr, docs, occurrences, placed
