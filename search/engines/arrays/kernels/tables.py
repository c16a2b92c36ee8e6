"""What each set of leaves says: whether the tree matches, and what the bound of a score is multiplied by.

A set is a document's mark.  Where leaves share a bit, it tells what *may* be there and what *must*.  Only the sets that
are met are looked at: few of the 256 that eight words can make are.
"""

from __future__ import annotations

import numpy as np

from index.compiled import helper
from search.engines.arrays.kernels.layout import (
    ADDS,
    AND,
    BIT,
    CHOSEN,
    CODE,
    COORDINATE,
    EXTRA_PHRASE,
    GAIN,
    INSTRUCTION,
    MARKS,
    MATCHED,
    MATCHES,
    MAYBE,
    MINUS,
    NO,
    OPERAND,
    OR,
    PHRASE,
    PHRASES,
    PUBLISHED,
    QUESTION_NUMBERS,
    SCORES,
    SHARES,
    SLOT_WEIGHTS,
    SLOTS,
    STATES,
    SURE,
    TOLD,
    UNASKED,
    WEIGH,
    WEIGHTS,
    YES,
)
from search.engines.arrays.kernels.memory import float32s, float64_rows, float64s, int32s, int64_rows, int64s, uint8s
from search.engines.arrays.kernels.phrases import LEAF

#: Bounds are sums of float32: so much is added for rounding.
MARGIN = 1.0 + 1e-5
#: What a set takes, in documents that are looked at for theirs.
SET_COST = 32
#: The share of what leaves can score at most that the best documents have.
MUCH = 0.7
#: States of a subtree: it may match, it must.
MAY, MUST = 1, 2


@helper
def forget_sets(work):
    """Forget what the sets of another program say; return the largest set of this one."""
    uint8s(work, MATCHES)[:] = UNASKED
    bits = 0
    for step in range(len(int64_rows(work, CODE))):
        if int64_rows(work, CODE)[step, INSTRUCTION] <= PUBLISHED:
            bits |= int64_rows(work, CODE)[step, BIT]
    return bits


@helper
def ask(work, largest, held):
    """Tabulate all sets up to the ``largest``, or, where that is less work, those of the documents that are held."""
    matches = uint8s(work, MATCHES)
    if (largest + 1) * SET_COST < held:
        for marks in range(largest + 1):
            if matches[marks] == UNASKED:
                tabulate(work, marks)
    else:
        for i in range(held):
            marks = np.int64(uint8s(work, MARKS)[int32s(work, CHOSEN)[i]])
            if matches[marks] == UNASKED:
                tabulate(work, marks)


@helper
def doubtful(work):
    """Say whether a set may be a MAYBE: where a bit is shared by leaves of which it does not tell enough."""
    for step in range(len(int64_rows(work, CODE))):
        if int64_rows(work, CODE)[step, INSTRUCTION] <= PUBLISHED and not int64_rows(work, CODE)[step, SURE]:
            return True
    return False


@helper
def tabulate(work, marks):
    """Fill in ``matches``, ``shares`` and ``adds`` of a set: run the program on it.

    On the stack: what may match and what must, its share, the weight it may match.  Extras are bounded apart.
    """
    code, weights, states = int64_rows(work, CODE), float64_rows(work, WEIGHTS), int64s(work, STATES)
    shares, matched, told = float64s(work, SCORES), float64s(work, MATCHED), float64s(work, TOLD)
    top, extra = -1, 0.0
    for step in range(len(code)):
        instruction, weight = code[step, INSTRUCTION], weights[step, 0]
        if instruction <= PUBLISHED:
            top += 1
            there = marks & code[step, BIT] != 0
            states[top] = (MAY | MUST if code[step, SURE] else MAY) if there else 0
            shares[top] = 1.0
            told[step] = 0.0
        elif instruction <= MINUS:
            top -= 1
            above, state = states[top + 1], states[top]
            if instruction == OR:
                matched[top] = (matched[top] if state else 0.0) + (weight if above else 0.0)
                shares[top] = max(shares[top] if state else 0.0, shares[top + 1] if above else 0.0)
                states[top] = state | above
            elif instruction == AND:
                shares[top] = max(shares[top], shares[top + 1])
                states[top] = state & above
            else:
                states[top] = state & ((0 if above & MUST else MAY) | (0 if above & MAY else MUST))
        elif instruction == WEIGH:
            matched[top] = weight
        elif instruction == COORDINATE:
            shares[top] *= 1.0 - weight + weight * min(1.0, matched[top] / weights[step, 1])
        elif instruction == EXTRA_PHRASE and marks & code[step, BIT] == code[step, BIT]:
            extra += weights[step, 1]
            _tell(work, code[step, OPERAND])
    share, add = _bound_of_extras(work, marks, extra)
    float32s(work, SHARES)[marks] = (shares[0] + share) * MARGIN
    float32s(work, ADDS)[marks] = (float64s(work, GAIN)[0] + add) * MARGIN
    uint8s(work, MATCHES)[marks] = YES if states[0] & MUST else MAYBE if states[0] else NO


@helper
def _tell(work, phrase):
    """Add to ``told`` of each leaf of a phrase how much of the leaf's score the phrase adds."""
    slots, told = int64_rows(work, SLOTS), float64s(work, TOLD)
    for slot in range(int64_rows(work, PHRASES)[phrase, 0], int64_rows(work, PHRASES)[phrase, 1]):
        leaf = slots[slot, LEAF]
        if leaf >= 0:
            told[leaf] += float64s(work, SLOT_WEIGHTS)[slot] / float64_rows(work, WEIGHTS)[leaf, 0]


@helper
def _bound_of_extras(work, marks, extra):
    """Return the share and the sum that bound what phrases add to a document with a set of leaves.

    ``extra`` times the score of all leaves is one bound.  Another is what each leaf is told: the least of that for the
    score of all, and the rest for the most that each can score.  The one is taken that is less for what scores much.
    """
    code, weights, told, k1 = int64_rows(work, CODE), float64_rows(work, WEIGHTS), float64s(work, TOLD), _k1(work)
    least, most, together = extra, 0.0, 0.0
    for step in range(len(code)):
        if code[step, INSTRUCTION] <= PUBLISHED and marks & code[step, BIT]:
            scored = weights[step, 0] * (k1 + 1.0)
            if scored > 0.0 or code[step, INSTRUCTION] == PHRASE:
                least = min(least, told[step])
            most += scored
            together += told[step] * scored
    add = together - least * most
    return (least, add) if least * MUCH * most + add < extra * MUCH * most else (extra, 0.0)


@helper
def _k1(work):
    return float64s(work, GAIN)[QUESTION_NUMBERS]
