"""A program over all segments of a language: who may match, then who does, then the best of them.

What matches can often be told from a few lists that cover it; then each of their documents is looked up in the others.
Otherwise all lists are read.  The caller may look at the clock between segments.
"""

from __future__ import annotations

import numpy as np

from search.kernels.collect import (
    elect,
    freshness,
    is_result,
    keep_live,
    keep_passing,
    resolve,
    sift,
    total_up,
)
from search.kernels.compile import FLOATS, INT, NONE, PROGRAM, QUESTION, RESULT, TABLE, helper, kernel
from search.kernels.gather import gather, mark_list
from search.kernels.heap import arrange
from search.kernels.layout import (
    ALL_SEGMENTS,
    CHOSEN,
    CODE,
    COVER,
    FACTORS,
    FILTERS,
    FOUND,
    FOUND_COUNTS,
    GAIN,
    HEAP,
    KEPT,
    KEYS,
    LACKED,
    LISTS,
    LIVE_AT,
    MARKS,
    NEXT,
    PHRASES,
    PROGRESS,
    PUBLISHED_AT,
    SLOT_WEIGHTS,
    SLOTS,
    STAMPS,
    STORY_AT,
    STORY_PLACES,
    UNKNOWN,
    WEIGHTS,
    Question,
)
from search.kernels.memory import address_of, float32s, int32s, int64_at, int64_rows, int64_tables, note, uint8s
from search.kernels.postings import postings_in, rewind
from search.kernels.score import score_of
from search.kernels.tables import MARGIN, tabulate

#: What looking a document up in a list costs, and what a segment does besides its postings, in postings read.
LOOKUP = 16
SEGMENT_COST = 256


@helper
def _matching(work, segments, segment, question, postings, doubtful):
    """Write what matches into ``chosen``, with a bound of its score; return how many."""
    covering = _covering(work, segment)
    if covering >= 0 and covering * len(int64_tables(work, LISTS)) * LOOKUP < postings:
        return _look_up(work, segments, segment, question.k1)
    held = gather(work, segments, segment, question.k1, question.order == 0)
    held = sift(work, held)
    return resolve(work, segments, segment, question.k1, held) if doubtful else held


@helper
def _covering(work, segment):
    """Return how many postings the cover has; -1 when anything may match."""
    postings = 0
    for at in range(len(int64_rows(work, COVER))):
        if int64_rows(work, COVER)[at, 0] < 0:
            return -1
        postings += postings_in(work, segment, int64_rows(work, COVER)[at, 0], int64_rows(work, COVER)[at, 1])
    return postings


@helper
def _look_up(work, segments, segment, k1):
    """Keep of the cover's documents what matches."""
    chosen, held, stay = int32s(work, CHOSEN), 0, 0
    for number in range(len(int64_rows(work, COVER))):
        for at in range(int64_rows(work, COVER)[number, 0], int64_rows(work, COVER)[number, 1]):
            held = mark_list(work, segment, at, np.uint8(1), held)
    for i in range(held):
        document = np.int64(chosen[i])
        uint8s(work, MARKS)[document] = 0
        score = score_of(work, segments, segment, k1, document, UNKNOWN)
        chosen[stay], float32s(work, KEYS)[stay], int32s(work, KEPT)[stay] = document, score * MARGIN, UNKNOWN
        stay += 1 if score >= 0.0 else 0
    return stay


@helper
def run(work, segments, question, progress, budget):
    """Do what ``execute`` does once all is noted."""
    doubtful = tabulate(work)
    while progress[NEXT] < len(segments) and budget > 0:
        segment = progress[NEXT]
        postings = rewind(work, segment)
        held = _matching(work, segments, segment, question, postings, doubtful)
        if segments[segment, LIVE_AT]:
            held = keep_live(work, segments[segment, LIVE_AT], held)
        held = keep_passing(work, segments, segment, question, held)
        total_up(work, segments[segment, STORY_AT], question.stamp, held)
        elect(work, segments, segment, question, held)
        progress[NEXT] += 1
        budget -= postings + SEGMENT_COST


@helper
def _rate(work, segments, question, members, scores):
    before = -1
    for i in range(len(members)):
        segment, document = members[i]
        if segment != before:
            rewind(work, segment)
            before = segment
        scores[i] = -1.0
        if is_result(work, segments, segment, question, document):
            score = score_of(work, segments, segment, question.k1, document, UNKNOWN)
            date = int64_at(segments[segment, PUBLISHED_AT], document)
            scores[i] = score * freshness(date, question) if score >= 0.0 else score


@helper
def _note_program(table, code, weights, lists, factors, slots, slot_weights, phrases, cover, filters, gain):
    note(table, CODE, code)
    note(table, WEIGHTS, weights)
    note(table, LISTS, lists)
    note(table, FACTORS, factors)
    note(table, SLOTS, slots)
    note(table, SLOT_WEIGHTS, slot_weights)
    note(table, PHRASES, phrases)
    note(table, COVER, cover)
    note(table, FILTERS, filters)
    note(table, GAIN, gain)


@helper
def _note_results(table, stamps, places, heap, progress, found, lacking, counts, segments):
    note(table, STAMPS, stamps)
    note(table, STORY_PLACES, places)
    note(table, HEAP, heap)
    note(table, PROGRESS, progress)
    note(table, FOUND, found)
    note(table, LACKED, lacking)
    note(table, FOUND_COUNTS, counts)
    note(table, ALL_SEGMENTS, segments)


@kernel(NONE(TABLE, *PROGRAM, *RESULT, *QUESTION, TABLE, INT))
def execute(
    table, code, weights, lists, factors, slots, slot_weights, phrases, cover, filters, gain,
    stamps, places, heap, progress, found, lacking, counts, all_segments,
    since, until, order, grouped, counted, lacked, stamp, now, half_life, most, k1,
    segments, budget,
):  # fmt: skip
    """Run a ``Program`` into ``Results``, with a ``Question``, over ``segments``, those of its language.

    ``table`` has ``Scratch`` noted; the rest is noted here.  Goes on from ``progress`` until about ``budget`` postings
    are read, or all segments are done.
    """
    question = Question(since, until, order, grouped, counted, lacked, stamp, now, half_life, most, k1)
    _note_program(table, code, weights, lists, factors, slots, slot_weights, phrases, cover, filters, gain)
    _note_results(table, stamps, places, heap, progress, found, lacking, counts, all_segments)
    run(address_of(table), segments, question, progress, budget)


@kernel(NONE(TABLE, *PROGRAM, *QUESTION, TABLE, TABLE, FLOATS))
def examine(
    table, code, weights, lists, factors, slots, slot_weights, phrases, cover, filters, gain,
    since, until, order, grouped, counted, lacked, stamp, now, half_life, most, k1,
    segments, members, scores,
):  # fmt: skip
    """Fill ``scores`` of ``members``, int64 [M, 2]: segment, ascending, and document; -1 for what is no result."""
    question = Question(since, until, order, grouped, counted, lacked, stamp, now, half_life, most, k1)
    _note_program(table, code, weights, lists, factors, slots, slot_weights, phrases, cover, filters, gain)
    _rate(address_of(table), segments, question, members, scores)


@kernel(NONE(TABLE, *RESULT))
def put_in_order(table, stamps, places, heap, progress, found, lacking, counts, all_segments):
    """Put the rows of ``Results``' heap in order, the best first."""
    _note_results(table, stamps, places, heap, progress, found, lacking, counts, all_segments)
    arrange(address_of(table))
