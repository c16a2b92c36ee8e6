"""The NumPy twin of ``search.kernels``: the same functions on the same arrays, each as plainly as it can be said.

It is what tests hold the kernels against, and what searches where numba is not installed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.schema import NO_DATE
from search.kernels.layout import (
    AND,
    BASE,
    BOOST,
    COORDINATE,
    COUNT_WIDTH,
    COUNTS,
    DATE_KEY,
    DOCS,
    FIELD,
    FIRST,
    HELD,
    LAST,
    LENGTHS,
    MATCHES,
    MINUS,
    NAME_KEY,
    OR,
    PHRASE,
    POSITION_STARTS,
    POSITION_WIDTH,
    POSITIONS,
    PUBLISHED,
    RESULTS,
    SCORE_KEY,
    SLOPE,
    START,
    STORIES,
    STORY,
    UNIT,
    WEIGH,
    WEIGHT,
    Bytes,
    Columns,
    Filing,
    Floats,
    Found,
    Ints,
    Longs,
    Mapping,
    Program,
    Question,
    Scratch,
)
from search.phrases import occurrences
from search.rank import SCORE_DECIMALS

DATES = 1
BLOCK_SHIFT = 7


class Set(NamedTuple):
    """Which documents of a segment are in a set, their scores, and the weight that they matched; [N] each."""

    members: NDArray[np.bool_]
    scores: Floats
    matched: Floats


def execute(
    mapping: Mapping, program: Program, scratch: Scratch, columns: Columns, live: Bytes, conditions: Bytes,
    question: Question, found: Found, filing: Filing, budget: int,
) -> None:  # fmt: skip
    """See ``search.kernels.execute``; the whole segment at once, in one call."""
    result = _Interpreter(mapping, program, columns.published, question.k1).run()
    documents = np.flatnonzero(result.members & (live != 0) if len(live) else result.members)
    end = len(documents)
    found.documents[:end] = documents
    found.scores[:end] = result.scores[documents]
    filing.progress[[START, MATCHES]] = len(columns.published), end
    _collect(
        Found(found.documents[:end], found.scores[:end], found.lacking[:end]), columns, conditions, question, filing
    )


def rescore(mapping: Mapping, program: Program, scratch: Scratch, k1: float, documents: Ints, scores: Floats) -> None:
    """See ``search.kernels.ranked``; the twin leaves no document unscored."""
    raise NotImplementedError


class _Interpreter:
    def __init__(self, mapping: Mapping, program: Program, published: Longs, k1: float) -> None:
        self.mapping, self.program, self.published, self.k1 = mapping, program, published, k1
        self.stack: list[Set] = []

    def run(self) -> Set:
        for (instruction, first, second, _), (weight, total) in zip(
            self.program.code.tolist(), self.program.weights.tolist(), strict=True
        ):
            if instruction == UNIT:
                self.stack.append(self._unit(range(first, second), weight))
            elif instruction == PUBLISHED:
                self.stack.append(self._set((self.published >= first) & (self.published <= second)))
            elif instruction == PHRASE:
                self.stack.append(self._phrase(first))
            elif instruction in (WEIGH, COORDINATE):
                self.stack.append(_weighed(self.stack.pop(), instruction, weight, total))
            else:
                above = self.stack.pop()
                self.stack.append(_folded(self.stack.pop(), above, instruction, weight))
        return self.stack.pop()

    def _set(self, members: NDArray[np.bool_]) -> Set:
        return Set(members, np.zeros(len(members)), np.zeros(len(members)))

    def _unit(self, lists: range, weight: float) -> Set:
        """Score by the formula in ``search.plan``."""
        result = self._set(np.zeros(len(self.published), np.bool_))
        frequency = np.zeros(len(self.published))
        for field in dict.fromkeys(self.program.lists[lists, FIELD].tolist()):
            best = np.zeros(len(self.published))
            for at in lists:
                row = self.program.lists[at]
                if row[FIELD] == field:
                    documents = self._documents(row)
                    counts = _counts(self.mapping, row, row[FIRST], row[LAST])
                    best[documents] = np.maximum(best[documents], self.program.factors[at, WEIGHT] * counts)
                    result.members[documents] = True
                    last = at
            having = np.flatnonzero(best)
            frequency[having] += self.program.factors[last, BOOST] * best[having] / self._normalisation(last, having)
        result.scores[:] = weight * frequency * (self.k1 + 1.0) / (frequency + self.k1)
        return result

    def _documents(self, row: Longs) -> Ints:
        return self.mapping.words[row[DOCS] + row[FIRST] : row[DOCS] + row[LAST]]

    def _normalisation(self, at: int, documents: NDArray[np.intp]) -> Floats | float:
        if self.program.lists[at, LENGTHS] < 0:
            return 1.0
        lengths = self.mapping.words[self.program.lists[at, LENGTHS] + documents]
        divisor: Floats = self.program.factors[at, BASE] + self.program.factors[at, SLOPE] * lengths
        return divisor

    def _phrase(self, phrase: int) -> Set:
        """Score the sum of the units where the phrase stands."""
        first, last, _ = self.program.phrases[phrase].tolist()
        units = [
            self._unit(range(*self.program.slots[slot, :2]), self.program.slot_weights[slot])
            for slot in range(first, last)
        ]
        members = np.logical_and.reduce([unit.members for unit in units])
        for document in np.flatnonzero(members).tolist():
            members[document] = self._stands(phrase, document)
        return self._set(members)._replace(scores=np.sum([unit.scores for unit in units], axis=0))

    def _stands(self, phrase: int, document: int) -> bool:
        first, last, slop = self.program.phrases[phrase].tolist()
        slots = self.program.slots[first:last]
        fields = dict.fromkeys(self.program.lists[slots[0, 0] : slots[0, 1], FIELD].tolist())
        for field in fields:
            positions = [self._positions(range(begin, end), field, document) for begin, end in slots[:, :2].tolist()]
            if next(occurrences(positions, slots[:, 2].tolist(), slop), None) is not None:
                return True
        return False

    def _positions(self, lists: range, field: int, document: int) -> list[int]:
        """Return the ascending positions of any of the lists' terms in a field of a document."""
        found: set[int] = set()
        for at in lists:
            row = self.program.lists[at]
            places = np.flatnonzero(self._documents(row) == document) if row[FIELD] == field else ()
            for place in places:
                found.update(_positions(self.mapping, row, int(row[FIRST] + place)).tolist())
        return sorted(found)


