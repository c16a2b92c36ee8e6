"""Where the units of a phrase stand; ``search.phrases`` says the same in Python."""

from __future__ import annotations

import numpy as np

from search.kernels.compile import helper, inlined
from search.kernels.layout import DOCS, FIELD, POSITION_STARTS, POSITION_WIDTH, POSITIONS
from search.kernels.postings import advance, count, counts_of, field_end, frequency_of

#: Postings per block of the segment: see index.segment.layout.
BLOCK_SHIFT = 7

# Columns of the program's slots.
FIRST_LIST, LAST_LIST, OFFSET = range(3)

# Rows of the scratch for slots: its lists in the field; where its positions end, after those of the slots before it;
# for slop: the next position to start from, those within reach of it; for matching: whose turn it is, what it has.
BEGIN_LIST, END_LIST, BOUND, HEAD, BEGIN, END, WAITING, HAS = range(8)
# Rows of the scratch for the positions within reach: the slot that has it, the slot from which it was come upon.
TAKEN, ORIGIN = range(2)
NEVER = 1 << 40


@helper
def push_phrase(mapping, program, phrase, start, k1, scratch, top, restricted):
    """Push the documents in which the phrase stands in a field, scored as the sum of its units.

    They are looked for field by field; only then are those found scored, from all fields.
    """
    first, last, slop = program.phrases[phrase]
    scratch.held[top] = 0
    at, end = program.slots[first, FIRST_LIST], program.slots[first, LAST_LIST]
    while at < end:
        _stand_in(mapping, program, first, last, slop, program.lists[at, FIELD], start, scratch, top, restricted)
        at = field_end(program.lists, at, end)
    for i in range(scratch.held[top]):
        place = scratch.touched[top, i]
        score = 0.0
        for slot in range(first, last):
            begin, end = program.slots[slot, FIRST_LIST], program.slots[slot, LAST_LIST]
            frequency = frequency_of(mapping, program, scratch, begin, end, start + place)
            score += program.slot_weights[slot] * frequency * (k1 + 1.0) / (frequency + k1)
        scratch.scores[top, place] = score


@helper
def _stand_in(mapping, program, first, last, slop, field, start, scratch, top, restricted):
    """Add the documents in which the phrase stands in one field: the slots leapfrog to those that have all."""
    slots = last - first
    for slot in range(slots):
        if not _lists_of(program, first + slot, field, scratch, slot):
            return
    held = scratch.held[top]
    nowhere = start + len(scratch.tf)
    target, agreed, slot = start, 0, 0
    while True:
        document = _next(mapping, program, slot, target, scratch, nowhere)
        if document == nowhere:
            break
        agreed = agreed + 1 if document == target and agreed else 1
        target = document
        slot = slot + 1 if slot + 1 < slots else 0
        if agreed == slots:
            place = document - start
            if scratch.seen[top, place] == 0 and (not restricted or scratch.seen[top - 1, place]):
                _gather(mapping, program, slots, document, scratch)
                if (
                    _consecutive(program, first, slots, scratch)
                    if slop == 0
                    else _near(program, first, slots, slop, scratch)
                ):
                    scratch.seen[top, place] = 1
                    scratch.touched[top, held] = place
                    held += 1
            target, agreed = document + 1, 0
    scratch.held[top] = held


@helper
def _lists_of(program, slot, field, scratch, row):
    """Find a slot's lists in a field, and put their cursors at the window; say whether there is a posting."""
    at, end = program.slots[slot, FIRST_LIST], program.slots[slot, LAST_LIST]
    while at < end and program.lists[at, FIELD] != field:
        at = field_end(program.lists, at, end)
    scratch.slots[BEGIN_LIST, row] = scratch.slots[END_LIST, row] = at
    postings = 0
    if at < end:
        scratch.slots[END_LIST, row] = field_end(program.lists, at, end)
        for each in range(at, scratch.slots[END_LIST, row]):
            scratch.nows[each] = scratch.begins[each]
            scratch.summed[each] = -1
            postings += scratch.ends[each] - scratch.begins[each]
    return postings > 0


@inlined
def _next(mapping, program, slot, target, scratch, nowhere):
    """Return the first document from ``target`` on that one of the slot's lists has in the window, and move there."""
    first = nowhere
    for at in range(scratch.slots[BEGIN_LIST, slot], scratch.slots[END_LIST, slot]):
        docs, end = program.lists[at, DOCS], scratch.ends[at]
        posting = advance(mapping.words, docs, scratch.nows[at], end, target)
        scratch.nows[at] = posting
        if posting < end:
            first = min(first, np.int64(mapping.words[docs + posting]))
    return first


