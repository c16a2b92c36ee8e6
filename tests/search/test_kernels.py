"""The compiled kernels against their NumPy twin, on random arrays of more documents than a window holds."""

import os
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import reference
from search.engines.arrays.program import Places, ProgramBuilder
from search.engines.arrays.workspace import Workspace
from search.kernels.layout import FIRST, LAST, LIST_COLUMNS, START, Columns, Filing, Mapping, Question
from search.plan import All, Alternative, Any, Everything, FieldBoost, Phrase, Published, Unit, Without
from search.scoring import K1

execute = pytest.importorskip("search.kernels.execute", reason="numba is not installed").execute
rescore = pytest.importorskip("search.kernels.ranked", reason="numba is not installed").rescore

EXAMPLES = {"small": 100, "large": 5_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
TERMS = "abcde"
FIELDS = ("title", "body")
NO_DATE = -(2**63)
FOREVER = 2**63 - 1


class Corpus(NamedTuple):
    """A segment made of random arrays, as ``ProgramBuilder`` asks for it."""

    mapping: Mapping
    documents: int
    rows: dict
    postings: dict
    published: np.ndarray
    live: np.ndarray

    def places(self, field, term):
        row = self.rows[field].copy()
        row[[FIRST, LAST]] = first, last = self.postings[field, term]
        return Places((row.tobytes(),), last - first, 3)

    def average_length(self, field):
        return 7.5


def corpus(seed: int, documents: int, wide: bool) -> Corpus:
    """Return random postings; with ``wide``, counts and positions that need two and four bytes."""
    chance = np.random.default_rng(seed)
    buffer, rows, postings = bytearray(), {}, {}
    for number, field in enumerate(FIELDS):
        docs, counts, positions = [], [], []
        for term in TERMS:
            held = np.flatnonzero(chance.random(documents) < chance.random() ** 2)
            first = sum(map(len, docs))
            docs.append(held)
            postings[field, term] = (first, first + len(held))
            counts.append(chance.integers(1, 4, len(held)))
            positions += [np.sort(chance.choice(12, count, replace=False)) for count in counts[-1]]
        row = np.zeros(LIST_COLUMNS, np.int64)
        starts = np.concatenate(([0], np.cumsum(np.concatenate(counts))))[::128]
        row[0] = _put(buffer, np.concatenate(docs).astype(np.int32))
        row[1] = _put(buffer, np.concatenate(counts).astype(np.uint16 if wide else np.uint8))
        row[2] = 2 if wide else 1
        row[3] = _put(buffer, chance.integers(1, 30, documents).astype(np.int32))
        row[6] = number
        row[7] = _put(buffer, np.concatenate([*positions, [0]]).astype(np.uint32 if wide else np.uint16))
        row[8] = 4 if wide else 2
        row[9] = _put(buffer, starts.astype(np.int64))
        rows[field] = row
    octets = np.frombuffer(bytes(buffer), np.uint8)
    mapping = Mapping(octets, *(octets.view(dtype) for dtype in (np.uint16, np.int32, np.int64)))
    published = chance.integers(0, 9, documents)
    published[chance.random(documents) < 0.1] = NO_DATE
    live = (chance.random(documents) < 0.9).astype(np.uint8) if seed % 2 else np.zeros(0, np.uint8)
    return Corpus(mapping, documents, rows, postings, _frozen(published), _frozen(live))


def _put(buffer: bytearray, array: np.ndarray) -> int:
    place = len(buffer) // array.itemsize
    buffer += array.tobytes()
    buffer += b"\0" * (-len(buffer) % 8)
    return place


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


weights = st.sampled_from([0.5, 1.0, 2.0])
alternatives = st.lists(st.builds(Alternative, st.sampled_from(TERMS), weight=weights), min_size=1, max_size=4)
boosts = st.lists(st.sampled_from(FIELDS), min_size=1, unique=True).flatmap(
    lambda names: st.tuples(*(st.builds(FieldBoost, st.just(name), weights) for name in names))
)
units = st.builds(Unit, st.just(""), alternatives.map(tuple), boosts, weights)
phrases = st.integers(1, 4).flatmap(
    lambda size: st.builds(
        Phrase, st.tuples(*[units] * size), st.just(tuple(range(0, 2 * size, 2)) if size == 2 else tuple(range(size))),
        st.integers(0, 3),
    )
)  # fmt: skip
dates = st.builds(Published, st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)) | st.just(Everything())
trees = st.recursive(
    units | phrases | dates,
    lambda inner: (
        st.builds(Any, st.lists(inner, min_size=1, max_size=4).map(tuple), st.sampled_from([0.0, 0.3]))
        | st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Without, inner, inner)
    ),
    max_leaves=8,
)
corpora = st.builds(corpus, st.integers(0, 2**31), st.integers(1, 300), st.booleans())


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(corpora, trees, st.sampled_from([1, 16, 64, 1024]), st.sampled_from([1, 10_000]))
def test_programs_find_what_the_twin_finds(segment, tree, window, budget) -> None:
    question = Question(NO_DATE, FOREVER, 1, 0, 1, 0.0, 1.0, 0.0, K1)
    found, _ = _run(execute, segment, tree, question, window, budget)
    expected, _ = _run(reference.execute, segment, tree, question, window, budget)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected, abs=1e-9)


