"""The kernels of a merge: counting what lives, and putting it in its place."""

from __future__ import annotations

from typing import Any

import numpy as np

from index.compiled import compiled
from index.files.array_types import Ints, Longs, Shorts, Unsigned, Words
from index.files.union import ragged


def _measure_by_sums(
    indptr: Longs,
    docs: Shorts,
    occurrences: Words,
    numbers: Ints,
    form_indptr: Longs,
    entries: Ints,
    codes: Words,
    away: int,
) -> tuple[Longs, Longs, Words]:
    live = numbers[docs] >= 0
    postings, tokens = (np.concatenate(([0], np.cumsum(each, dtype=np.int64))) for each in (live, occurrences * live))
    posting = np.repeat(np.arange(len(docs)), occurrences)
    forms = _forms(indptr, occurrences, form_indptr, entries, codes)
    lemmas = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    wanted = live[posting] & (forms < away)
    distinct = np.unique(
        np.stack((lemmas[posting][wanted], docs[posting][wanted], forms[wanted])).astype(np.int64), axis=1
    )
    frequency = np.bincount(distinct[2], minlength=away).astype(np.uint32)
    return np.diff(postings[indptr]), np.diff(tokens[indptr]), frequency


def _forms(indptr: Longs, occurrences: Words, form_indptr: Longs, entries: Ints, codes: Words) -> Ints:
    """Return the form of each occurrence."""
    ends = np.concatenate(([0], np.cumsum(occurrences, dtype=np.int64)))[indptr]
    places = np.repeat(form_indptr[:-1], np.diff(ends))
    coded = np.repeat(np.diff(form_indptr) > 1, np.diff(ends))
    places[coded] += codes
    return entries[places]


@compiled("Tuple((i8[::1],i8[::1],u4[::1]))(I8,U2,U4,I4,I8,I4,U4,i8)", twin=_measure_by_sums)
def measure(  # a kernel takes its arrays one by one
    indptr: Longs,
    docs: Shorts,
    occurrences: Words,
    numbers: Ints,
    form_indptr: Longs,
    entries: Ints,
    codes: Words,
    away: int,
) -> tuple[Longs, Longs, Words]:
    """Return how many postings and occurrences of each lemma are in living documents (``numbers`` not below 0).

    And for each form below ``away`` the number of living documents, once for each of its homes.  Lemma t has the forms
    ``entries[form_indptr[t]:form_indptr[t + 1]]``; ``codes`` as in the layout.
    """
    postings, tokens = np.zeros(len(indptr) - 1, np.int64), np.zeros(len(indptr) - 1, np.int64)
    frequency, latest = np.zeros(away + 1, np.uint32), np.full(away + 1, -1, np.int64)
    coded = 0
    for term in range(len(indptr) - 1):
        first = form_indptr[term]
        several = int(form_indptr[term + 1] - first > 1)
        for posting in range(indptr[term], indptr[term + 1]):
            count = int(occurrences[posting])
            if numbers[docs[posting]] >= 0:
                postings[term] += 1
                tokens[term] += count
                for i in range(count if several else 1):
                    form = entries[first + (int(codes[coded + i]) if several else 0)]
                    if latest[form] != posting:
                        latest[form] = posting
                        frequency[form] += np.uint32(1)
            coded += count * several
    return postings, tokens, frequency[:away].copy()


def _place_by_index(*arguments: Any) -> None:
    indptr, targets, docs, occurrences, positions, form_indptr, entries, codes, numbers, *outputs = arguments
    next_posting, next_token, out_docs, out_occurrences, out_positions, out_forms = outputs
    forms = _forms(indptr, occurrences, form_indptr, entries, codes)
    target = np.repeat(targets, np.diff(indptr))
    starts = np.cumsum(occurrences, dtype=np.int64) - occurrences
    live = np.flatnonzero(numbers[docs] >= 0)
    target, starts, occurrences = target[live], starts[live], occurrences[live].astype(np.int64)
    before = np.concatenate(([0], np.cumsum(occurrences)))
    first = np.searchsorted(target, target)
    places = next_posting[target] + np.arange(len(target)) - first
    token_places = ragged(next_token[target] + before[:-1] - before[first], occurrences)
    out_docs[places], out_occurrences[places] = numbers[docs[live]], occurrences
    tokens = ragged(starts, occurrences)
    out_positions[token_places], out_forms[token_places] = positions[tokens], forms[tokens]
    np.add.at(next_posting, target, 1)
    np.add.at(next_token, target, occurrences)


@compiled(
    *(
        f"void(I8,I4,U2,U4,{positions},I8,I4,U4,I4,i8[::1],i8[::1],u2[::1],u4[::1],i4[::1],i4[::1])"
        for positions in ("U2", "U4")
    ),
    twin=_place_by_index,
)
def place(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    indptr: Longs,
    targets: Ints,
    docs: Shorts,
    occurrences: Words,
    positions: Unsigned,
    form_indptr: Longs,
    entries: Ints,
    codes: Words,
    numbers: Ints,
    next_posting: Longs,
    next_token: Longs,
    out_docs: Shorts,
    out_occurrences: Words,
    out_positions: Ints,
    out_forms: Ints,
) -> None:
    """Put the living postings of one source behind those of the sources before it."""
    token = 0
    coded = 0
    for term in range(len(targets)):
        target = targets[term]
        place, token_place = next_posting[target], next_token[target]
        first = form_indptr[term]
        several = int(form_indptr[term + 1] - first > 1)
        for posting in range(indptr[term], indptr[term + 1]):
            count = int(occurrences[posting])
            number = numbers[docs[posting]]
            if number >= 0:
                out_docs[place] = number
                out_occurrences[place] = count
                place += 1
                for i in range(count):
                    out_positions[token_place + i] = positions[token + i]
                    code = int(codes[coded + i]) if several else 0
                    out_forms[token_place + i] = entries[first + code]
                token_place += count
            token += count
            coded += count * several
        next_posting[target], next_token[target] = place, token_place