def _counts(mapping: Mapping, row: Longs, first: int, last: int) -> Longs:
    if row[COUNT_WIDTH] == 0:
        return np.ones(last - first, np.int64)
    view = mapping.octets if row[COUNT_WIDTH] == 1 else mapping.shorts
    return view[row[COUNTS] + first : row[COUNTS] + last].astype(np.int64)


def _positions(mapping: Mapping, row: Longs, posting: int) -> NDArray[np.integer]:
    block = posting >> BLOCK_SHIFT
    start = int(mapping.longs[row[POSITION_STARTS] + block] + row[POSITIONS])
    start += int(_counts(mapping, row, block << BLOCK_SHIFT, posting).sum())
    view = mapping.shorts if row[POSITION_WIDTH] == 2 else mapping.words
    return view[start : start + int(_counts(mapping, row, posting, posting + 1)[0])]


def _folded(below: Set, above: Set, instruction: int, weight: float) -> Set:
    if instruction == OR:
        matched = np.where(below.members, below.matched, 0.0) + weight * above.members
        scores = np.where(below.members, below.scores, 0.0) + np.where(above.members, above.scores, 0.0)
        return Set(below.members | above.members, scores, matched)
    if instruction == AND:
        return Set(below.members & above.members, below.scores + above.scores, below.matched)
    assert instruction == MINUS  # noqa: S101
    return Set(below.members & ~above.members, below.scores, below.matched)


def _weighed(top: Set, instruction: int, weight: float, total: float) -> Set:
    if instruction == WEIGH:
        return top._replace(matched=np.full(len(top.members), weight))
    return top._replace(scores=top.scores * (1.0 - weight + weight * top.matched / total))


def _collect(found: Found, columns: Columns, conditions: Bytes, question: Question, filing: Filing) -> None:
    """Say what each document lacks, count the results, and keep the best; the rows of the heap are in order."""
    published = columns.published[found.documents]
    found.lacking[:] = conditions[found.documents] if len(conditions) else 0
    found.lacking[(published < question.since) | (published > question.until)] |= DATES
    results = np.flatnonzero(found.lacking == 0)
    stories = columns.story[found.documents[results]]
    new = np.unique(stories[stories >= 0])
    count = int(np.count_nonzero(stories < 0)) + int(np.count_nonzero(filing.stamps[new + 1] != question.stamp))
    filing.stamps[new + 1] = question.stamp
    rows = _rows(found, columns, question, results)
    rows = rows[np.lexsort((-rows[:, NAME_KEY], -rows[:, DATE_KEY], -rows[:, SCORE_KEY]))]
    if question.grouped:
        alone = rows[:, STORY] < 0
        _, first = np.unique(rows[:, STORY], return_index=True)
        alone[first] = True
        rows = rows[alone]
    held = min(len(rows), len(filing.heap) - 1)
    filing.heap[:held] = rows[:held]
    filing.progress[[RESULTS, STORIES, HELD]] = len(results), count, held


def _rows(found: Found, columns: Columns, question: Question, results: NDArray[np.intp]) -> Floats:
    documents = found.documents[results]
    published, scores = columns.published[documents], found.scores[results]
    dated = published != NO_DATE
    if question.order == 0 and question.most > 0:
        age = np.maximum(question.now - np.where(dated, published, question.now), 0.0)
        scores = scores * np.where(dated, 1.0 + question.most * np.exp2(-age / question.half_life), 1.0)
    key = np.round(scores, SCORE_DECIMALS) if question.order == 0 else np.zeros(len(scores))
    day = np.where(dated, ~published, published) if question.order == 2 else published
    names, stories = -columns.rank[documents], columns.story[documents]
    return np.column_stack((key, day, names, scores, documents, stories)).astype(np.float64)


def count_codes(found: Found, own: int, codes: Ints, counts: Longs) -> None:
    """See ``search.kernels.collect``."""
    chosen = codes[found.documents[found.lacking & ~np.uint8(own) == 0]]
    counts += np.bincount(chosen[chosen >= 0], minlength=len(counts))


def count_values(found: Found, own: int, indptr: Ints, codes: Ints, ordinals: Ints, counts: Longs) -> None:
    """See ``search.kernels.collect``."""
    for document in found.documents[found.lacking & ~np.uint8(own) == 0].tolist():
        held = np.unique(ordinals[codes[indptr[document] : indptr[document + 1]]])
        counts[held[held >= 0]] += 1


def of_stories(found: Found, story: Ints, stamps: Ints, stamp: int, places: Ints) -> int:
    """See ``search.kernels.collect``."""
    numbers = story[found.documents]
    chosen = np.flatnonzero((numbers >= 0) & (found.lacking == 0) & (stamps[numbers + 1] == stamp))
    places[: len(chosen)] = chosen
    return len(chosen)
