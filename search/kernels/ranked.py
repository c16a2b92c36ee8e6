"""Bare words, the most common of queries: a ranked OR of units in which most documents need no score.

What a document can score follows from which units it has: a unit of weight w gives less than w · (k1 + 1), and
coordination takes from a document that lacks some.  So a window is read twice: to note which units each document has,
which is all that totals, filters and facets need; then for the scores of those that may be among the best.
"""

from __future__ import annotations

import numpy as np

from search.kernels.compile import FLOAT, FLOATS, INTS, MAPPING, NONE, PROGRAM, SCRATCH, helper, inlined, kernel
from search.kernels.layout import BOOST, DOCS, FIRST, LAST, WEIGHT
from search.kernels.postings import (
    count,
    counts_of,
    field_end,
    frequency_of,
    normalisation,
    normalisation_of,
    widest,
)

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
    _note_sets(program, k1, least, scratch)
    held, end = _sift(scratch, start, size, live, documents, found)
    held = _score(mapping, program, scratch, start, k1, least, held)
    for at in range(found, end):
        scores[at] = UNSCORED
    marks, set_scores, touched, places = scratch.seen[0], scratch.scores[0], scratch.touched[0], scratch.touched[1]
    for i in range(held):
        scores[places[i]] = set_scores[touched[i]]
        marks[touched[i]] = 0
    return end


@helper
def _sift(scratch, start, size, live, documents, found):
    """Write the window's live documents out; keep the marks of the viable ones, which become set 0.

    Returns how many those are, and the next place; ``touched[1]`` is where they are in ``documents``.  There are no
    branches, as nothing could predict them.
    """
    marks, viable, touched, places = scratch.seen[0], scratch.viable, scratch.touched[0], scratch.touched[1]
    held = 0
    for place in range(size):
        units = marks[place]
        if len(live):
            units *= live[start + place]
        wanted = viable[units]
        marks[place] = units * wanted
        touched[held] = place
        places[held] = found
        held += wanted
        documents[found] = start + place
        found += 1 if units else 0
    return held, found


@helper
def _total(program):
    """Return the weight of all units."""
    total = 0.0
    for unit in range(len(program.units)):
        total += program.ranking[unit]
    return total


@inlined
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
def _note_sets(program, k1, least, scratch):
    """Note for each set of units its coordination, the most that it can add to a score, and whether that is enough."""
    total = _total(program)
    for units in range(1 << len(program.units)):
        matched = 0.0
        for unit in range(len(program.units)):
            if units >> unit & 1:
                matched += program.ranking[unit]
        scratch.factor[units] = _coordination(program, matched, total)
        scratch.gain[units] = matched * (k1 + 1.0)
        scratch.viable[units] = 1 if units and scratch.gain[units] * scratch.factor[units] >= least else 0


@helper
def _score(mapping, program, scratch, start, k1, least, held):
    """Score the first ``held`` documents of set 0 unit by unit, and drop those that fall behind; return who stays."""
    touched, places, scores, marks = scratch.touched[0], scratch.touched[1], scratch.scores[0], scratch.seen[0]
    tf, gain, factor = scratch.tf, scratch.gain, scratch.factor
    for i in range(held):
        scores[touched[i]] = 0.0
    for unit in range(len(program.units)):
        if held == 0:
            break
        weight = program.ranking[unit] * (k1 + 1.0)
        later = 255 << (unit + 1) & 255
        _frequencies(mapping, program, scratch, start, unit, held)
        kept = 0
        for i in range(held):
            place = touched[i]
            units = marks[place]
            frequency = tf[place]
            tf[place] = 0.0
            score = scores[place] + weight * frequency / (frequency + k1)
            scores[place] = score
            touched[kept], places[kept] = place, places[i]
            stays = (score + gain[units & later]) * factor[units] >= least
            marks[place] = units if stays else 0
            kept += 1 if stays else 0
        held = kept
    for i in range(held):
        place = touched[i]
        scores[place] *= factor[marks[place]]
    return held


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
    """Add to ``tf`` from all postings of documents that have a mark, as ``postings.scan`` does."""
    while first < last:
        end = field_end(program.lists, first, last)
        main = widest(scratch, first, end)
        for at in range(first, end):
            if at != main:
                _read_best(mapping, program, scratch, start, at)
        _read_main(mapping, program, scratch, start, main)
        for at in range(first, end):
            if at != main:
                _add_read(mapping, program, scratch, start, at)
        first = end


@helper
def _read_main(mapping, program, scratch, start, at):
    words, marks, docs = mapping.words, scratch.seen[0], program.lists[at, DOCS]
    tf, best = scratch.tf, scratch.best
    counts, divisor = counts_of(program.lists, at), normalisation_of(program, at)
    weight, boost = program.factors[at, WEIGHT], program.factors[at, BOOST]
    for posting in range(scratch.begins[at], scratch.ends[at]):
        document = words[docs + posting]
        place = document - start
        if marks[place]:
            most = max(best[place], weight * count(mapping, counts, posting))
            best[place] = 0.0
            tf[place] += boost * most / normalisation(mapping, divisor, document)


@helper
def _read_best(mapping, program, scratch, start, at):
    words, marks, best, docs = mapping.words, scratch.seen[0], scratch.best, program.lists[at, DOCS]
    counts, weight = counts_of(program.lists, at), program.factors[at, WEIGHT]
    for posting in range(scratch.begins[at], scratch.ends[at]):
        place = words[docs + posting] - start
        if marks[place]:
            best[place] = max(best[place], weight * count(mapping, counts, posting))


@helper
def _add_read(mapping, program, scratch, start, at):
    words, marks, tf, best = mapping.words, scratch.seen[0], scratch.tf, scratch.best
    docs, boost, divisor = program.lists[at, DOCS], program.factors[at, BOOST], normalisation_of(program, at)
    for posting in range(scratch.begins[at], scratch.ends[at]):
        document = words[docs + posting]
        place = document - start
        if marks[place]:
            tf[place] += boost * best[place] / normalisation(mapping, divisor, document)
            best[place] = 0.0


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
