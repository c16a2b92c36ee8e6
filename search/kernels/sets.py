"""The stack of scored document sets: pushing one, and folding the topmost into the one below."""

from __future__ import annotations

from search.kernels.compile import helper
from search.kernels.postings import frequency_of, scan

#: Looking a document up in a list costs about as much as reading so many postings.
LOOKUP = 8


@helper
def push_unit(mapping, program, first, last, start, k1, weight, scratch, top, restricted):
    """Push a unit's documents in the window; at least those in the set below, when ``restricted``."""
    if restricted and _few(scratch, first, last, scratch.held[top - 1]):
        _push_candidates(mapping, program, first, last, start, k1, weight, scratch, top)
        return
    scan(mapping, program, first, last, start, scratch, top)
    scores, touched, tf = scratch.scores[top], scratch.touched[top], scratch.tf
    for i in range(scratch.held[top]):
        place = touched[i]
        frequency = tf[place]
        tf[place] = 0.0
        scores[place] = weight * frequency * (k1 + 1.0) / (frequency + k1)


@helper
def _few(scratch, first, last, candidates):
    """Say whether looking the candidates up is cheaper than reading the lists."""
    postings = 0
    for at in range(first, last):
        postings += scratch.ends[at] - scratch.begins[at]
    return candidates * (last - first) * LOOKUP < postings


@helper
def _push_candidates(mapping, program, first, last, start, k1, weight, scratch, top):
    held = 0
    for i in range(scratch.held[top - 1]):
        place = scratch.touched[top - 1, i]
        frequency = frequency_of(mapping, program, scratch, first, last, start + place)
        if frequency >= 0.0:
            scratch.touched[top, held] = place
            scratch.seen[top, place] = 1
            scratch.scores[top, place] = weight * frequency * (k1 + 1.0) / (frequency + k1)
            held += 1
    scratch.held[top] = held


@helper
def push_published(column, since, until, start, size, scratch, top, restricted):
    """Push the documents with since <= published <= until; of the set below, when ``restricted``."""
    held = 0
    for i in range(scratch.held[top - 1] if restricted else min(size, len(column) - start)):
        place = scratch.touched[top - 1, i] if restricted else i
        if since <= column[start + place] <= until:
            scratch.touched[top, held] = place
            scratch.seen[top, place] = 1
            scratch.scores[top, place] = 0.0
            held += 1
    scratch.held[top] = held


@helper
def fold_or(scratch, top, weight):
    """Add the set above ``top`` to it, and ``weight`` to what matched there."""
    scores, matched, seen, touched = scratch.scores[top], scratch.matched[top], scratch.seen[top], scratch.touched[top]
    others, other_scores, other_seen = scratch.touched[top + 1], scratch.scores[top + 1], scratch.seen[top + 1]
    held = scratch.held[top]
    for i in range(scratch.held[top + 1]):
        place = others[i]
        other_seen[place] = 0
        if seen[place]:
            scores[place] += other_scores[place]
            matched[place] += weight
        else:
            seen[place] = 1
            scores[place] = other_scores[place]
            matched[place] = weight
            touched[held] = place
            held += 1
    scratch.held[top] = held


@helper
def fold_and(scratch, top):
    """Keep what is in the set above, too, and add its scores."""
    held = 0
    for i in range(scratch.held[top]):
        place = scratch.touched[top, i]
        if scratch.seen[top + 1, place]:
            scratch.scores[top, place] += scratch.scores[top + 1, place]
            scratch.touched[top, held] = place
            held += 1
        else:
            scratch.seen[top, place] = 0
    scratch.held[top] = held
    clear(scratch, top + 1)


@helper
def fold_minus(scratch, top):
    """Keep what is not in the set above."""
    held = 0
    for i in range(scratch.held[top]):
        place = scratch.touched[top, i]
        if scratch.seen[top + 1, place]:
            scratch.seen[top, place] = 0
        else:
            scratch.touched[top, held] = place
            held += 1
    scratch.held[top] = held
    clear(scratch, top + 1)


@helper
def clear(scratch, top):
    """Unmark the documents of a set that is done with."""
    for i in range(scratch.held[top]):
        scratch.seen[top, scratch.touched[top, i]] = 0


@helper
def weigh(scratch, top, weight):
    """Note the weight as matched by all."""
    for i in range(scratch.held[top]):
        scratch.matched[top, scratch.touched[top, i]] = weight


@helper
def coordinate(scratch, top, share, total):
    """Scale the scores by how much of the total weight matched."""
    for i in range(scratch.held[top]):
        place = scratch.touched[top, i]
        scratch.scores[top, place] *= 1.0 - share + share * scratch.matched[top, place] / total
