"""The first phase: marks of all documents of a segment that have a leaf, and bounds of their scores.

A bound adds up what each list would score by itself.  x / (x + k1) is subadditive and a maximum is at most a sum, so
that it is never below the score of a unit over its fields and alternatives; where one list has the document, it is it.
"""

from __future__ import annotations

import numpy as np

from search.kernels.compile import helper
from search.kernels.layout import BIT, BOOST, BOUNDS, CANDIDATES, CHOSEN, CODE, COUNTS, DOCS, DOCUMENTS, FACTORS, FIELD, FIRST, INSTRUCTION, LAST, LISTS, MARKS, NORMS, OPERAND, OPERAND2, PHRASE, PHRASES, PUBLISHED, PUBLISHED_AT, SLOTS, UNIT, WEIGHT, WEIGHTS
from search.kernels.memory import float32_at, float32s, float64_rows, int32s, int64_at, int64_rows, int64_tables, uint16_at, uint8_at, uint8s
from search.kernels.phrases import FIRST_LIST, LAST_LIST, candidates, lists_in_field, phrase_score, stands_in
from search.kernels.postings import field_end


@helper
def gather(work, segments, segment, k1, scored):
    """Mark the documents that have a leaf, write them into ``chosen``, each once, and return how many there are.

    Bounds are of use when ``scored`` only.
    """
    code = int64_rows(work, CODE)
    held = 0
    for step in range(len(code)):
        first, second = code[step, OPERAND], code[step, OPERAND2]
        bit, weight = np.uint8(code[step, BIT]), float64_rows(work, WEIGHTS)[step, 0]
        if code[step, INSTRUCTION] == UNIT:
            for at in range(first, second):
                if scored and weight > 0.0 and int64_tables(work, LISTS)[at, segment, NORMS]:
                    held = _add_list(work, segment, at, bit, np.float32(weight * (k1 + 1.0)), k1, held)
                else:
                    held = mark_list(work, segment, at, bit, held)
        elif code[step, INSTRUCTION] == PHRASE:
            held = _add_phrase(work, segment, first, bit, k1, scored, held)
        elif code[step, INSTRUCTION] == PUBLISHED:
            held = _mark_dates(work, segments, segment, first, second, bit, held)
    return held


@helper
def _add_list(work, segment, at, bit, weight, k1, held):
    lists, marks, bounds, chosen = int64_tables(work, LISTS), uint8s(work, MARKS), float32s(work, BOUNDS), int32s(work, CHOSEN)
    docs, counts, norms = lists[at, segment, DOCS], lists[at, segment, COUNTS], lists[at, segment, NORMS]
    scale, saturation = np.float32(float64_rows(work, FACTORS)[at, WEIGHT] * float64_rows(work, FACTORS)[at, BOOST]), np.float32(k1)
    for posting in range(lists[at, segment, FIRST], lists[at, segment, LAST]):
        document = uint16_at(docs, posting)
        frequency = scale * np.float32(uint8_at(counts, posting)) * float32_at(norms, document)
        before = marks[document]
        chosen[held] = document
        held += 1 if before == 0 else 0
        marks[document] = before | bit
        bounds[document] += weight * frequency / (frequency + saturation)
    return held


@helper
def mark_list(work, segment, at, bit, held):
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
    marks, bounds, chosen, found = uint8s(work, MARKS), float32s(work, BOUNDS), int32s(work, CHOSEN), int32s(work, CANDIDATES)
    lists = int64_tables(work, LISTS)
    first = int64_rows(work, PHRASES)[phrase, 0]
    at, end = int64_rows(work, SLOTS)[first, FIRST_LIST], int64_rows(work, SLOTS)[first, LAST_LIST]
    while at < end:
        if lists_in_field(work, segment, phrase, lists[at, segment, FIELD]):
            for i in range(candidates(work, segment, phrase)):
                document = np.int64(found[i])
                if not marks[document] & bit and stands_in(work, segment, phrase, document):
                    chosen[held] = document
                    held += 1 if marks[document] == 0 else 0
                    marks[document] |= bit
                    if scored:
                        bounds[document] += phrase_score(work, segment, phrase, k1, document)
        at = field_end(lists, segment, at, end)
    return held
