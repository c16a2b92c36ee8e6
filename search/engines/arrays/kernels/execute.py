"""A program over all segments of a language: who may match, then who does, then the best of them.

What matches can often be told from a few lists that cover it; then each of their documents is looked up in the others.
Otherwise all lists are read.  The caller may look at the clock between segments.
"""

from __future__ import annotations

import numpy as np

from index.compiled import FLOATS, INT, INTEGERS, NONE, TABLE, helper, kernel
from search.engines.arrays.kernels.collect import (
    elect,
    freshness,
    is_result,
    keep_live,
    keep_passing,
    resolve,
    sift,
    total_up,
)
from search.engines.arrays.kernels.extras import add_extras
from search.engines.arrays.kernels.gather import gather, mark_list
from search.engines.arrays.kernels.heap import arrange
from search.engines.arrays.kernels.layout import (
    CHOSEN,
    CODE,
    CODE_COLUMNS,
    COVER,
    COVER_COLUMNS,
    FACTOR_COLUMNS,
    FACTORS,
    FILTER_COLUMNS,
    FILTERS,
    FIRST_ROW,
    GAIN,
    KEPT,
    KEYS,
    LIST_COLUMNS,
    LISTS,
    LIVE_AT,
    MARKS,
    NEXT,
    PHRASE_COLUMNS,
    PHRASES,
    PROGRESS,
    PUBLISHED_AT,
    QUESTION_INTEGERS,
    QUESTION_NUMBERS,
    SLOT_COLUMNS,
    SLOT_WEIGHTS,
    SLOTS,
    STORY_AT,
    UNKNOWN,
    WEIGHT_COLUMNS,
    WEIGHTS,
    Question,
)
from search.engines.arrays.kernels.memory import (
    ITEM,
    address_of,
    float32s,
    float64s,
    int32s,
    int64_at,
    int64_rows,
    int64_tables,
    int64s,
    note_rows,
    uint8s,
)
from search.engines.arrays.kernels.postings import postings_in, rewind
from search.engines.arrays.kernels.score import score_of
from search.engines.arrays.kernels.tables import MARGIN, ask, doubtful, forget_sets

#: What looking a document up in a list costs, and what a segment does besides its postings, in postings read.
LOOKUP = 16
SEGMENT_COST = 256


@helper
def _matching(work, segments, segment, question, postings, largest, unsure):
    """Write what matches into ``chosen``, with a bound of its score; return how many."""
    covering = _covering(work, segment)
    if covering >= 0 and covering * len(int64_tables(work, LISTS)) * LOOKUP < postings:
        return _look_up(work, segments, segment, question.k1)
    held = gather(work, segments, segment, question.k1, question.order == 0)
    ask(work, largest, held)
    held = sift(work, held)
    if question.order == 0:
        add_extras(work, segment, question.k1, held)
    return resolve(work, segments, segment, question.k1, held) if unsure else held


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
        score = score_of(work, segments, segment, k1, document, UNKNOWN, -np.inf)
        chosen[stay], float32s(work, KEYS)[stay], int32s(work, KEPT)[stay] = document, score * MARGIN, UNKNOWN
        stay += 1 if score >= 0.0 else 0
    return stay


@helper
def run(work, segments, question, budget):
    """Do what ``execute`` does once all is noted."""
    progress = int64s(work, PROGRESS)
    largest, unsure = forget_sets(work), doubtful(work)
    while progress[NEXT] < len(segments) and budget > 0:
        segment = progress[NEXT]
        postings = rewind(work, segment)
        held = _matching(work, segments, segment, question, postings, largest, unsure)
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
            score = score_of(work, segments, segment, question.k1, document, UNKNOWN, -np.inf)
            date = int64_at(segments[segment, PUBLISHED_AT], document)
            scores[i] = score * freshness(date, question) if score >= 0.0 else score


@helper
def _note_program(table, program, segments):
    """Note where the parts of a program lie."""
    place = address_of(program) + FIRST_ROW * ITEM
    columns = (CODE_COLUMNS, SLOT_COLUMNS, PHRASE_COLUMNS, COVER_COLUMNS, FILTER_COLUMNS)
    for at, which in enumerate((CODE, SLOTS, PHRASES, COVER, FILTERS)):
        place = note_rows(table, which, place, program[QUESTION_INTEGERS + at], columns[at])
    lists = program[FIRST_ROW - 1]
    table[LISTS, 3] = LIST_COLUMNS
    note_rows(table, LISTS, place, lists, len(segments))
    place = note_rows(table, GAIN, place + lists * len(segments) * LIST_COLUMNS * ITEM, 1 + QUESTION_NUMBERS, 1)
    place = note_rows(table, WEIGHTS, place, table[CODE, 1], WEIGHT_COLUMNS)
    place = note_rows(table, FACTORS, place, lists, FACTOR_COLUMNS)
    note_rows(table, SLOT_WEIGHTS, place, table[SLOTS, 1], 1)


@helper
def _question(work, integers):
    since, until, order, grouped, counted, lacking, stamp = (
        integers[0], integers[1], integers[2], integers[3], integers[4], integers[5], integers[6],
    )  # fmt: skip
    numbers = float64s(work, GAIN)
    return Question(
        since, until, order, grouped, counted, lacking, stamp, numbers[1], numbers[2], numbers[3], numbers[4]
    )


@kernel(NONE(TABLE, INTEGERS, TABLE, INT))
def execute(table, program, segments, budget):
    """Run a program over ``segments``, those of its language, into ``Results``.

    ``table`` has ``Scratch`` and ``Results`` noted; the rest is noted here.  Goes on from ``progress`` until about
    ``budget`` postings are read, or all segments are done.
    """
    _note_program(table, program, segments)
    run(address_of(table), segments, _question(address_of(table), program), budget)


@kernel(NONE(TABLE, INTEGERS, TABLE, TABLE, FLOATS))
def examine(table, program, segments, members, scores):
    """Fill ``scores`` of ``members``, int64 [M, 2]: segment, ascending, and document; -1 for what is no result."""
    _note_program(table, program, segments)
    _rate(address_of(table), segments, _question(address_of(table), program), members, scores)


@kernel(NONE(TABLE))
def put_in_order(table):
    """Put the rows of ``Results``' heap in order, the best first."""
    arrange(address_of(table))
