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
from search.kernels.layout import FIRST, LAST, LIST_COLUMNS, Columns, Found, Mapping
from search.plan import All, Alternative, Any, Everything, FieldBoost, Phrase, Published, Unit, Without
from search.scoring import K1

collect = pytest.importorskip("search.kernels.collect", reason="numba is not installed")
execute = pytest.importorskip("search.kernels.execute", reason="numba is not installed").execute

EXAMPLES = {"small": 100, "large": 5_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
TERMS = "abcde"
FIELDS = ("title", "body")
NO_DATE = -(2**63)


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
    found = _run(execute, segment, tree, window, budget)
    expected = _run(reference.execute, segment, tree, window, budget)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected, abs=1e-9)


def _run(function, segment: Corpus, tree, window: int, budget: int) -> dict[int, float]:
    """Return the score of every document found."""
    builder = ProgramBuilder(tree, segment)
    program = builder.for_segment(0)
    space = Workspace(segment.documents, 1, 0, window)
    documents, scores, _ = space.room(0, segment.documents)
    start, found = 0, 0
    while start < segment.documents:
        start, found = function(
            segment.mapping, program, space.scratch(builder.needs), segment.published, segment.live, K1, start, budget,
            documents, scores, found,
        )  # fmt: skip
    assert len(set(documents[:found].tolist())) == found
    return dict(sorted(zip(documents[:found].tolist(), scores[:found].tolist(), strict=True)))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(
    st.integers(0, 2**31), st.integers(0, 60), st.integers(0, 2), st.booleans(), st.integers(1, 40),
    st.sampled_from([0.0, 0.5]), st.booleans(),
)  # fmt: skip
def test_the_best_are_those_of_the_twin(seed, documents, order, grouped, wanted, most, filtered) -> None:
    chance = np.random.default_rng(seed)
    published = chance.integers(0, 5, documents)
    published[chance.random(documents) < 0.2] = NO_DATE
    columns = Columns(
        _frozen(published),
        _frozen(chance.permutation(documents).astype(np.int32)),
        _frozen(chance.integers(-8, 6, documents).astype(np.int32)),
    )
    found = Found(
        chance.permutation(documents).astype(np.int32),
        chance.integers(0, 4, documents) / 2,
        np.zeros(documents, np.uint8),
    )
    lacking = chance.integers(0, 4, documents).astype(np.uint8) if filtered else np.zeros(0, np.uint8)
    answers = []
    for function in (collect.collect, reference.collect):
        heap, stamps, places = np.empty((wanted + 1, 6)), np.zeros(6, np.int32), chance.integers(-9, 99, 6).astype(np.int32)
        results, stories, held = function(
            found, columns, _frozen(lacking), 1, 9, order, (4.0, 2.0, most), grouped, stamps, 7, places, heap
        )  # fmt: skip
        answers.append(
            (results, stories, sorted(heap[:held].round(9).tolist()), stamps.tolist(), found.lacking.tolist())
        )
    assert answers[0] == answers[1]
