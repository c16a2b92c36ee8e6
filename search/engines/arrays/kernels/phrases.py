"""Where the units of a phrase stand; ``search.plan.phrases`` says the same in Python."""

from __future__ import annotations

import numpy as np

from index.compiled import helper, inlined
from search.engines.arrays.kernels.layout import (
    BEGIN,
    BEGIN_LIST,
    BOUND,
    CANDIDATES,
    COUNTS,
    DOCS,
    END,
    END_LIST,
    FIELD,
    FIRST,
    HAS,
    HEAD,
    LAST,
    LISTS,
    MORE,
    MORE_COUNTS,
    MORE_POSTINGS,
    ORIGIN,
    PAIRED,
    PHRASES,
    PLACES,
    POSITION_STARTS,
    POSITION_WIDTH,
    POSITIONS,
    SLOT_WEIGHTS,
    SLOTS,
    STAGES,
    SUMMED,
    SUMS,
    TAKEN,
    WAITING,
)
from search.engines.arrays.kernels.memory import (
    float64s,
    int32s,
    int64_rows,
    int64_tables,
    int64s,
    uint8_at,
    uint16_at,
    uint16s,
    uint32_at,
)
from search.engines.arrays.kernels.postings import advance, field_end, find, postings_in, unit_score

#: Postings per block of the segment, and the count that may stand for more: see index.segment.layout.
BLOCK_SHIFT = 7
MOST_COUNTED = 255
#: What looking a document up costs, in postings read.
LOOKUP = 16

# Columns of the program's slots.
FIRST_LIST, LAST_LIST, OFFSET, LEAF = range(4)

#: No position is so large.
NEVER = 1 << 40


@helper
def phrase_score(work, segment, phrase, k1, document):
    """Return the sum of what the units score in a document that has them all."""
    score = 0.0
    for slot in range(int64_rows(work, PHRASES)[phrase, 0], int64_rows(work, PHRASES)[phrase, 1]):
        first, last = int64_rows(work, SLOTS)[slot, FIRST_LIST], int64_rows(work, SLOTS)[slot, LAST_LIST]
        score += unit_score(work, segment, first, last, float64s(work, SLOT_WEIGHTS)[slot], k1, document)
    return score


@helper
def stands(work, segment, phrase, document):
    """Say whether the phrase stands in a field of the document."""
    first = int64_rows(work, PHRASES)[phrase, 0]
    at, end = int64_rows(work, SLOTS)[first, FIRST_LIST], int64_rows(work, SLOTS)[first, LAST_LIST]
    while at < end:
        if lists_in_field(work, segment, phrase, int64_tables(work, LISTS)[at, segment, FIELD]) and stands_in(
            work, segment, phrase, document
        ):
            return True
        at = field_end(int64_tables(work, LISTS), segment, at, end)
    return False


@helper
def lists_in_field(work, segment, phrase, field):
    """Note the lists of each slot in a field; say whether each has a posting."""
    first, last, _ = int64_rows(work, PHRASES)[phrase]
    for slot in range(first, last):
        at, end = int64_rows(work, SLOTS)[slot, FIRST_LIST], int64_rows(work, SLOTS)[slot, LAST_LIST]
        while at < end and int64_tables(work, LISTS)[at, segment, FIELD] != field:
            at = field_end(int64_tables(work, LISTS), segment, at, end)
        until = field_end(int64_tables(work, LISTS), segment, at, end) if at < end else at
        int64s(work, BEGIN_LIST)[slot - first] = at
        int64s(work, END_LIST)[slot - first] = until
        if postings_in(work, segment, at, until) == 0:
            return False
    return True


@helper
def stands_in(work, segment, phrase, document):
    """Say whether the phrase stands in the document, in the field whose lists are noted."""
    first, last, slop = int64_rows(work, PHRASES)[phrase]
    if not _gather(work, segment, last - first, document):
        return False
    if slop == 0:
        return _consecutive(work, first, last - first)
    if last - first == 2:
        return _beside(work, max(int64_rows(work, SLOTS)[first + 1, OFFSET], 0) + slop)
    return _near(work, first, last - first, slop)


