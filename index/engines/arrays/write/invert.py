"""Inversion: tokens in the order of documents become postings in the order of terms."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from index.compiled import compiled
from index.files.array_types import Ints, Longs, Shorts, Words


class Postings(NamedTuple):
    """The postings of a field, [P], and the occurrences in them, one array after the other.

    ``indptr`` [T + 1], ``docs`` [P], ``occurrences`` [P]; for each occurrence its position and its form.
    """

    indptr: Longs
    docs: Shorts
    occurrences: Words
    positions: Ints
    forms: Ints


def invert(ranks: Ints, ends: Longs, positions: Ints, forms: Ints, terms: int) -> Postings:
    """Return the postings of a field.

    Token i has the term ``ranks[i]`` (0 to ``terms`` - 1) at ``positions[i]``; document d has the tokens from
    ``ends[d - 1]`` to ``ends[d]``.  A term's positions ascend within a document.  ``forms`` is carried along.
    """
    return Postings(*_invert(ranks, ends, positions, forms, terms))


@compiled("Tuple((i8[::1],u2[::1],u4[::1],i4[::1],i4[::1]))(I4,I8,I4,I4,i8)")
def _invert(
    ranks: Ints, ends: Longs, positions: Ints, forms: Ints, terms: int
) -> tuple[Longs, Shorts, Words, Ints, Ints]:
    """Scatter: count each term's postings and tokens, then write every token where it belongs.

    What is known of a term lies together, in one line of the processor's cache: its latest document, and its number of
    postings and of tokens, later where the next ones go.
    """
    state = np.zeros((terms, 4), np.int64)
    state[:, 0] = -1
    start = 0
    for document in range(len(ends)):
        for token in range(start, ends[document]):
            rank = ranks[token]
            state[rank, 1] += state[rank, 0] != document
            state[rank, 0] = document
            state[rank, 2] += 1
        start = ends[document]
    indptr = np.zeros(terms + 1, np.int64)
    tokens = 0
    for rank in range(terms):
        indptr[rank + 1] = indptr[rank] + state[rank, 1]
        tokens += state[rank, 2]
        state[rank, 0], state[rank, 1], state[rank, 2] = -1, indptr[rank] - 1, tokens - state[rank, 2]
    docs = np.empty(indptr[terms], np.uint16)
    occurrences = np.zeros(indptr[terms], np.uint32)
    out_positions, out_forms = np.empty(tokens, np.int32), np.empty(tokens, np.int32)
    start = 0
    for document in range(len(ends)):
        for token in range(start, ends[document]):
            rank = ranks[token]
            if state[rank, 0] != document:
                state[rank, 0] = document
                state[rank, 1] += 1
                docs[state[rank, 1]] = document
            occurrences[state[rank, 1]] += np.uint32(1)
            out = state[rank, 2]
            out_positions[out], out_forms[out] = positions[token], forms[token]
            state[rank, 2] = out + 1
        start = ends[document]
    return indptr, docs, occurrences, out_positions, out_forms


@compiled("u4[::1](I4,I8,i8)")
def document_frequency(terms: Ints, ends: Longs, size: int) -> Words:
    """Return in how many documents each of the terms below ``size`` occurs; ``size`` itself is none."""
    frequency = np.zeros(size + 1, np.uint32)
    latest = np.full(size + 1, -1, np.int32)
    start = 0
    for document in range(len(ends)):
        for token in range(start, ends[document]):
            term = terms[token]
            if latest[term] != document:
                latest[term] = document
                frequency[term] += np.uint32(1)
        start = ends[document]
    return frequency[:size].copy()
