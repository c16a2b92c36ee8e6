"""The NumPy twin of ``search.engines.arrays.kernels``: the same functions on the same arrays, each as plainly as it
can be said.

It is what tests hold the kernels against, and what searches where numba is not installed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.articles.schema import NO_DATE
from search.engines.arrays.kernels.layout import (
    AND,
    BASE,
    BOOST,
    CODE_COLUMNS,
    COORDINATE,
    COUNTS,
    COVER_COLUMNS,
    DATE_KEY,
    DATES,
    DOCS,
    DOCUMENT,
    DOCUMENTS,
    EXTRA_PHRASE,
    EXTRA_UNIT,
    FACTOR_COLUMNS,
    FIELD,
    FILTER_COLUMNS,
    FIRST,
    FIRST_ROW,
    HEAP_COLUMNS,
    HELD,
    LAST,
    LENGTHS,
    LIST_COLUMNS,
    LIVE_AT,
    MINUS,
    MORE,
    MORE_COUNTS,
    MORE_POSTINGS,
    NAME_BYTES,
    NAME_CODES,
    NAME_STARTS,
    NEXT,
    NUMBER,
    OR,
    PHRASE,
    PHRASE_COLUMNS,
    POSITION_STARTS,
    POSITION_WIDTH,
    POSITIONS,
    PUBLISHED,
    PUBLISHED_AT,
    QUESTION_INTEGERS,
    QUESTION_NUMBERS,
    RESULTS,
    ROW,
    SCORE_KEY,
    SEGMENT,
    SEGMENT_COLUMNS,
    SLOPE,
    SLOT_COLUMNS,
    STAMPS,
    STORIES,
    STORY,
    STORY_AT,
    UNIT,
    WEIGH,
    WEIGHT,
    WEIGHT_COLUMNS,
    Bytes,
    Floats,
    Ints,
    Longs,
    Question,
    Results,
    Shorts,
)
from search.plan.phrases import occurrences
from search.plan.scoring import SCORE_DECIMALS

BLOCK_SHIFT = 7


class Set(NamedTuple):
    """Which documents of a segment are in a set, their scores, and the weight that they matched; [N] each."""

    members: NDArray[np.bool_]
    scores: Floats
    matched: Floats


class Parts(NamedTuple):
    """The parts of a program."""

    code: Longs
    slots: Longs
    phrases: Longs
    cover: Longs
    filters: Longs
    weights: Floats
    factors: Floats
    slot_weights: Floats
    lists: Longs


def execute(table: Longs, program: Longs, segments: Longs, _: int) -> None:
    """See ``search.engines.arrays.kernels.execute``; one segment in each call."""
    (parts, question), results = _parts(program, len(segments)), _results(table)
    segment = int(results.progress[NEXT])
    found = _Interpreter(parts, segments, segment, question.k1).run()
    documents, scores, lacking = _lacking(found, parts, segments, segment, question)
    number = results.progress[NUMBER] + segment
    if question.counted:
        row, results.counts[number] = segments[segment, ROW], len(documents)
        results.found[row : row + len(documents)] = documents
        results.lacking[row : row + len(documents)] = lacking
    _collect(documents[lacking == 0], scores[lacking == 0], segments[segment], int(number), question, results)
    results.progress[NEXT] += 1


def examine(table: Longs, program: Longs, segments: Longs, members: Longs, scores: Floats) -> None:
    """See ``search.engines.arrays.kernels.execute``."""
    parts, question = _parts(program, len(segments))
    scores[:] = -1.0
    for segment in np.unique(members[:, 0]).tolist():
        found = _Interpreter(parts, segments, segment, question.k1).run()
        documents, known, lacking = _lacking(found, parts, segments, segment, question)
        score = _fresh(known, _columns(segments[segment])[0][documents], question)
        result = dict(zip(documents[lacking == 0].tolist(), score[lacking == 0].tolist(), strict=True))
        for at in np.flatnonzero(members[:, 0] == segment).tolist():
            scores[at] = result.get(int(members[at, 1]), -1.0)


def put_in_order(table: Longs) -> None:
    """See ``search.engines.arrays.kernels.execute``; the rows are in order already."""


def _parts(program: Longs, segments: int) -> tuple[Parts, Question]:
    """Return a program in parts, and what is asked: see ``search.engines.arrays.kernels.layout``."""
    code, slots, phrases, cover, filters, lists = program[QUESTION_INTEGERS:FIRST_ROW].tolist()
    rows = ((code, CODE_COLUMNS), (slots, SLOT_COLUMNS), (phrases, PHRASE_COLUMNS), (cover, COVER_COLUMNS))
    integers = (*rows, (filters, FILTER_COLUMNS), (lists * segments, LIST_COLUMNS))
    steps, slotted, phrased, covering, filtering, listed = _divided(program[FIRST_ROW:], integers)
    after = FIRST_ROW + sum(count * columns for count, columns in integers)
    numbers = ((1 + QUESTION_NUMBERS, 1), (code, WEIGHT_COLUMNS), (lists, FACTOR_COLUMNS), (slots, 1))
    asked, weights, factors, slot_weights = _divided(program[after:].view(np.float64), numbers)
    question = Question(*program[:QUESTION_INTEGERS].tolist(), *asked[1:, 0].tolist())
    tables = listed.reshape(lists, segments, LIST_COLUMNS)
    parts = Parts(steps, slotted, phrased, covering, filtering, weights, factors, slot_weights[:, 0], tables)
    return parts, question


def _divided(array: NDArray[Any], shapes: Iterable[tuple[int, int]]) -> Iterator[NDArray[Any]]:
    """Yield arrays of these shapes that lie one after the other."""
    for rows, columns in shapes:
        yield array[: rows * columns].reshape(rows, columns)
        array = array[rows * columns :]


def _results(table: Longs) -> Results:
    """Return the arrays that are noted in the table."""
    noted = table[STAMPS : STAMPS + len(Results._fields)].tolist()
    return Results(*map(_noted, noted, _RESULTS))


def _noted(row: list[int], kind: tuple[Any, int]) -> NDArray[Any]:
    (address, *shape), (dtype, columns) = row, kind
    array = _at(address, dtype, 0, shape[0] * columns)
    return array if columns == 1 else array.reshape(-1, columns)


#: Of what ``Results`` consist: the type, and how many columns there are.
_RESULTS = (
    (np.int32, 1),
    (np.int32, 1),
    (np.float64, HEAP_COLUMNS),
    (np.int64, 1),
    (np.int32, 1),
    (np.uint8, 1),
    (np.int64, 1),
    (np.int64, SEGMENT_COLUMNS),
)


def _at(address: int, dtype: Any, first: int, last: int) -> NDArray[Any]:
    """Return elements ``first`` to ``last`` of the array at an address."""
    size, count = np.dtype(dtype).itemsize, int(last) - int(first)
    if count <= 0:
        return np.zeros(0, dtype)
    return np.frombuffer((ctypes.c_uint8 * (count * size)).from_address(int(address) + int(first) * size), dtype)


def _columns(row: Longs) -> tuple[Longs, Ints]:
    """Return the dates and stories of a segment."""
    documents = int(row[DOCUMENTS])
    return _at(int(row[PUBLISHED_AT]), np.int64, 0, documents), _at(int(row[STORY_AT]), np.int32, 0, documents)


class _Interpreter:
    def __init__(self, program: Parts, segments: Longs, segment: int, k1: float) -> None:
        self.program, self.lists, self.k1 = program, program.lists[:, segment], k1
        self.published, _ = _columns(segments[segment])
        self.stack: list[Set] = []

    def run(self) -> Set:
        for (instruction, first, second, *_), (weight, total) in zip(
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
            elif instruction in (EXTRA_UNIT, EXTRA_PHRASE):
                extra = self._unit(range(first, second), weight) if instruction == EXTRA_UNIT else self._phrase(first)
                top = self.stack.pop()
                self.stack.append(top._replace(scores=top.scores + np.where(extra.members, extra.scores, 0.0)))
            else:
                above = self.stack.pop()
                self.stack.append(_folded(self.stack.pop(), above, instruction, weight))
        return self.stack.pop()

    def _set(self, members: NDArray[np.bool_]) -> Set:
        return Set(members, np.zeros(len(members)), np.zeros(len(members)))

    def _unit(self, lists: range, weight: float) -> Set:
        """Score by the formula in ``search.plan.plan``."""
        result = self._set(np.zeros(len(self.published), np.bool_))
        frequency = np.zeros(len(self.published))
        for field in dict.fromkeys(self.lists[lists, FIELD].tolist()):
            best = np.zeros(len(self.published))
            for at in lists:
                row = self.lists[at]
                if row[FIELD] == field:
                    documents = documents_of(row)
                    counts = _counts(row, row[FIRST], row[LAST])
                    best[documents] = np.maximum(best[documents], self.program.factors[at, WEIGHT] * counts)
                    result.members[documents] = True
                    last = at
            having = np.flatnonzero(best)
            frequency[having] += self.program.factors[last, BOOST] * best[having] / self._normalisation(last, having)
        result.scores[:] = weight * frequency * (self.k1 + 1.0) / (frequency + self.k1)
        return result

    def _normalisation(self, at: int, documents: NDArray[np.intp]) -> Floats | float:
        if not self.lists[at, LENGTHS]:
            return 1.0
        lengths = _at(int(self.lists[at, LENGTHS]), np.int32, 0, len(self.published))[documents]
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
        fields = dict.fromkeys(self.lists[slots[0, 0] : slots[0, 1], FIELD].tolist())
        for field in fields:
            positions = [self._positions(range(begin, end), field, document) for begin, end in slots[:, :2].tolist()]
            if next(occurrences(positions, slots[:, 2].tolist(), slop), None) is not None:
                return True
        return False

    def _positions(self, lists: range, field: int, document: int) -> list[int]:
        """Return the ascending positions of any of the lists' terms in a field of a document."""
        found: set[int] = set()
        for at in lists:
            row = self.lists[at]
            places = np.flatnonzero(documents_of(row) == document) if row[FIELD] == field else ()
            for place in places:
                found.update(_positions(row, int(row[FIRST] + place)).tolist())
        return sorted(found)


