"""Facet counts over what a search found: see ``search.engines.arrays.kernels.layout.Results``."""

from __future__ import annotations

from index.compiled import BYTES, INT, INTEGERS, INTS, NONE, kernel


@kernel(NONE(INTS, BYTES, INT, INTS, INTEGERS))
def count_codes(found, lacking, own, codes, counts):
    """Add to ``counts`` the code of each document that lacks at most ``own``; a code below 0 counts nowhere."""
    for i in range(len(found)):
        if lacking[i] & ~own == 0:
            code = codes[found[i]]
            if code >= 0:
                counts[code] += 1


@kernel(NONE(INTS, BYTES, INT, INTS, INTS, INTS, INTEGERS))
def count_values(found, lacking, own, indptr, codes, ordinals, counts):
    """Add to ``counts`` the values of each document that lacks at most ``own``, equal ones once.

    Document d has the values ``ordinals[codes[indptr[d]:indptr[d + 1]]]``; below 0 is none.
    """
    for i in range(len(found)):
        if lacking[i] & ~own == 0:
            begin, end = indptr[found[i]], indptr[found[i] + 1]
            for at in range(begin, end):
                ordinal = ordinals[codes[at]]
                new = ordinal >= 0
                for before in range(begin, at):
                    new = new and ordinals[codes[before]] != ordinal
                if new:
                    counts[ordinal] += 1