@helper
def candidates(work, segment, phrase):
    """Write into ``candidates`` the documents that may have each slot, in the noted lists; return how many.

    Slots are looked through one after the other only where that costs less than looking each document up.
    """
    slots = int64_rows(work, PHRASES)[phrase, 1] - int64_rows(work, PHRASES)[phrase, 0]
    rarest, fewest, postings = 0, NEVER, 0
    for slot in range(slots):
        size = postings_in(work, segment, int64s(work, BEGIN_LIST)[slot], int64s(work, END_LIST)[slot])
        postings += size
        if size < fewest:
            rarest, fewest = slot, size
    _stage(work, segment, rarest, np.uint16(0))
    stage = 1
    if fewest * LOOKUP * (slots - 1) > postings:
        for slot in range(slots):
            if slot != rarest:
                _stage(work, segment, slot, np.uint16(stage))
                stage += 1
    return _take(work, segment, rarest, np.uint16(stage))


@helper
def _stage(work, segment, slot, stage):
    """Bring the slot's documents that are at ``stage`` to the next."""
    stages, after = uint16s(work, STAGES), np.uint16(stage + 1)
    for at in range(int64s(work, BEGIN_LIST)[slot], int64s(work, END_LIST)[slot]):
        docs = int64_tables(work, LISTS)[at, segment, DOCS]
        for posting in range(
            int64_tables(work, LISTS)[at, segment, FIRST], int64_tables(work, LISTS)[at, segment, LAST]
        ):
            document = uint16_at(docs, posting)
            stages[document] = after if stages[document] == stage else stages[document]


@helper
def _take(work, segment, slot, stage):
    """Write the slot's documents at ``stage`` into ``candidates``, and put them back to none; return how many."""
    stages, taken = uint16s(work, STAGES), int32s(work, CANDIDATES)
    held = 0
    for at in range(int64s(work, BEGIN_LIST)[slot], int64s(work, END_LIST)[slot]):
        docs = int64_tables(work, LISTS)[at, segment, DOCS]
        for posting in range(
            int64_tables(work, LISTS)[at, segment, FIRST], int64_tables(work, LISTS)[at, segment, LAST]
        ):
            document = uint16_at(docs, posting)
            taken[held] = document
            held += 1 if stages[document] == stage else 0
            stages[document] = 0
    return held


@helper
def pairs(work):
    """Return in how many ways a list of the first slot goes with one of the second, of the noted lists."""
    begins, ends = int64s(work, BEGIN_LIST), int64s(work, END_LIST)
    return (ends[0] - begins[0]) * (ends[1] - begins[1])


@helper
def adjacent(work, segment, phrase, count, one, other):
    """Write into ``paired`` those of the first ``count`` candidates in which two lists stand at their slots' distance.

    Returns how many.  List ``one`` is of the first slot, ``other`` of the second.
    """
    lists, slots, found = int64_tables(work, LISTS), int64_rows(work, SLOTS), int32s(work, CANDIDATES)
    paired = int32s(work, PAIRED)
    docs, last, wide = lists[one, segment, DOCS], lists[one, segment, LAST], lists[one, segment, POSITION_WIDTH] == 4
    other_docs, other_last = lists[other, segment, DOCS], lists[other, segment, LAST]
    other_wide = lists[other, segment, POSITION_WIDTH] == 4
    places, other_places = lists[one, segment, POSITIONS], lists[other, segment, POSITIONS]
    posting, beside = lists[one, segment, FIRST], lists[other, segment, FIRST]
    first = int64_rows(work, PHRASES)[phrase, 0]
    distance = slots[first + 1, OFFSET] - slots[first, OFFSET]
    kept, before = 0, -1
    for i in range(count):
        document = np.int64(found[i])
        if document < before:  # the candidates are those of several lists, one after the other
            posting, beside = lists[one, segment, FIRST], lists[other, segment, FIRST]
        before = document
        posting = advance(docs, posting, last, document)
        beside = advance(other_docs, beside, other_last, document)
        if posting == last or beside == other_last:
            continue
        if uint16_at(docs, posting) != document or uint16_at(other_docs, beside) != document:
            continue
        at, end = _range(work, segment, one, posting)
        at_other, end_other = _range(work, segment, other, beside)
        while at < end and at_other < end_other:
            place = (uint32_at(places, at) if wide else uint16_at(places, at)) + distance
            place_beside = uint32_at(other_places, at_other) if other_wide else uint16_at(other_places, at_other)
            if place == place_beside:
                paired[kept] = document
                kept += 1
                break
            at += 1 if place < place_beside else 0
            at_other += 1 if place > place_beside else 0
    return kept


