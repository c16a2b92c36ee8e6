"""Where the units of a phrase stand in one document; ``search.phrases`` says the same in Python."""

from __future__ import annotations

import numpy as np

from search.kernels.compile import helper
from search.kernels.layout import FIELD, POSITION_STARTS, POSITION_WIDTH, POSITIONS
from search.kernels.postings import count, find

#: Postings per block of the segment: see index.segment.layout.
BLOCK_SHIFT = 7


@helper
def stands(mapping, program, phrase, document):
    """Say whether the phrase stands in a field of ``document``, which is in the window."""
    first = program.phrases[phrase, 0]
    field = np.int64(-1)
    for at in range(program.slots[first, 0], program.slots[first, 1]):
        if program.lists[at, FIELD] != field:
            field = program.lists[at, FIELD]
            if _stands_in(mapping, program, phrase, document, field):
                return True
    return False


@helper
def _stands_in(mapping, program, phrase, document, field):
    first, last, slop = program.phrases[phrase]
    places = np.empty(64, np.int32)
    bounds = np.zeros(last - first + 1, np.int64)
    for slot in range(first, last):
        begin = bounds[slot - first]
        end = begin
        for at in range(program.slots[slot, 0], program.slots[slot, 1]):
            posting = find(mapping, program, at, document) if program.lists[at, FIELD] == field else -1
            if posting >= 0:
                occurring = count(mapping, program.lists, at, posting)
                places = _with_room(places, end, occurring)
                _copy_positions(mapping, program.lists, at, posting, places[end : end + occurring])
                end = _united(places, begin, end, end + occurring)
        if begin == end:
            return False
        bounds[slot - first + 1] = end
    offsets = program.slots[first:last, 2].copy()
    if slop == 0:
        return _consecutive(places, bounds, offsets)
    return _near(places, bounds, offsets.max() + slop)


@helper
def _with_room(places, used, more):
    if used + more <= len(places):
        return places
    larger = np.empty(2 * (used + more), np.int32)
    larger[:used] = places[:used]
    return larger


@helper
def _copy_positions(mapping, lists, at, posting, places):
    start = mapping.longs[lists[at, POSITION_STARTS] + (posting >> BLOCK_SHIFT)] + lists[at, POSITIONS]
    for before in range((posting >> BLOCK_SHIFT) << BLOCK_SHIFT, posting):
        start += count(mapping, lists, at, before)
    for i in range(len(places)):
        if lists[at, POSITION_WIDTH] == 2:
            places[i] = mapping.shorts[start + i]
        else:
            places[i] = mapping.words[start + i]


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
    at = bounds[:-1].copy()
    for first in range(bounds[0], bounds[1]):
        start = places[first] - offsets[0]
        together = True
        for slot in range(1, len(offsets)):
            wanted = start + offsets[slot]
            while at[slot] < bounds[slot + 1] and places[at[slot]] < wanted:
                at[slot] += 1
            if at[slot] == bounds[slot + 1]:
                return False
            if places[at[slot]] != wanted:
                together = False
                break
        if together:
            return True
    return False


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
