"""The interpreter: a program over one segment, a window of documents at a time.

Windows keep what is written at random (scores, frequencies) in the processor's cache, and let the caller look at the
clock between calls.  Between windows the cursors gallop to the first document that the program can match at all.
"""

from __future__ import annotations

import numpy as np

from search.kernels.collect import boost, collect, least
from search.kernels.compile import (
    COLUMNS,
    FILING,
    FOUND,
    INT,
    MAPPING,
    NONE,
    OCTETS,
    PROGRAM,
    QUESTION,
    SCRATCH,
    helper,
    kernel,
)
from search.kernels.layout import (
    AND,
    COORDINATE,
    DOCS,
    INSTRUCTION,
    LAST,
    MATCHES,
    MINUS,
    OPERAND,
    OPERAND2,
    OR,
    PHRASE,
    PUBLISHED,
    RESTRICTED,
    START,
    UNIT,
    WEIGH,
)
from search.kernels.phrases import push_phrase
from search.kernels.postings import move_to, rewind
from search.kernels.ranked import FIRST_WINDOW, rank_window
from search.kernels.sets import (
    clear,
    coordinate,
    fold_and,
    fold_minus,
    fold_or,
    push_published,
    push_unit,
    weigh,
)

#: What a window costs besides its postings, in postings: by itself, and for each list.
WINDOW_COST = 64
LIST_COST = 8


@helper
def _first_of(mapping, program, scratch, first, last, start, documents):
    """Return the first document from ``start`` on in any of the lists, or ``documents``."""
    found = documents
    for at in range(first, last):
        if scratch.ends[at] < program.lists[at, LAST]:
            found = min(found, np.int64(mapping.words[program.lists[at, DOCS] + scratch.ends[at]]))
    return max(start, found)


@helper
def next_candidate(mapping, program, scratch, start, documents):
    """Return the first document from ``start`` on that the program may match, or ``documents``."""
    top = -1
    stack = scratch.held
    for step in range(len(program.code)):
        instruction = program.code[step, INSTRUCTION]
        if instruction == UNIT:
            top += 1
            first, last = program.code[step, OPERAND], program.code[step, OPERAND2]
            stack[top] = _first_of(mapping, program, scratch, first, last, start, documents)
        elif instruction == PHRASE:
            top += 1
            stack[top] = start
            phrase = program.code[step, OPERAND]
            for slot in range(program.phrases[phrase, 0], program.phrases[phrase, 1]):
                first, last = program.slots[slot, 0], program.slots[slot, 1]
                document = _first_of(mapping, program, scratch, first, last, start, documents)
                stack[top] = max(stack[top], document)
        elif instruction == PUBLISHED:
            top += 1
            stack[top] = start
        elif instruction in (OR, AND, MINUS):
            top -= 1
            if instruction == OR:
                stack[top] = min(stack[top], stack[top + 1])
            elif instruction == AND:
                stack[top] = max(stack[top], stack[top + 1])
    return stack[0]


@helper
def run(mapping, program, published, k1, start, scratch):
    """Run the program on the window at ``start``; the result is set 0."""
    size = len(scratch.tf)
    top = -1
    for step in range(len(program.code)):
        instruction = program.code[step, INSTRUCTION]
        first, second = program.code[step, OPERAND], program.code[step, OPERAND2]
        restricted = program.code[step, RESTRICTED] == 1
        weight = program.weights[step, 0]
        if instruction == UNIT:
            top += 1
            push_unit(mapping, program, first, second, start, k1, weight, scratch, top, restricted)
        elif instruction == PHRASE:
            top += 1
            push_phrase(mapping, program, first, start, k1, scratch, top, restricted)
        elif instruction == PUBLISHED:
            top += 1
            push_published(published, first, second, start, size, scratch, top, restricted)
        elif instruction == OR:
            top -= 1
            fold_or(scratch, top, weight)
        elif instruction == AND:
            top -= 1
            fold_and(scratch, top)
        elif instruction == MINUS:
            top -= 1
            fold_minus(scratch, top)
        elif instruction == WEIGH:
            weigh(scratch, top, weight)
        elif instruction == COORDINATE:
            coordinate(scratch, top, weight, program.weights[step, 1])


@helper
def emit(scratch, start, live, documents, scores, found):
    """Write the live documents of set 0 out from place ``found`` on, and empty the set; return the next place."""
    touched, set_scores = scratch.touched[0], scratch.scores[0]
    for i in range(scratch.held[0]):
        place = touched[i]
        documents[found] = start + place
        scores[found] = set_scores[place]
        if len(live) == 0 or live[start + place]:
            found += 1
    clear(scratch, 0)
    return found


@kernel(NONE(MAPPING, PROGRAM, SCRATCH, COLUMNS, OCTETS, OCTETS, QUESTION, FOUND, FILING, INT))
def execute(mapping, program, scratch, columns, live, conditions, question, found, filing, budget):
    """Run ``program`` on from where ``filing.progress`` stands until about ``budget`` postings are read.

    ``live`` uint8 [N] says which documents are not deleted, ``conditions`` uint8 [N] what each lacks but for dates;
    both may be empty, when none is and none does.  What matches goes into ``found``, whose arrays are [N + 1].
    """
    documents = len(columns.published)
    progress = filing.progress
    if progress[START] == 0:
        rewind(program, scratch)
    while progress[START] < documents and budget > 0:
        start = next_candidate(mapping, program, scratch, progress[START], documents)
        if start < documents:
            begin = progress[MATCHES]
            ranked = len(program.units) > 0 and question.order == 0
            size = min(len(scratch.tf), max(FIRST_WINDOW, start)) if ranked else len(scratch.tf)
            budget -= move_to(mapping, program, scratch, start, size)
            budget -= WINDOW_COST + LIST_COST * len(program.lists)
            boosted = boost(columns.published, start, min(start + size, documents), question)
            if ranked:
                least_score = least(question, filing, boosted)
                progress[MATCHES] = rank_window(
                    mapping, program, scratch, start, size, live, question.k1, least_score,
                    found.documents, found.scores, begin,
                )  # fmt: skip
            else:
                run(mapping, program, columns.published, question.k1, start, scratch)
                progress[MATCHES] = emit(scratch, start, live, found.documents, found.scores, begin)
            collect(found, begin, columns, conditions, question, filing, boosted)
            start += size
        progress[START] = min(start, documents)