@helper
def _range(work, segment, at, posting):
    """Return where the positions of a posting lie."""
    start = _position_start(work, segment, at, posting)
    return start, start + _occurrences(int64_tables(work, LISTS), segment, at, posting)


@helper
def _gather(work, segment, slots, document):
    """Fill ``places`` with the positions of the slots in the document, one after the other; say if all have any."""
    end = 0
    for slot in range(slots):
        begin = end
        for at in range(int64s(work, BEGIN_LIST)[slot], int64s(work, END_LIST)[slot]):
            posting = find(work, segment, at, document)
            if posting >= 0:
                middle = end
                end += _occurrences(int64_tables(work, LISTS), segment, at, posting)
                _copy(work, segment, at, posting, middle, end)
                end = _united(int32s(work, PLACES), begin, middle, end)
        if end == begin:
            return False
        int64s(work, BOUND)[slot] = end
    return True


@inlined
def _copy(work, segment, at, posting, begin, end):
    lists = int64_tables(work, LISTS)
    start = _position_start(work, segment, at, posting) - begin
    positions, places = lists[at, segment, POSITIONS], int32s(work, PLACES)
    if lists[at, segment, POSITION_WIDTH] == 2:
        for i in range(begin, end):
            places[i] = uint16_at(positions, start + i)
    else:
        for i in range(begin, end):
            places[i] = uint32_at(positions, start + i)


@inlined
def _occurrences(lists, segment, at, posting):
    occurring = uint8_at(lists[at, segment, COUNTS], posting)
    return occurring + _more(lists, segment, at, posting, posting + 1) if occurring == MOST_COUNTED else occurring


@helper
def _more(lists, segment, at, begin, end):
    """Return how many more than 255 occurrences the postings have together."""
    postings, counts, more = (
        lists[at, segment, MORE_POSTINGS],
        lists[at, segment, MORE_COUNTS],
        lists[at, segment, MORE],
    )
    low, high = 0, more
    while low < high:
        middle = (low + high) >> 1
        if uint32_at(postings, middle) < begin:
            low = middle + 1
        else:
            high = middle
    total = 0
    while low < more and uint32_at(postings, low) < end:
        total += uint32_at(counts, low)
        low += 1
    return total


@helper
def _position_start(work, segment, at, posting):
    """Return where the posting's positions begin: counted on from the last one asked for, when that is in its block."""
    lists = int64_tables(work, LISTS)
    before, start = int64s(work, SUMMED)[at], int64s(work, SUMS)[at]
    block = posting >> BLOCK_SHIFT
    if before < 0 or before >> BLOCK_SHIFT != block or before > posting:
        before = block << BLOCK_SHIFT
        start = uint32_at(lists[at, segment, POSITION_STARTS], block)
    counts = lists[at, segment, COUNTS]
    for each in range(before, posting):
        start += uint8_at(counts, each)
    if lists[at, segment, MORE]:
        start += _more(lists, segment, at, before, posting)
    int64s(work, SUMMED)[at], int64s(work, SUMS)[at] = posting, start
    return start


@helper
def _united(places, begin, middle, end):
    """Merge the sorted runs begin … middle … end in place; return the new end, what they share counting once."""
    if begin == middle:
        return end
    for at in range(middle, end):
        position, hole = places[at], at
        while hole > begin and places[hole - 1] > position:
            places[hole] = places[hole - 1]
            hole -= 1
        places[hole] = position
    kept = begin + 1
    for at in range(begin + 1, end):
        if places[at] != places[kept - 1]:
            places[kept] = places[at]
            kept += 1
    return kept


@inlined
def _begin(work, slot):
    """Return where a slot's positions begin."""
    return int64s(work, BOUND)[slot - 1] if slot else 0