@inlined
def _gather(mapping, program, slots, document, scratch):
    """Fill ``places`` with the positions of the slots in the document, one slot after the other."""
    end = 0
    for slot in range(slots):
        begin = end
        for at in range(scratch.slots[BEGIN_LIST, slot], scratch.slots[END_LIST, slot]):
            posting = scratch.nows[at]
            if posting < scratch.ends[at] and mapping.words[program.lists[at, DOCS] + posting] == document:
                middle = end
                end += count(mapping, counts_of(program.lists, at), posting)
                _copy(mapping, program.lists, at, posting, scratch, middle, end)
                end = _united(scratch.places, begin, middle, end)
        scratch.slots[BOUND, slot] = end


@inlined
def _copy(mapping, lists, at, posting, scratch, begin, end):
    start = _position_start(mapping, lists, at, posting, scratch) - begin
    places = scratch.places
    if lists[at, POSITION_WIDTH] == 2:
        for i in range(begin, end):
            places[i] = mapping.shorts[start + i]
    else:
        for i in range(begin, end):
            places[i] = mapping.words[start + i]


@inlined
def _position_start(mapping, lists, at, posting, scratch):
    """Return where the posting's positions begin: counted on from the last one asked for, when that is in its block."""
    before, start = scratch.summed[at], scratch.sums[at]
    block = posting >> BLOCK_SHIFT
    if before < 0 or before >> BLOCK_SHIFT != block:
        before = block << BLOCK_SHIFT
        start = mapping.longs[lists[at, POSITION_STARTS] + block] + lists[at, POSITIONS]
    counts = counts_of(lists, at)
    for each in range(before, posting):
        start += count(mapping, counts, each)
    scratch.summed[at], scratch.sums[at] = posting, start
    return start


@inlined
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
def _begin(scratch, slot):
    """Return where a slot's positions begin."""
    return scratch.slots[BOUND, slot - 1] if slot else 0


@inlined
def _consecutive(program, first, slots, scratch):
    """Say whether a position of each slot lies at its offset from one of the first slot."""
    for slot in range(slots):
        scratch.slots[HEAD, slot] = _begin(scratch, slot)
    places, bounds, heads = scratch.places, scratch.slots[BOUND], scratch.slots[HEAD]
    for at in range(bounds[0]):
        start = places[at] - program.slots[first, OFFSET]
        slot = 1
        while slot < slots:
            wanted = start + program.slots[first + slot, OFFSET]
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
def _near(program, first, slots, slop, scratch):
    """Slide a window over the positions, from each position of each slot."""
    reach = slop
    for slot in range(slots):
        reach = max(reach, program.slots[first + slot, OFFSET] + slop)
        for row in (HEAD, BEGIN, END):
            scratch.slots[row, slot] = _begin(scratch, slot)
    while True:
        origin = _slide(slots, reach, scratch)
        if origin == NEVER:
            return False
        if _distinct(slots, origin, scratch, reach):
            return True


@helper
def _slide(slots, reach, scratch):
    """Move the window to the next position at which each slot has one within reach; return it, NEVER at the end."""
    places, bounds = scratch.places, scratch.slots[BOUND]
    heads, begins, ends = scratch.slots[HEAD], scratch.slots[BEGIN], scratch.slots[END]
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
def _distinct(slots, origin, scratch, reach):
    """Say whether each slot can have a position of its own: bipartite matching by augmenting paths (Kuhn 1955)."""
    for place in range(reach + 1):
        scratch.reach[TAKEN, place] = -1
    for slot in range(slots):
        scratch.slots[HAS, slot] = -1
    for slot in range(slots):
        free = _free_place(slot, origin, scratch, reach)
        if free < 0:
            return False
        while free >= 0:
            owner = scratch.reach[ORIGIN, free]
            scratch.reach[TAKEN, free] = owner
            scratch.slots[HAS, owner], free = free, scratch.slots[HAS, owner]
    return True


@helper
def _free_place(wanting, origin, scratch, reach):
    """Return a position that no slot has, at the end of a path of exchanges that begins with the slot; -1 for none."""
    for place in range(reach + 1):
        scratch.reach[ORIGIN, place] = -1
    waiting = scratch.slots[WAITING]
    waiting[0] = wanting
    done, queued = 0, 1
    while done < queued:
        slot = waiting[done]
        done += 1
        for at in range(scratch.slots[BEGIN, slot], scratch.slots[END, slot]):
            place = scratch.places[at] - origin
            if scratch.reach[ORIGIN, place] < 0:
                scratch.reach[ORIGIN, place] = slot
                if scratch.reach[TAKEN, place] < 0:
                    return place
                waiting[queued] = scratch.reach[TAKEN, place]
                queued += 1
    return -1
