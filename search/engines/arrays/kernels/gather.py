"""The first phase: marks of all documents of a segment that have a leaf, and bounds of their scores.

A bound adds up what each list would score by itself.  x / (x + k1) is subadditive and a maximum is at most a sum, so
that it is never below the score of a unit over its fields and alternatives; where one list has the document, it is it.
"""

from __future__ import annotations

import numpy as np

from index.compiled import helper
from search.engines.arrays.kernels.layout import (
    BEGIN_LIST,
    BIT,
    BOOST,
    BOUNDS,
    CANDIDATES,
    CHOSEN,
    CODE,
    COUNTS,
    DOCS,
    DOCUMENTS,
    END_LIST,
    FACTORS,
    FIELD,
    FIRST,
    INSTRUCTION,
    LAST,
    LISTS,
    MARKS,
    NORMS,
    OPERAND,
    OPERAND2,
    PAIRED,
    PHRASE,
    PHRASES,
    PUBLISHED,
    PUBLISHED_AT,
    SHARED_BIT,
    SLOT_WEIGHTS,
    SLOTS,
    STANDING,
    TF,
    UNIT,
    WEIGHT,
    WEIGHTS,
)
from search.engines.arrays.kernels.memory import (
    float32_at,
    float32s,
    float64_rows,
    float64s,
    int32s,
    int64_at,
    int64_rows,
    int64_tables,
    int64s,
    uint8_at,
    uint8s,
    uint16_at,
)
from search.engines.arrays.kernels.phrases import (
    FIRST_LIST,
    LAST_LIST,
    LOOKUP,
    adjacent,
    candidates,
    lists_in_field,
    pairs,
    phrase_score,
    stands_in,
)
from search.engines.arrays.kernels.postings import field_end, postings_in

#: More pairs of alternatives than this are looked at one document after the other.
MOST_PAIRS = 8


@helper
def gather(work, segments, segment, k1, scored):
    """Mark the documents that have a leaf, write them into ``chosen``, each once, and return how many there are.

    Bounds are of use when ``scored`` only.
    """
    code = int64_rows(work, CODE)
    held = 0
    for step in range(len(code)):
        first, second, bit = code[step, OPERAND], code[step, OPERAND2], np.uint8(code[step, BIT])
        if code[step, INSTRUCTION] == UNIT:
            weight = float64_rows(work, WEIGHTS)[step, 0]
            if scored and weight > 0.0:
                held = _add_unit(work, segment, first, second, bit, np.float32(weight * (k1 + 1.0)), k1, held)
            else:
                for at in range(first, second):
                    held = mark_list(work, segment, at, bit, held)
        elif code[step, INSTRUCTION] == PHRASE:
            held = _add_phrase(work, segment, first, bit, k1, scored, held)
        elif code[step, INSTRUCTION] == PUBLISHED:
            held = _mark_dates(work, segments, segment, first, second, bit, held)
    return held


@helper
def _add_unit(work, segment, first, last, bit, weight, k1, held):
    """The longest list comes first: it needs not look at what others have added."""
    main = first
    for at in range(first + 1, last):
        if postings_in(work, segment, at, at + 1) > postings_in(work, segment, main, main + 1):
            main = at
    if first < last:
        held = _add_list(work, segment, main, bit, weight, k1, held)
    for at in range(first, last):
        if at != main:
            held = _add_more(work, segment, at, bit, weight, k1, held)
    return held


@helper
def _add_list(work, segment, at, bit, weight, k1, held):
    lists, factors = int64_tables(work, LISTS), float64_rows(work, FACTORS)
    marks, bounds, chosen, tf = uint8s(work, MARKS), float32s(work, BOUNDS), int32s(work, CHOSEN), float32s(work, TF)
    docs, counts, norms = lists[at, segment, DOCS], lists[at, segment, COUNTS], lists[at, segment, NORMS]
    scale, saturation = np.float32(factors[at, WEIGHT] * factors[at, BOOST]), np.float32(k1)
    for posting in range(lists[at, segment, FIRST], lists[at, segment, LAST]):
        document = uint16_at(docs, posting)
        frequency = scale * np.float32(uint8_at(counts, posting)) * float32_at(norms, document)
        before = marks[document]
        chosen[held] = document
        held += 1 if before == 0 else 0
        marks[document] = before | bit
        tf[document] = frequency
        bounds[document] += weight * frequency / (frequency + saturation)
    return held


@helper
def _add_more(work, segment, at, bit, weight, k1, held):
    """Add what a further list of the same unit makes of the frequency so far.

    When leaves are more than bits, some share the last bit, which cannot tell whose frequency ``tf`` holds.  Theirs is
    added as if it were the first: saturation is concave, so the sum of its parts is an upper bound as well.
    """
    lists, factors = int64_tables(work, LISTS), float64_rows(work, FACTORS)
    marks, bounds, chosen, tf = uint8s(work, MARKS), float32s(work, BOUNDS), int32s(work, CHOSEN), float32s(work, TF)
    docs, counts, norms = lists[at, segment, DOCS], lists[at, segment, COUNTS], lists[at, segment, NORMS]
    scale, saturation = np.float32(factors[at, WEIGHT] * factors[at, BOOST]), np.float32(k1)
    for posting in range(lists[at, segment, FIRST], lists[at, segment, LAST]):
        document = uint16_at(docs, posting)
        before = marks[document]
        earlier = tf[document] if before & bit and bit != SHARED_BIT else np.float32(0.0)
        frequency = earlier + scale * np.float32(uint8_at(counts, posting)) * float32_at(norms, document)
        chosen[held] = document
        held += 1 if before == 0 else 0
        marks[document] = before | bit
        tf[document] = frequency
        bounds[document] += weight * (frequency / (frequency + saturation) - earlier / (earlier + saturation))
    return held


