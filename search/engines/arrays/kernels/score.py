"""The exact score of one document: the program run on it."""

from __future__ import annotations

import numpy as np

from index.compiled import helper
from search.engines.arrays.kernels.layout import (
    AND,
    BIT,
    CODE,
    COORDINATE,
    EXTRA_PHRASE,
    EXTRA_UNIT,
    INSTRUCTION,
    MATCHED,
    MINUS,
    OPERAND,
    OPERAND2,
    OR,
    PHRASE,
    PHRASES,
    PUBLISHED,
    PUBLISHED_AT,
    REQUIRED,
    SCORES,
    SLOT_WEIGHTS,
    SLOTS,
    SURE,
    TOLD,
    UNIT,
    UNKNOWN,
    WEIGH,
    WEIGHTS,
)
from search.engines.arrays.kernels.memory import float64_rows, float64s, int64_at, int64_rows
from search.engines.arrays.kernels.phrases import LEAF, phrase_score, stands
from search.engines.arrays.kernels.postings import unit_score

#: No score: the document does not match.
ABSENT = -1.0


@helper
def score_of(work, segments, segment, k1, document, marks, least):  # noqa: C901, PLR0912  # a table of instructions
    """Return the score of a document, or ABSENT; ``marks`` says which leaves it may have, if not UNKNOWN.

    A score that extras cannot bring to ``least`` is returned without them.
    """
    code, weights = int64_rows(work, CODE), float64_rows(work, WEIGHTS)
    scores, matched, told = float64s(work, SCORES), float64s(work, MATCHED), float64s(work, TOLD)
    top = -1
    promising = False
    for step in range(len(code)):
        instruction, weight = code[step, INSTRUCTION], weights[step, 0]
        if instruction <= PUBLISHED:
            top += 1
            scores[top] = _leaf(work, segments, segment, k1, document, marks, step)
            told[step] = scores[top]
            if scores[top] < 0.0 and code[step, REQUIRED]:
                return ABSENT
        elif instruction == OR:
            top -= 1
            if scores[top] < 0.0:
                matched[top] = 0.0
            if scores[top + 1] >= 0.0:
                scores[top] = max(scores[top], 0.0) + scores[top + 1]
                matched[top] += weight
        elif instruction == AND:
            top -= 1
            both = scores[top] >= 0.0 and scores[top + 1] >= 0.0
            scores[top] = scores[top] + scores[top + 1] if both else ABSENT
        elif instruction == MINUS:
            top -= 1
            scores[top] = ABSENT if scores[top + 1] >= 0.0 else scores[top]
        elif scores[top] >= 0.0:
            if instruction == WEIGH:
                matched[top] = weight
            elif instruction == COORDINATE:
                scores[top] *= 1.0 - weight + weight * matched[top] / weights[step, 1]
            else:
                if not promising and scores[top] + _promised(work, k1, step) < least:
                    return scores[top]
                promising = True
                scores[top] += max(0.0, _extra(work, segment, k1, document, step))
    return scores[0]


@helper
def _leaf(work, segments, segment, k1, document, marks, step):
    """Return what the leaf scores there, or ABSENT."""
    instruction, first, second = (
        int64_rows(work, CODE)[step, INSTRUCTION],
        int64_rows(work, CODE)[step, OPERAND],
        int64_rows(work, CODE)[step, OPERAND2],
    )
    known = marks != UNKNOWN
    if known and not marks & int64_rows(work, CODE)[step, BIT]:
        return ABSENT
    if instruction == UNIT:
        return unit_score(work, segment, first, second, float64_rows(work, WEIGHTS)[step, 0], k1, document)
    if instruction == PHRASE:
        alone = int64_rows(work, CODE)[step, SURE] == 2
        if not (known and alone) and not stands(work, segment, first, document):
            return ABSENT
        return phrase_score(work, segment, first, k1, document)
    published = int64_at(segments[segment, PUBLISHED_AT], document)
    return 0.0 if first <= published <= second else ABSENT


@helper
def _promised(work, k1, first):
    """Return the most that extras from step ``first`` on add, when nothing comes after them; else no bound."""
    code, promised = int64_rows(work, CODE), 0.0
    for step in range(first, len(code)):
        if code[step, INSTRUCTION] == EXTRA_PHRASE:
            promised += max(0.0, _worth(work, code[step, OPERAND]))
        elif code[step, INSTRUCTION] == EXTRA_UNIT:
            promised += float64_rows(work, WEIGHTS)[step, 0] * (k1 + 1.0)
        else:
            return np.inf
    return promised


@helper
def _worth(work, phrase):
    """Return what a phrase scores where it stands: ABSENT without one of its words, infinity where leaves do not tell.

    It is the sum of what its words have scored as leaves, in proportion to their weights.
    """
    slots, told, worth = int64_rows(work, SLOTS), float64s(work, TOLD), 0.0
    for slot in range(int64_rows(work, PHRASES)[phrase, 0], int64_rows(work, PHRASES)[phrase, 1]):
        leaf = slots[slot, LEAF]
        if leaf < 0:
            return np.inf
        if told[leaf] < 0.0:
            return ABSENT
        worth += told[leaf] * float64s(work, SLOT_WEIGHTS)[slot] / float64_rows(work, WEIGHTS)[leaf, 0]
    return worth


@helper
def _extra(work, segment, k1, document, step):
    """Return what the extra adds, ABSENT when it is not there."""
    first, second = int64_rows(work, CODE)[step, OPERAND], int64_rows(work, CODE)[step, OPERAND2]
    if int64_rows(work, CODE)[step, INSTRUCTION] == EXTRA_UNIT:
        return unit_score(work, segment, first, second, float64_rows(work, WEIGHTS)[step, 0], k1, document)
    worth = _worth(work, first)
    if worth < 0.0 or not stands(work, segment, first, document):
        return ABSENT
    return worth if worth < np.inf else phrase_score(work, segment, first, k1, document)
