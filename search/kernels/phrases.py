"""Where the units of a phrase stand; ``search.phrases`` says the same in Python."""

from __future__ import annotations

import numpy as np

from search.kernels.compile import helper
from search.kernels.layout import DOCS, FIELD, POSITION_STARTS, POSITION_WIDTH, POSITIONS
from search.kernels.postings import advance, count, field_end, frequency_of

#: Postings per block of the segment: see index.segment.layout.
BLOCK_SHIFT = 7

# Columns of slots.
FIRST_LIST, LAST_LIST, OFFSET = range(3)


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
    ranges = np.empty((slots, 2), np.int64)  # the lists of each slot in this field
    for slot in range(slots):
        if not _lists_of(program, program.slots[first + slot], field, scratch, ranges[slot]):
            return
    offsets = program.slots[first:last, OFFSET].copy()
    bounds = np.zeros(slots + 1, np.int64)
    places = np.empty(256, np.int32)
    held = scratch.held[top]
    nowhere = start + len(scratch.tf)
    target, agreed, slot = start, 0, 0
    while True:
        document = _next(mapping, program, ranges[slot], target, scratch, nowhere)
        if document == nowhere:
            break
        agreed = agreed + 1 if document == target and agreed else 1
        target = document
        slot = slot + 1 if slot + 1 < slots else 0
        if agreed == slots:
            place = document - start
            if scratch.seen[top, place] == 0 and (not restricted or scratch.seen[top - 1, place]):
                places = _gather(mapping, program, ranges, document, scratch, places, bounds)
                if _consecutive(places, bounds, offsets) if slop == 0 else _near(places, bounds, offsets.max() + slop):
                    scratch.seen[top, place] = 1
                    scratch.touched[top, held] = place
                    held += 1
            target, agreed = document + 1, 0
    scratch.held[top] = held


@helper
def _lists_of(program, slot, field, scratch, found):
    """Find a slot's lists in a field, and put their cursors at the window; say whether there is a posting."""
    at, end = slot[FIRST_LIST], slot[LAST_LIST]
    while at < end and program.lists[at, FIELD] != field:
        at = field_end(program.lists, at, end)
    found[0] = found[1] = at
    postings = 0
    if at < end:
        found[1] = field_end(program.lists, at, end)
        for each in range(found[0], found[1]):
            scratch.nows[each] = scratch.begins[each]
            scratch.summed[each] = -1
            postings += scratch.ends[each] - scratch.begins[each]
    return postings > 0


@helper
def _next(mapping, program, lists, target, scratch, nowhere):
    """Return the first document from ``target`` on that one of the lists has in the window, and move there."""
    first = nowhere
    for at in range(lists[0], lists[1]):
        docs, end = program.lists[at, DOCS], scratch.ends[at]
        posting = advance(mapping.words, docs, scratch.nows[at], end, target)
        scratch.nows[at] = posting
        if posting < end:
            first = min(first, np.int64(mapping.words[docs + posting]))
    return first


@helper
def _gather(mapping, program, ranges, document, scratch, places, bounds):
    """Fill ``places`` with the positions of each slot, from bounds[slot] to bounds[slot + 1]; return it or a larger one."""
    for slot in range(len(ranges)):
        begin = bounds[slot]
        end = begin
        for at in range(ranges[slot, 0], ranges[slot, 1]):
            posting = scratch.nows[at]
            if posting < scratch.ends[at] and mapping.words[program.lists[at, DOCS] + posting] == document:
                occurring = count(mapping, program.lists, at, posting)
                places = _with_room(places, end, occurring)
                start = _position_start(mapping, program.lists, at, posting, scratch)
                if program.lists[at, POSITION_WIDTH] == 2:
                    for i in range(occurring):
                        places[end + i] = mapping.shorts[start + i]
                else:
                    for i in range(occurring):
                        places[end + i] = mapping.words[start + i]
                end = _united(places, begin, end, end + occurring)
        bounds[slot + 1] = end
    return places