@helper
def mark_list(work, segment, at, bit, held):
    """Mark the documents of a list, and append to ``chosen`` those that had no mark; return where that ends."""
    marks, chosen, docs = uint8s(work, MARKS), int32s(work, CHOSEN), int64_tables(work, LISTS)[at, segment, DOCS]
    for posting in range(int64_tables(work, LISTS)[at, segment, FIRST], int64_tables(work, LISTS)[at, segment, LAST]):
        document = uint16_at(docs, posting)
        chosen[held] = document
        held += 1 if marks[document] == 0 else 0
        marks[document] |= bit
    return held


@helper
def _mark_dates(work, segments, segment, since, until, bit, held):
    marks, chosen, published = uint8s(work, MARKS), int32s(work, CHOSEN), segments[segment, PUBLISHED_AT]
    for document in range(segments[segment, DOCUMENTS]):
        inside = since <= int64_at(published, document) <= until
        chosen[held] = document
        held += 1 if inside and marks[document] == 0 else 0
        marks[document] |= bit if inside else np.uint8(0)
    return held


@helper
def _add_phrase(work, segment, phrase, bit, k1, scored, held):
    """Field by field; what stands in two is added once."""
    lists, slots = int64_tables(work, LISTS), int64_rows(work, SLOTS)
    first, last, slop = int64_rows(work, PHRASES)[phrase]
    at, end = slots[first, FIRST_LIST], slots[first, LAST_LIST]
    matches = 0
    while at < end:
        if lists_in_field(work, segment, phrase, lists[at, segment, FIELD]):
            count = candidates(work, segment, phrase)
            if slop == 0 and last - first > 1 and pairs(work) <= MOST_PAIRS:
                for one in range(int64s(work, BEGIN_LIST)[0], int64s(work, END_LIST)[0]):
                    for other in range(int64s(work, BEGIN_LIST)[1], int64s(work, END_LIST)[1]):
                        near = adjacent(work, segment, phrase, count, one, other)
                        sure = last - first == 2
                        matches, held = _mark_standing(work, segment, phrase, bit, PAIRED, near, sure, matches, held)
            else:
                matches, held = _mark_standing(work, segment, phrase, bit, CANDIDATES, count, False, matches, held)
        at = field_end(lists, segment, at, end)
    if scored and matches:
        _bound_phrase(work, segment, phrase, bit, k1, matches)
    return held


@helper
def _mark_standing(work, segment, phrase, bit, which, count, sure, matches, held):
    """Mark the documents of an array in which the phrase stands, or in which it is ``sure`` to.

    Returns how many documents have it so far, and how many are chosen.
    """
    marks, chosen, found = uint8s(work, MARKS), int32s(work, CHOSEN), int32s(work, which)
    standing = int32s(work, STANDING)
    for i in range(count):
        document = np.int64(found[i])
        if not marks[document] & bit and (sure or stands_in(work, segment, phrase, document)):
            chosen[held] = standing[matches] = document
            held += 1 if marks[document] == 0 else 0
            matches += 1
            marks[document] |= bit
    return matches, held


@helper
def _bound_phrase(work, segment, phrase, bit, k1, matches):
    """Add the score of the units, by reading their lists or, of few documents, by looking them up."""
    slots, bounds, standing = int64_rows(work, SLOTS), float32s(work, BOUNDS), int32s(work, STANDING)
    begin, end, _ = int64_rows(work, PHRASES)[phrase]
    postings, lists = 0, 0
    for slot in range(begin, end):
        postings += postings_in(work, segment, slots[slot, FIRST_LIST], slots[slot, LAST_LIST])
        lists += slots[slot, LAST_LIST] - slots[slot, FIRST_LIST]
    if matches * lists * LOOKUP < postings:
        for i in range(matches):
            document = np.int64(standing[i])
            bounds[document] += phrase_score(work, segment, phrase, k1, document)
    else:
        for slot in range(begin, end):
            weight = np.float32(float64s(work, SLOT_WEIGHTS)[slot] * (k1 + 1.0))
            for at in range(slots[slot, FIRST_LIST], slots[slot, LAST_LIST]):
                _add_marked(work, segment, at, bit, weight, k1)


@helper
def _add_marked(work, segment, at, bit, weight, k1):
    """Add what the list gives to the documents that have the bit."""
    lists, factors = int64_tables(work, LISTS), float64_rows(work, FACTORS)
    marks, bounds = uint8s(work, MARKS), float32s(work, BOUNDS)
    docs, counts, norms = lists[at, segment, DOCS], lists[at, segment, COUNTS], lists[at, segment, NORMS]
    scale, saturation = np.float32(factors[at, WEIGHT] * factors[at, BOOST]), np.float32(k1)
    for posting in range(lists[at, segment, FIRST], lists[at, segment, LAST]):
        document = uint16_at(docs, posting)
        frequency = scale * np.float32(uint8_at(counts, posting)) * float32_at(norms, document)
        gained = weight * frequency / (frequency + saturation)
        bounds[document] += gained if marks[document] & bit else np.float32(0.0)
