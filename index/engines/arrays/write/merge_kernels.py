"""The kernels of a merge: counting what lives, and copying it."""

from __future__ import annotations

import numpy as np

from index.compiled import compiled
from index.files.array_types import Ints, Longs, Shorts, Unsigned, Words


@compiled("Tuple((i8[::1],i8[::1],u4[::1]))(I8,U2,U4,I4,I8,I4,U4,i8)")
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


@compiled(
    *(
        f"void(I8,I4,U2,U4,{positions},I8,I4,U4,I4,i8[::1],i8[::1],u2[::1],u4[::1],i4[::1],i4[::1])"
        for positions in ("U2", "U4")
    ),
)
def copy_living(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
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
        out, out_token = next_posting[target], next_token[target]
        first = form_indptr[term]
        several = int(form_indptr[term + 1] - first > 1)
        for posting in range(indptr[term], indptr[term + 1]):
            count = int(occurrences[posting])
            number = numbers[docs[posting]]
            if number >= 0:
                out_docs[out] = number
                out_occurrences[out] = count
                out += 1
                for i in range(count):
                    out_positions[out_token + i] = positions[token + i]
                    code = int(codes[coded + i]) if several else 0
                    out_forms[out_token + i] = entries[first + code]
                out_token += count
            token += count
            coded += count * several
        next_posting[target], next_token[target] = out, out_token
