"""Bare words, the most common of queries: a ranked OR of units in which most documents need no score.

What a document can score follows from which units it has: a unit of weight w gives less than w · (k1 + 1), and
coordination takes from a document that lacks some.  So a window is read twice: to note which units each document has,
which is all that totals, filters and facets need; then for the scores of those that may be among the best.
"""

from __future__ import annotations

import numpy as np

from search.kernels.compile import FLOAT, FLOATS, INTS, MAPPING, NONE, PROGRAM, SCRATCH, helper, kernel
from search.kernels.layout import BOOST, DOCS, FIRST, LAST, WEIGHT
from search.kernels.postings import count, field_end, frequency_of, normalisation

#: What looking a document up in a list costs, in postings read.
LOOKUP = 12
#: Windows are small at first, as nothing can be left out until there are as many results as are wanted.
FIRST_WINDOW = 256
#: The score of a document that cannot be among the best.
UNSCORED = -1.0


@helper
def rank_window(mapping, program, scratch, start, size, live, k1, least, documents, scores, found):
    """Write the window's live documents out from place ``found`` on, in order, scored if they may reach ``least``.

    Returns the next place.
    """
    _note_units(mapping, program, scratch, start)
    _note_viable(program, k1, least, scratch.viable)
    marks, touched, viable = scratch.seen[0], scratch.touched[0], scratch.viable
    begin, held = found, 0
    for place in range(size):
        units = marks[place]
        if units:
            wanted = viable[units] and (len(live) == 0 or live[start + place])
            marks[place] = units if wanted else 0
            if wanted:
                touched[held] = place
                held += 1
            documents[found] = start + place
            if len(live) == 0 or live[start + place]:
                found += 1
    _score(mapping, program, scratch, start, k1, held)
    set_scores = scratch.scores[0]
    for at in range(begin, found):
        place = documents[at] - start
        scores[at] = set_scores[place] if marks[place] else UNSCORED
        marks[place] = 0
    return found


@helper
def _total(program):
    """Return the weight of all units."""
    total = 0.0
    for unit in range(len(program.units)):
        total += program.ranking[unit]
    return total


@helper
def _coordination(program, matched, total):
    share = program.ranking[len(program.units)]
    return 1.0 - share + share * matched / total if share > 0.0 and total > 0.0 else 1.0


@helper
def _note_units(mapping, program, scratch, start):
    """Set in ``seen[0]`` the bits of the units that each document of the window has."""
    words, marks = mapping.words, scratch.seen[0]
    for unit in range(len(program.units)):
        bit = np.uint8(1 << unit)
        for at in range(program.units[unit, 0], program.units[unit, 1]):
            docs = program.lists[at, DOCS]
            for posting in range(scratch.begins[at], scratch.ends[at]):
                marks[words[docs + posting] - start] |= bit


@helper
def _note_viable(program, k1, least, viable):
    """Say for each set of units whether a document that has just these may score ``least``."""
    total = _total(program)
    for units in range(1 << len(program.units)):
        matched = 0.0
        for unit in range(len(program.units)):
            if units >> unit & 1:
                matched += program.ranking[unit]
        viable[units] = matched * (k1 + 1.0) * _coordination(program, matched, total) >= least


@helper
def _score(mapping, program, scratch, start, k1, held):
    """Score the first ``held`` documents of set 0, which have marks."""
    touched, scores, matched, marks = scratch.touched[0], scratch.scores[0], scratch.matched[0], scratch.seen[0]
    for i in range(held):
        scores[touched[i]] = matched[touched[i]] = 0.0
    for unit in range(len(program.units) if held else 0):
        weight = program.ranking[unit]
        _frequencies(mapping, program, scratch, start, unit, held)
        for i in range(held):
            place = touched[i]
            if marks[place] >> unit & 1:
                frequency = scratch.tf[place]
                scratch.tf[place] = 0.0
                scores[place] += weight * frequency * (k1 + 1.0) / (frequency + k1)
                matched[place] += weight
    total = _total(program)
    for i in range(held):
        scores[touched[i]] *= _coordination(program, matched[touched[i]], total)


@helper
def _frequencies(mapping, program, scratch, start, unit, held):
    """Put the unit's term frequencies into ``tf``, by whichever way is shorter."""
    first, last = program.units[unit, 0], program.units[unit, 1]
    postings = 0
    for at in range(first, last):
        postings += scratch.ends[at] - scratch.begins[at]
    if held * (last - first) * LOOKUP >= postings:
        _read(mapping, program, scratch, start, first, last)
        return
    touched, marks, tf = scratch.touched[0], scratch.seen[0], scratch.tf
    for i in range(held):
        place = touched[i]
        if marks[place] >> unit & 1:
            tf[place] = frequency_of(mapping, program, scratch, first, last, start + place)


@helper
def _read(mapping, program, scratch, start, first, last):
    """Add to ``tf`` from all postings of documents that have a mark."""
    words, marks, tf, best = mapping.words, scratch.seen[0], scratch.tf, scratch.best
    while first < last:
        end = field_end(program.lists, first, last)
        for at in range(first, end):
            docs, weight = program.lists[at, DOCS], program.factors[at, WEIGHT]
            for posting in range(scratch.begins[at], scratch.ends[at]):
                place = words[docs + posting] - start
                if marks[place]:
                    best[place] = max(best[place], weight * count(mapping, program.lists, at, posting))
        for at in range(first, end):
            docs, boost = program.lists[at, DOCS], program.factors[at, BOOST]
            for posting in range(scratch.begins[at], scratch.ends[at]):
                document = words[docs + posting]
                place = document - start
                if marks[place]:
                    tf[place] += boost * best[place] / normalisation(mapping, program, at, document)
                    best[place] = 0.0
        first = end


@kernel(NONE(MAPPING, PROGRAM, SCRATCH, FLOAT, INTS, FLOATS))
def rescore(mapping, program, scratch, k1, documents, scores):
    """Fill in the scores of ``documents``, which are all results."""
    for at in range(len(program.lists)):
        scratch.begins[at], scratch.ends[at] = program.lists[at, FIRST], program.lists[at, LAST]
    total = _total(program)
    for i in range(len(documents)):
        score, matched = 0.0, 0.0
        for unit in range(len(program.units)):
            first, last = program.units[unit, 0], program.units[unit, 1]
            frequency = frequency_of(mapping, program, scratch, first, last, np.int64(documents[i]))
            if frequency >= 0.0:
                score += program.ranking[unit] * frequency * (k1 + 1.0) / (frequency + k1)
                matched += program.ranking[unit]
        scores[i] = score * _coordination(program, matched, total)
