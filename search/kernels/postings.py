"""Posting lists of a window of documents: finding the window, and the weighted term frequency of a unit in it.

A window is the documents from ``start`` on; in scratch arrays they are counted from there.
"""

from __future__ import annotations

from search.kernels.compile import helper, inlined
from search.kernels.layout import (
    BASE,
    BOOST,
    COUNT_WIDTH,
    COUNTS,
    DOCS,
    FIELD,
    FIRST,
    LAST,
    LENGTHS,
    SLOPE,
    WEIGHT,
)


@helper
def advance(words, docs, posting, last, target):
    """Return the first posting from ``posting`` on whose document is ``target`` or later: galloping, then halving."""
    if posting >= last or words[docs + posting] >= target:
        return posting
    step = 1
    low = posting
    while low + step < last and words[docs + low + step] < target:
        low += step
        step *= 2
    high = min(low + step, last)
    low += 1
    while low < high:
        middle = (low + high) >> 1
        if words[docs + middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


@helper
def rewind(program, scratch):
    """Put every list's cursors before its first posting."""
    for at in range(len(program.lists)):
        scratch.ends[at] = program.lists[at, FIRST]


@helper
def move_to(mapping, program, scratch, start, size):
    """Set every list's cursors to the window; return how many postings there are."""
    words, begins, ends = mapping.words, scratch.begins, scratch.ends
    postings = 0
    for at in range(len(program.lists)):
        docs = program.lists[at, DOCS]
        last = program.lists[at, LAST]
        begins[at] = advance(words, docs, ends[at], last, start)
        ends[at] = advance(words, docs, begins[at], last, start + size)
        postings += ends[at] - begins[at]
    return postings


@inlined
def counts_of(lists, at):
    """Return where the counts of list ``at`` lie, and how wide they are, for ``count``."""
    return lists[at, COUNTS], lists[at, COUNT_WIDTH]


@inlined
def count(mapping, counts, posting):
    """Return how often the term occurs in the posting.

    Loops keep ``counts`` in registers: what they write might change ``lists``, for all the compiler knows.
    """
    place, width = counts
    if width == 1:
        return int(mapping.octets[place + posting])
    if width == 2:
        return int(mapping.shorts[place + posting])
    return 1


@inlined
def normalisation_of(program, at):
    """Return where the lengths of list ``at`` lie, and the factors of BM25F's divisor, for ``normalisation``."""
    return program.lists[at, LENGTHS], program.factors[at, BASE], program.factors[at, SLOPE]


@inlined
def normalisation(mapping, divisor, document):
    """Return BM25F's divisor of the term frequency."""
    lengths, base, slope = divisor
    if lengths < 0:
        return 1.0
    return base + slope * mapping.words[lengths + document]


@inlined
def find(mapping, program, scratch, at, document):
    """Return the posting of the document in list ``at``, which is in the window, or -1."""
    docs, end = program.lists[at, DOCS], scratch.ends[at]
    posting = advance(mapping.words, docs, scratch.begins[at], end, document)
    return posting if posting < end and mapping.words[docs + posting] == document else -1


@helper
def field_end(lists, first, last):
    """Return the end of the lists that are of the same field as list ``first``."""
    end = first + 1
    while end < last and lists[end, FIELD] == lists[first, FIELD]:
        end += 1
    return end


@helper
def widest(scratch, first, last):
    """Return which of the lists has most postings in the window."""
    found = first
    for at in range(first + 1, last):
        if scratch.ends[at] - scratch.begins[at] > scratch.ends[found] - scratch.begins[found]:
            found = at
    return found


@helper
def scan(mapping, program, first, last, start, scratch, top):
    """Read a unit's lists in the window: documents into set ``top``, term frequencies into ``tf``, which was zero.

    Of the lists of a field the widest is read once; what the others have is put by before, and what is left of that
    is added afterwards.
    """
    scratch.held[top] = 0
    while first < last:
        end = field_end(program.lists, first, last)
        main = widest(scratch, first, end)
        for at in range(first, end):
            if at != main:
                _improve(mapping, program, at, start, scratch, top)
        _add(mapping, program, main, start, scratch, top)
        for at in range(first, end):
            if at != main:
                _add_best(mapping, program, at, start, scratch)
        first = end


@helper
def _add(mapping, program, at, start, scratch, top):
    words, docs = mapping.words, program.lists[at, DOCS]
    counts, divisor = counts_of(program.lists, at), normalisation_of(program, at)
    weight, boost = program.factors[at, WEIGHT], program.factors[at, BOOST]
    touched, seen, tf, best = scratch.touched[top], scratch.seen[top], scratch.tf, scratch.best
    held = scratch.held[top]
    for posting in range(scratch.begins[at], scratch.ends[at]):
        document = words[docs + posting]
        place = document - start
        most = max(best[place], weight * count(mapping, counts, posting))
        best[place] = 0.0
        tf[place] += boost * most / normalisation(mapping, divisor, document)
        touched[held] = place
        held += 1 - seen[place]
        seen[place] = 1
    scratch.held[top] = held


@helper
def _improve(mapping, program, at, start, scratch, top):
    words, docs, weight = mapping.words, program.lists[at, DOCS], program.factors[at, WEIGHT]
    counts = counts_of(program.lists, at)
    touched, seen, best = scratch.touched[top], scratch.seen[top], scratch.best
    held = scratch.held[top]
    for posting in range(scratch.begins[at], scratch.ends[at]):
        place = words[docs + posting] - start
        best[place] = max(best[place], weight * count(mapping, counts, posting))
        touched[held] = place
        held += 1 - seen[place]
        seen[place] = 1
    scratch.held[top] = held


@helper
def _add_best(mapping, program, at, start, scratch):
    words, docs, boost = mapping.words, program.lists[at, DOCS], program.factors[at, BOOST]
    divisor = normalisation_of(program, at)
    tf, best = scratch.tf, scratch.best
    for posting in range(scratch.begins[at], scratch.ends[at]):
        document = words[docs + posting]
        place = document - start
        tf[place] += boost * best[place] / normalisation(mapping, divisor, document)
        best[place] = 0.0


@helper
def frequency_of(mapping, program, scratch, first, last, document):
    """Return a unit's weighted term frequency in one document of the window; -1 when it is not there."""
    tf = 0.0
    present = False
    while first < last:
        end = field_end(program.lists, first, last)
        best = 0.0
        for at in range(first, end):
            posting = find(mapping, program, scratch, at, document)
            if posting >= 0:
                present = True
                occurring = count(mapping, counts_of(program.lists, at), posting)
                best = max(best, program.factors[at, WEIGHT] * occurring)
        if best > 0.0:
            tf += (
                program.factors[first, BOOST]
                * best
                / normalisation(mapping, normalisation_of(program, first), document)
            )
        first = end
    return tf if present else -1.0