def documents_of(row: Longs) -> Shorts:
    """Return the documents of a posting list."""
    return _at(int(row[DOCS]), np.uint16, int(row[FIRST]), int(row[LAST]))


def _counts(row: Longs, first: int, last: int) -> Longs:
    if row[COUNTS] == 0:
        return np.ones(last - first, np.int64)
    return _at(int(row[COUNTS]), np.uint8, first, last).astype(np.int64)


def _occurrences(row: Longs, first: int, last: int) -> int:
    """Return how many positions the postings have together."""
    postings = _at(int(row[MORE_POSTINGS]), np.uint32, 0, int(row[MORE]))
    more = _at(int(row[MORE_COUNTS]), np.uint32, 0, int(row[MORE]))
    return int(_counts(row, first, last).sum() + more[(postings >= first) & (postings < last)].sum())


def _positions(row: Longs, posting: int) -> NDArray[np.integer]:
    block = posting >> BLOCK_SHIFT
    start = int(_at(int(row[POSITION_STARTS]), np.uint32, block, block + 1)[0])
    start += _occurrences(row, block << BLOCK_SHIFT, posting)
    dtype = np.uint16 if row[POSITION_WIDTH] == 2 else np.uint32
    return _at(int(row[POSITIONS]), dtype, start, start + _occurrences(row, posting, posting + 1))


