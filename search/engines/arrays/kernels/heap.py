"""The best results so far, the worst of them at the root; of a story at most one when results are grouped."""

from __future__ import annotations

from index.compiled import helper
from search.engines.arrays.kernels.layout import (
    ALL_SEGMENTS,
    DATE_KEY,
    DOCUMENT,
    HEAP,
    HELD,
    NAME_BYTES,
    NAME_CODES,
    NAME_STARTS,
    PROGRESS,
    SCORE_KEY,
    SEGMENT,
    STORY,
    STORY_PLACES,
)
from search.engines.arrays.kernels.memory import float64_rows, int32_at, int32s, int64_rows, int64s, uint8_at, uint32_at


@helper
def offer(work, grouped):
    """Take the heap's last row in when it belongs there; its score need not be known."""
    heap = float64_rows(work, HEAP)
    wanted = len(heap) - 1
    place = place_for(work, grouped)
    if place >= 0:
        if place == int64s(work, PROGRESS)[HELD]:
            int64s(work, PROGRESS)[HELD] += 1
        _settle(work, int64s(work, PROGRESS)[HELD], wanted, place)


@helper
def place_for(work, grouped):
    """Return which place the last row would take, that of what it displaces; -1 when it does not belong there."""
    heap, places, held = float64_rows(work, HEAP), int32s(work, STORY_PLACES), int64s(work, PROGRESS)[HELD]
    wanted = len(heap) - 1
    number = int(heap[wanted, STORY]) if grouped else -1
    place = places[number] if number >= 0 else -1
    known = 0 <= place < held and heap[place, STORY] == number
    if not known:
        if held < wanted:
            return held
        place = 0
    return place if wanted and precedes(work, wanted, place) else -1


@helper
def precedes(work, one, other):
    """Say whether row ``one`` is better than row ``other``."""
    heap = float64_rows(work, HEAP)
    if heap[one, SCORE_KEY] != heap[other, SCORE_KEY]:
        return heap[one, SCORE_KEY] > heap[other, SCORE_KEY]
    if heap[one, DATE_KEY] != heap[other, DATE_KEY]:
        return heap[one, DATE_KEY] > heap[other, DATE_KEY]
    return _named_before(work, one, other)


@helper
def _named_before(work, one, other):
    """Say whether the id in row ``one`` comes before that in row ``other``, by bytes."""
    content, place, end = _name(work, one)
    others, beside, other_end = _name(work, other)
    while place < end and beside < other_end:
        byte, other_byte = uint8_at(content, place), uint8_at(others, beside)
        if byte != other_byte:
            return byte < other_byte
        place += 1
        beside += 1
    return beside < other_end


@helper
def _name(work, row):
    """Return where the id of the row's document lies."""
    segment, document = int(float64_rows(work, HEAP)[row, SEGMENT]), int(float64_rows(work, HEAP)[row, DOCUMENT])
    code = int32_at(int64_rows(work, ALL_SEGMENTS)[segment, NAME_CODES], document)
    starts = int64_rows(work, ALL_SEGMENTS)[segment, NAME_STARTS]
    return int64_rows(work, ALL_SEGMENTS)[segment, NAME_BYTES], uint32_at(starts, code), uint32_at(starts, code + 1)


@helper
def _put(work, source, target):
    """Copy a row, and note where its story is now."""
    heap = float64_rows(work, HEAP)
    for column in range(heap.shape[1]):
        heap[target, column] = heap[source, column]
    if heap[source, STORY] >= 0:
        int32s(work, STORY_PLACES)[int(heap[source, STORY])] = target


@helper
def _settle(work, held, row, place):
    """Copy a row to the free ``place``, or rather to where the heap's order wants it."""
    while place > 0 and precedes(work, (place - 1) >> 1, row):
        _put(work, (place - 1) >> 1, place)
        place = (place - 1) >> 1
    while 2 * place + 1 < held:
        child = 2 * place + 1
        if child + 1 < held and precedes(work, child, child + 1):
            child += 1
        if not precedes(work, row, child):
            break
        _put(work, child, place)
        place = child
    _put(work, row, place)


@helper
def arrange(work):
    """Put the rows in order, the best first."""
    last = len(float64_rows(work, HEAP)) - 1
    for held in range(int64s(work, PROGRESS)[HELD] - 1, 0, -1):
        _put(work, held, last)
        _put(work, 0, held)
        _settle(work, held, last, 0)
