"""Posting lists: looking a document up, and the weighted term frequency of a unit in it."""

from __future__ import annotations

import numpy as np

from index.compiled import helper, inlined
from search.engines.arrays.kernels.layout import (
    BASE,
    BOOST,
    COUNTS,
    DOCS,
    FACTORS,
    FIELD,
    FIRST,
    LAST,
    LENGTHS,
    LISTS,
    NOWS,
    SLOPE,
    SUMMED,
    WEIGHT,
)
from search.engines.arrays.kernels.memory import float64_rows, int32_at, int64_tables, int64s, uint8_at, uint16_at


@helper
def advance(docs, posting, last, target):
    """Return the first posting from ``posting`` on whose document is ``target`` or later: galloping, then halving."""
    if posting >= last or uint16_at(docs, posting) >= target:
        return posting
    step = 1
    low = posting
    while low + step < last and uint16_at(docs, low + step) < target:
        low += step
        step *= 2
    return _halve(docs, low + 1, min(low + step, last), target)


@helper
def _halve(docs, low, high, target):
    """Return the first posting from ``low`` to below ``high`` whose document is ``target`` or later, else ``high``.

    What is added is masked, not chosen: nothing could predict which half it is.
    """
    size = high - low
    while size > 1:
        half = size >> 1
        low += half & -np.int64(uint16_at(docs, low + half - 1) < target)
        size -= half
    return low + np.int64(size == 1 and uint16_at(docs, low) < target)


@helper
def rewind(work, segment):
    """Put every list's cursor at its first posting in the segment; return how many postings there are."""
    postings = 0
    for at in range(len(int64_tables(work, LISTS))):
        first = int64_tables(work, LISTS)[at, segment, FIRST]
        int64s(work, NOWS)[at] = first
        int64s(work, SUMMED)[at] = -1
        postings += int64_tables(work, LISTS)[at, segment, LAST] - first
    return postings


@helper
def postings_in(work, segment, first, last):
    """Return how many postings these lists have in the segment."""
    postings = 0
    for at in range(first, last):
        postings += int64_tables(work, LISTS)[at, segment, LAST] - int64_tables(work, LISTS)[at, segment, FIRST]
    return postings


@helper
def find(work, segment, at, document):
    """Return the posting of the document in list ``at``, or -1."""
    docs, last, now = (
        int64_tables(work, LISTS)[at, segment, DOCS],
        int64_tables(work, LISTS)[at, segment, LAST],
        int64s(work, NOWS)[at],
    )
    first = int64_tables(work, LISTS)[at, segment, FIRST]
    if now < last and uint16_at(docs, now) == document:
        return now
    before = now > first and uint16_at(docs, now - 1) >= document
    posting = _halve(docs, first if before else now, now if before else last, document)
    int64s(work, NOWS)[at] = posting
    return posting if posting < last and uint16_at(docs, posting) == document else -1


@inlined
def count(counts, posting):
    """Return how often the term occurs in the posting, at most 255."""
    return uint8_at(counts, posting) if counts else 1


@helper
def field_end(lists, segment, first, last):
    """Return the end of the lists that are of the same field as list ``first``."""
    end = first + 1
    while end < last and lists[end, segment, FIELD] == lists[first, segment, FIELD]:
        end += 1
    return end


@helper
def frequency(work, segment, first, last, document):
    """Return a unit's weighted term frequency in a document, by ``search.plan.plan``; -1 when it is not there."""
    tf = 0.0
    present = False
    while first < last:
        end = field_end(int64_tables(work, LISTS), segment, first, last)
        best = 0.0
        for at in range(first, end):
            posting = find(work, segment, at, document)
            if posting >= 0:
                present = True
                best = max(
                    best,
                    float64_rows(work, FACTORS)[at, WEIGHT]
                    * count(int64_tables(work, LISTS)[at, segment, COUNTS], posting),
                )
        if best > 0.0:
            tf += float64_rows(work, FACTORS)[first, BOOST] * best / _normalisation(work, segment, first, document)
        first = end
    return tf if present else -1.0


@inlined
def _normalisation(work, segment, at, document):
    """Return BM25F's divisor of the term frequency."""
    lengths = int64_tables(work, LISTS)[at, segment, LENGTHS]
    if lengths == 0:
        return 1.0
    return float64_rows(work, FACTORS)[at, BASE] + float64_rows(work, FACTORS)[at, SLOPE] * int32_at(lengths, document)


@helper
def unit_score(work, segment, first, last, weight, k1, document):
    """Return the score of a unit in a document, -1 when it is not there."""
    tf = frequency(work, segment, first, last, document)
    return weight * tf * (k1 + 1.0) / (tf + k1) if tf >= 0.0 else -1.0
