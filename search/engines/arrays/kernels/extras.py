"""Bounds of what extras add: words that score and select nothing (``EXTRA_UNIT``), where they are heavy.

One bound for all documents would be what such a word adds at most; with some of them, that is as much as the best
documents are ahead of the others, and all would have to be scored.
"""

from __future__ import annotations

import numpy as np

from index.compiled import helper
from search.engines.arrays.kernels.layout import (
    BOOST,
    BOUNDS,
    CHOSEN,
    CODE,
    COUNTS,
    DOCS,
    EXTRA_UNIT,
    FACTORS,
    FIRST,
    INSTRUCTION,
    KEYS,
    LAST,
    LISTS,
    NORMS,
    OPERAND,
    OPERAND2,
    WEIGHT,
    WEIGHTS,
)
from search.engines.arrays.kernels.memory import (
    float32_at,
    float32s,
    float64_rows,
    int32s,
    int64_rows,
    int64_tables,
    uint8_at,
    uint16_at,
)
from search.engines.arrays.kernels.tables import MARGIN


@helper
def add_extras(work, segment, k1, held):
    """Add to the keys of what is chosen what the words that are read may add; ``bounds`` are zero, and stay so."""
    if not _are_read(work):
        return
    chosen, keys, bounds = int32s(work, CHOSEN), float32s(work, KEYS), float32s(work, BOUNDS)
    _read(work, segment, k1)
    for i in range(held):
        keys[i] += bounds[np.int64(chosen[i])] * np.float32(MARGIN)
    _clear(work, segment)


@helper
def _is_read(work, step):
    return int64_rows(work, CODE)[step, INSTRUCTION] == EXTRA_UNIT and float64_rows(work, WEIGHTS)[step, 1] > 0.0


@helper
def _are_read(work):
    found = False
    for step in range(len(int64_rows(work, CODE))):
        found = found or _is_read(work, step)
    return found


@helper
def _read(work, segment, k1):
    """Add to each document's bound what the lists of the words would add alone."""
    lists, factors, bounds = int64_tables(work, LISTS), float64_rows(work, FACTORS), float32s(work, BOUNDS)
    saturation = np.float32(k1)
    for step in range(len(int64_rows(work, CODE))):
        if _is_read(work, step):
            weight = np.float32(float64_rows(work, WEIGHTS)[step, 0] * (k1 + 1.0))
            for at in range(int64_rows(work, CODE)[step, OPERAND], int64_rows(work, CODE)[step, OPERAND2]):
                docs, counts, norms = lists[at, segment, DOCS], lists[at, segment, COUNTS], lists[at, segment, NORMS]
                scale = np.float32(factors[at, WEIGHT] * factors[at, BOOST])
                for posting in range(lists[at, segment, FIRST], lists[at, segment, LAST]):
                    document = uint16_at(docs, posting)
                    frequency = scale * np.float32(uint8_at(counts, posting)) * float32_at(norms, document)
                    bounds[document] += weight * frequency / (frequency + saturation)


@helper
def _clear(work, segment):
    lists, bounds = int64_tables(work, LISTS), float32s(work, BOUNDS)
    for step in range(len(int64_rows(work, CODE))):
        if _is_read(work, step):
            for at in range(int64_rows(work, CODE)[step, OPERAND], int64_rows(work, CODE)[step, OPERAND2]):
                docs = lists[at, segment, DOCS]
                for posting in range(lists[at, segment, FIRST], lists[at, segment, LAST]):
                    bounds[uint16_at(docs, posting)] = 0.0