def _folded(below: Set, above: Set, instruction: int, weight: float) -> Set:
    if instruction == OR:
        matched = np.where(below.members, below.matched, 0.0) + weight * above.members
        scores = np.where(below.members, below.scores, 0.0) + np.where(above.members, above.scores, 0.0)
        return Set(below.members | above.members, scores, matched)
    if instruction == AND:
        return Set(below.members & above.members, below.scores + above.scores, below.matched)
    assert instruction == MINUS
    return Set(below.members & ~above.members, below.scores, below.matched)


def _weighed(top: Set, instruction: int, weight: float, total: float) -> Set:
    if instruction == WEIGH:
        return top._replace(matched=np.full(len(top.members), weight))
    return top._replace(scores=top.scores * (1.0 - weight + weight * top.matched / total))


def _lacking(
    found: Set, program: Parts, segments: Longs, segment: int, question: Question
) -> tuple[Longs, Floats, Bytes]:
    """Return the live documents of a set, their scores, and what each lacks."""
    row = segments[segment]
    documents = np.flatnonzero(found.members)
    if row[LIVE_AT]:
        documents = documents[_at(int(row[LIVE_AT]), np.uint8, 0, int(row[DOCUMENTS]))[documents] != 0]
    published = _columns(row)[0][documents]
    lacking = np.full(len(documents), question.lacking, np.uint8)
    lacking[(published < question.since) | (published > question.until)] |= DATES
    for first, last, bit in program.filters.tolist():
        holding = [documents_of(one) for one in program.lists[first:last, segment]]
        lacking[~np.isin(documents, np.concatenate(holding) if holding else [])] |= bit
    return documents, found.scores[documents], lacking