@helper
def _with_room(places, used, more):
    if used + more <= len(places):
        return places
    larger = np.empty(2 * (used + more), np.int32)
    larger[:used] = places[:used]
    return larger


@helper
def _position_start(mapping, lists, at, posting, scratch):
    """Return where the posting's positions begin: counted on from the last one asked for, when that is in its block."""
    before, start = scratch.summed[at], scratch.sums[at]
    block = posting >> BLOCK_SHIFT
    if before < 0 or before >> BLOCK_SHIFT != block:
        before = block << BLOCK_SHIFT
        start = mapping.longs[lists[at, POSITION_STARTS] + block] + lists[at, POSITIONS]
    for each in range(before, posting):
        start += count(mapping, lists, at, each)
    scratch.summed[at], scratch.sums[at] = posting, start
    return start


@helper
def _united(places, begin, middle, end):
    """Merge two sorted runs of positions in place; return the new end, what they share counting once."""
    if begin == middle:
        return end
    places[begin:end].sort()
    kept = begin + 1
    for at in range(begin + 1, end):
        if places[at] != places[kept - 1]:
            places[kept] = places[at]
            kept += 1
    return kept


@helper
def _consecutive(places, bounds, offsets):
    """Say whether a position of each slot lies at its offset from one of the first slot."""
    for first in range(bounds[0], bounds[1]):
        start = places[first] - offsets[0]
        slot = 1
        while slot < len(offsets) and _has(places, bounds[slot], bounds[slot + 1], start + offsets[slot]):
            slot += 1
        if slot == len(offsets):
            return True
    return False


@helper
def _has(places, begin, end, wanted):
    while begin < end and places[begin] < wanted:
        begin += 1
    return begin < end and places[begin] == wanted


@helper
def _near(places, bounds, reach):
    """Slide a window of ``reach`` over the positions, from each position of each slot."""
    slots = len(bounds) - 1
    begins, ends, heads = bounds[:-1].copy(), bounds[:-1].copy(), bounds[:-1].copy()
    while True:
        first = np.int64(1) << 40
        for slot in range(slots):
            if heads[slot] < bounds[slot + 1]:
                first = min(first, np.int64(places[heads[slot]]))
        if first == np.int64(1) << 40:
            return False
        filled = True
        for slot in range(slots):
            while heads[slot] < bounds[slot + 1] and places[heads[slot]] <= first:
                heads[slot] += 1
            while begins[slot] < bounds[slot + 1] and places[begins[slot]] < first:
                begins[slot] += 1
            while ends[slot] < bounds[slot + 1] and places[ends[slot]] <= first + reach:
                ends[slot] += 1
            filled = filled and ends[slot] > begins[slot]
        if filled and _distinct(places, begins, ends, first, reach):
            return True


@helper
def _distinct(places, begins, ends, first, reach):
    """Say whether each slot can have a position of its own: bipartite matching by augmenting paths (Kuhn 1955)."""
    slots = len(begins)
    taken = np.full(reach + 1, -1, np.int64)  # the slot that has a position
    origin = np.empty(reach + 1, np.int64)  # the slot from which a position was reached
    waiting = np.empty(slots, np.int64)
    held = np.full(slots, -1, np.int64)  # the position that a slot has
    for wanting in range(slots):
        origin[:] = -1
        waiting[0] = wanting
        done, queued, free = 0, 1, -1
        while done < queued and free < 0:
            slot = waiting[done]
            done += 1
            for at in range(begins[slot], ends[slot]):
                place = places[at] - first
                if origin[place] < 0:
                    origin[place] = slot
                    if taken[place] < 0:
                        free = place
                        break
                    waiting[queued] = taken[place]
                    queued += 1
        if free < 0:
            return False
        while free >= 0:
            slot = origin[free]
            taken[free] = slot
            held[slot], free = free, held[slot]
    return True
