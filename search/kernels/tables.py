"""What each set of leaves says: whether the tree matches, and what the bound of a score is multiplied by.

A set is a document's mark.  Where leaves share a bit, it tells what *may* be there and what *must*.  Only the sets that
are met are looked at: few of the 256 that eight words can make are.
"""

from __future__ import annotations

from search.kernels.compile import helper
from search.kernels.layout import (
    AND,
    BIT,
    CODE,
    COORDINATE,
    EXTRA_PHRASE,
    INSTRUCTION,
    MATCHED,
    MATCHES,
    MAYBE,
    MINUS,
    NO,
    OR,
    PUBLISHED,
    SCORES,
    SHARES,
    STATES,
    SURE,
    UNASKED,
    WEIGH,
    WEIGHTS,
    YES,
)
from search.kernels.memory import float32s, float64_rows, float64s, int64_rows, int64s, uint8s

#: Bounds are sums of float32: so much is added for rounding.
MARGIN = 1.0 + 1e-5
#: States of a subtree: it may match, it must.
MAY, MUST = 1, 2


@helper
def forget_sets(work):
    """Forget what the sets of another program say."""
    uint8s(work, MATCHES)[:] = UNASKED


@helper
def doubtful(work):
    """Say whether a set may be a MAYBE: where a bit is shared by leaves of which it does not tell enough."""
    for step in range(len(int64_rows(work, CODE))):
        if int64_rows(work, CODE)[step, INSTRUCTION] <= PUBLISHED and not int64_rows(work, CODE)[step, SURE]:
            return True
    return False


@helper
def tabulate(work, marks):
    """Fill in ``matches`` and ``shares`` of a set: run the program on it.

    On the stack: what may match and what must, its share, the weight it may match.
    """
    code, weights, states = int64_rows(work, CODE), float64_rows(work, WEIGHTS), int64s(work, STATES)
    shares, matched = float64s(work, SCORES), float64s(work, MATCHED)
    top = -1
    for step in range(len(code)):
        instruction, weight = code[step, INSTRUCTION], weights[step, 0]
        if instruction <= PUBLISHED:
            top += 1
            there = marks & code[step, BIT] != 0
            states[top] = (MAY | MUST if code[step, SURE] else MAY) if there else 0
            shares[top] = 1.0
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
            shares[top] += weights[step, 1]
    float32s(work, SHARES)[marks] = shares[0] * MARGIN
    uint8s(work, MATCHES)[marks] = YES if states[0] & MUST else MAYBE if states[0] else NO