@helper
def _consecutive(work, first, slots):
    """Say whether a position of each slot lies at its offset from one of the first slot."""
    for slot in range(slots):
        int64s(work, HEAD)[slot] = _begin(work, slot)
    places, bounds, heads = int32s(work, PLACES), int64s(work, BOUND), int64s(work, HEAD)
    for at in range(bounds[0]):
        start = places[at] - int64_rows(work, SLOTS)[first, OFFSET]
        slot = 1
        while slot < slots:
            wanted = start + int64_rows(work, SLOTS)[first + slot, OFFSET]
            head = heads[slot]
            while head < bounds[slot] and places[head] < wanted:
                head += 1
            heads[slot] = head
            if head == bounds[slot]:
                return False
            if places[head] != wanted:
                break
            slot += 1
        if slot == slots:
            return True
    return False


@helper
def _beside(work, reach):
    """Say whether two slots have different positions within reach of each other."""
    places, middle, end = int32s(work, PLACES), int64s(work, BOUND)[0], int64s(work, BOUND)[1]
    other = middle
    for at in range(middle):
        place = places[at]
        while other < end and places[other] < place - reach:
            other += 1
        beside = other + 1 if other < end and places[other] == place else other
        if beside < end and places[beside] <= place + reach:
            return True
    return False


@helper
def _near(work, first, slots, slop):
    """Slide a window over the positions, from each position of each slot."""
    reach = slop
    for slot in range(slots):
        reach = max(reach, int64_rows(work, SLOTS)[first + slot, OFFSET] + slop)
        int64s(work, HEAD)[slot] = int64s(work, BEGIN)[slot] = int64s(work, END)[slot] = _begin(work, slot)
    while True:
        origin = _slide(work, slots, reach)
        if origin == NEVER:
            return False
        if _distinct(work, slots, origin, reach):
            return True


@helper
def _slide(work, slots, reach):
    """Move the window to the next position at which each slot has one within reach; return it, NEVER at the end."""
    places, bounds = int32s(work, PLACES), int64s(work, BOUND)
    heads, begins, ends = int64s(work, HEAD), int64s(work, BEGIN), int64s(work, END)
    while True:
        origin = NEVER
        for slot in range(slots):
            if heads[slot] < bounds[slot]:
                origin = min(origin, np.int64(places[heads[slot]]))
        if origin == NEVER:
            return NEVER
        filled = True
        for slot in range(slots):
            while heads[slot] < bounds[slot] and places[heads[slot]] <= origin:
                heads[slot] += 1
            while begins[slot] < bounds[slot] and places[begins[slot]] < origin:
                begins[slot] += 1
            while ends[slot] < bounds[slot] and places[ends[slot]] <= origin + reach:
                ends[slot] += 1
            filled = filled and ends[slot] > begins[slot]
        if filled:
            return origin


@helper
def _distinct(work, slots, origin, reach):
    """Say whether each slot can have a position of its own: bipartite matching by augmenting paths (Kuhn 1955)."""
    for place in range(reach + 1):
        int64s(work, TAKEN)[place] = -1
    for slot in range(slots):
        int64s(work, HAS)[slot] = -1
    for slot in range(slots):
        free = _free_place(work, slot, origin, reach)
        if free < 0:
            return False
        while free >= 0:
            owner = int64s(work, ORIGIN)[free]
            int64s(work, TAKEN)[free] = owner
            int64s(work, HAS)[owner], free = free, int64s(work, HAS)[owner]
    return True


@helper
def _free_place(work, wanting, origin, reach):
    """Return a position that no slot has, at the end of a path of exchanges that begins with the slot; -1 for none."""
    for place in range(reach + 1):
        int64s(work, ORIGIN)[place] = -1
    waiting = int64s(work, WAITING)
    waiting[0] = wanting
    done, queued = 0, 1
    while done < queued:
        slot = waiting[done]
        done += 1
        for at in range(int64s(work, BEGIN)[slot], int64s(work, END)[slot]):
            place = int32s(work, PLACES)[at] - origin
            if int64s(work, ORIGIN)[place] < 0:
                int64s(work, ORIGIN)[place] = slot
                if int64s(work, TAKEN)[place] < 0:
                    return place
                waiting[queued] = int64s(work, TAKEN)[place]
                queued += 1
    return -1