def _collect(documents: Longs, scores: Floats, row: Longs, number: int, question: Question, results: Results) -> None:
    """Count the results, and keep the best; the rows of the heap are in order."""
    dates, stories = _columns(row)
    published, story = dates[documents], stories[documents]
    met = np.unique(story[story >= 0])
    new = np.count_nonzero(results.stamps[met + 1] != question.stamp)
    results.stamps[met + 1] = question.stamp
    results.progress[RESULTS] += len(documents)
    results.progress[STORIES] += np.count_nonzero(story < 0) + new
    score = _fresh(scores, published, question)
    key = np.round(score, SCORE_DECIMALS) if question.order == 0 else np.zeros(len(score))
    day = np.where(published != NO_DATE, ~published, published) if question.order == 2 else published
    held = int(results.progress[HELD])
    here = np.full(len(documents), number)
    rows = np.column_stack((key, day, here, documents, score, np.maximum(story, -1))).astype(np.float64)
    rows = np.concatenate((results.heap[:held], rows))
    names = np.array([_name(results.segments[int(one[SEGMENT])], int(one[DOCUMENT])) for one in rows])
    rows = rows[np.lexsort((names, -rows[:, DATE_KEY], -rows[:, SCORE_KEY]))]
    if question.grouped:
        alone = rows[:, STORY] < 0
        _, first = np.unique(rows[:, STORY], return_index=True)
        alone[first] = True
        rows = rows[alone]
    held = min(len(rows), len(results.heap) - 1)
    results.heap[:held] = rows[:held]
    results.progress[HELD] = held


def _fresh(scores: Floats, published: Longs, question: Question) -> Floats:
    """Return the scores with the preference for recent documents."""
    if question.order or question.most <= 0:
        return scores
    dated = published != NO_DATE
    age = np.maximum(question.now - np.where(dated, published, question.now), 0.0)
    return scores * np.where(dated, 1.0 + question.most * np.exp2(-age / question.half_life), 1.0)


def _name(row: Longs, document: int) -> bytes:
    """Return the id of a document."""
    code = int(_at(int(row[NAME_CODES]), np.int32, document, document + 1)[0])
    return _at(
        int(row[NAME_BYTES]), np.uint8, *_at(int(row[NAME_STARTS]), np.uint32, code, code + 2).tolist()
    ).tobytes()


def count_codes(found: Ints, lacking: Bytes, own: int, codes: Ints, counts: Longs) -> None:
    """See ``search.engines.arrays.kernels.facets``."""
    chosen = codes[found[lacking & ~np.uint8(own) == 0]]
    counts += np.bincount(chosen[chosen >= 0], minlength=len(counts))


def count_values(
    found: Ints, lacking: Bytes, own: int, indptr: Ints, codes: Ints, ordinals: Ints, counts: Longs
) -> None:
    """See ``search.engines.arrays.kernels.facets``."""
    for document in found[lacking & ~np.uint8(own) == 0].tolist():
        held = np.unique(ordinals[codes[indptr[document] : indptr[document + 1]]])
        counts[held[held >= 0]] += 1