questions = st.builds(
    Question, st.just(NO_DATE) | st.integers(0, 9), st.just(FOREVER) | st.integers(0, 9), st.integers(0, 2),
    st.integers(0, 1), st.just(1), st.just(4.0), st.just(2.0), st.sampled_from([0.0, 0.5]), st.just(K1),
)  # fmt: skip
words = st.builds(Any, st.lists(units, min_size=1, max_size=9).map(tuple), st.sampled_from([0.0, 0.3])) | units


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(corpora, trees | words, questions, st.sampled_from([5, 64]), st.integers(1, 20), st.booleans())
def test_the_best_are_those_of_the_twin(segment, tree, question, window, wanted, filtered) -> None:
    answers = [
        _run(function, segment, tree, question, window, 100, wanted, filtered)[1]
        for function in (execute, reference.execute)
    ]
    (counts, best, *others), (expected_counts, expected_best, *expected_others) = answers
    assert counts == expected_counts
    assert best == [pytest.approx(row, abs=1e-9) for row in expected_best]
    assert others == expected_others


def _run(function, segment: Corpus, tree, question, window: int, budget: int, wanted: int = 5, filtered: bool = False):
    """Return the score of every document found; and the counts, the best, the stories met, what each document lacks."""
    builder = ProgramBuilder(tree, segment)
    space = Workspace(segment.documents, 1, 6, window)
    room = space.room(0, segment.documents)
    filing = Filing(space.stamps, space.places, np.zeros((wanted + 1, 6)), np.zeros(5, np.int64))
    chance = np.random.default_rng(segment.documents)
    columns = Columns(
        segment.published,
        _frozen(chance.permutation(segment.documents).astype(np.int32)),
        _frozen(np.maximum(chance.integers(-8, 6, segment.documents), -1).astype(np.int32)),
    )
    lacking = _frozen((2 * chance.integers(0, 2, segment.documents if filtered else 0)).astype(np.uint8))
    program, scratch = builder.for_segment(0), space.scratch(builder.needs)
    while filing.progress[START] < segment.documents:
        function(segment.mapping, program, scratch, columns, segment.live, lacking, question, room, filing, budget)
    _, found, *counts, held = filing.progress.tolist()
    documents = room.documents[:found].tolist()
    assert len(set(documents)) == found
    scores = dict(sorted(zip(documents, room.scores[:found].tolist(), strict=True)))
    best = sorted(filing.heap[:held].tolist(), key=lambda row: row[4])
    lacks = sorted(zip(documents, room.lacking[:found].tolist(), strict=True))
    return scores, (counts, best, sorted(space.stamps[1:].tolist()), lacks)


def test_unscored_documents_are_scored_when_asked() -> None:
    segment = corpus(5, 300, wide=False)
    boost = (FieldBoost("title", 2.0), FieldBoost("body"))
    tree = Any(tuple(Unit("", (Alternative(term),), boost, 1.0 + at) for at, term in enumerate("abc")), 0.3)
    question = Question(NO_DATE, FOREVER, 0, 0, 1, 0.0, 1.0, 0.0, K1)
    found, _ = _run(execute, segment, tree, question, 64, 100, wanted=3)
    expected, _ = _run(reference.execute, segment, tree, question, 64, 100, wanted=3)
    unscored = [document for document, score in found.items() if score < 0]
    assert unscored
    builder, scores = ProgramBuilder(tree, segment), np.zeros(len(unscored))
    scratch = Workspace(segment.documents, 1, 6).scratch(builder.needs)
    rescore(segment.mapping, builder.for_segment(0), scratch, K1, np.array(unscored, np.int32), scores)
    assert scores.tolist() == pytest.approx([expected[document] for document in unscored], abs=1e-9)
