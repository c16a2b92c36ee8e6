"""The compiled kernels against their NumPy twin, on random arrays."""

import os
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy_twin as reference
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.arrays.kernels.layout import (
    COUNTS,
    DOCS,
    DOCUMENTS,
    FIELD,
    FIRST,
    HELD,
    LAST,
    LENGTHS,
    LIST_COLUMNS,
    LIVE_AT,
    MORE,
    MORE_COUNTS,
    MORE_POSTINGS,
    NAME_BYTES,
    NAME_CODES,
    NAME_STARTS,
    NEWEST,
    NEXT,
    NORMS,
    POSITION_STARTS,
    POSITION_WIDTH,
    POSITIONS,
    PUBLISHED_AT,
    RESULTS,
    SEGMENT_COLUMNS,
    STORIES,
    STORY_AT,
    Question,
)
from search.engines.arrays.program import ProgramBuilder
from search.engines.arrays.segment_rows import address
from search.engines.arrays.term_lists import Places, listed
from search.engines.arrays.workspace import Workspace
from search.plan.plan import All, Alternative, Any, Everything, FieldBoost, Keyword, Phrase, Published, Unit, Without
from search.plan.scoring import K1, B

kernels = pytest.importorskip("search.engines.arrays.kernels.execute", reason="numba is not installed")

EXAMPLES = {"small": 100, "large": 5_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
TERMS = "abcde"
FIELDS = ("title", "body")
AVERAGE = 7.5
NO_DATE = -(2**63)
FOREVER = 2**63 - 1


class Corpus(NamedTuple):
    """A segment made of random arrays, as ``ProgramBuilder`` asks for it; ``arrays`` keeps them."""

    documents: int
    rows: dict
    postings: dict
    segments: np.ndarray
    arrays: list

    def place(self, field, term, *factors):
        row = self.rows[field].copy()
        row[[FIRST, LAST]] = first, last = self.postings[field, term]
        return Places(row.tobytes(), (1.0, *factors), last - first, 1_000)

    def places(self, fields, term, _, wordiness):
        b = B[wordiness]
        return tuple(self.place(name, term, boost, 1 - b[name], b[name] / AVERAGE) for name, boost in fields)

    def listed(self, fields, term, exact, wordiness):
        return listed(self.places(fields, term, exact, wordiness))

    def values(self, field, values):
        return listed([self.place(field, value, 1.0, 1.0, 0.0) for value in set(values)])


def corpus(seed: int, documents: int, wide: bool) -> Corpus:
    """Return random postings; with ``wide``, positions that need four bytes, and counts that need more than one."""
    chance = np.random.default_rng(seed)
    arrays, rows, postings = [], {}, {}

    def put(values, dtype) -> int:
        arrays.append(np.append(np.asarray(values, dtype), [0]).astype(dtype))
        return address(arrays[-1])

    for number, field in enumerate((*FIELDS, "section")):
        docs, counts, positions = [], [], []
        for term in TERMS:
            held = np.flatnonzero(chance.random(documents) < max(0.0, chance.uniform(-0.2, 1.0)) ** 2)
            first = sum(map(len, docs))
            docs.append(held)
            postings[field, term] = (first, first + len(held))
            counts.append(chance.integers(1, 4, len(held)))
            if wide and len(held):
                counts[-1][chance.integers(len(held))] = chance.integers(254, 300)
            positions += [np.sort(chance.choice(max(12, count), count, replace=False)) for count in counts[-1]]
        row = np.zeros(LIST_COLUMNS, np.int64)
        row[DOCS] = put(np.concatenate(docs), np.uint16)
        row[FIELD] = -1
        if field in FIELDS:
            occurring, lengths = np.concatenate(counts), chance.integers(1, 30, documents)
            more = np.flatnonzero(occurring > 255)
            row[COUNTS] = put(np.minimum(occurring, 255), np.uint8)
            row[LENGTHS] = put(lengths, np.int32)
            row[NORMS] = put(1 / (1 - B["few"][field] + B["few"][field] / AVERAGE * lengths), np.float32)
            row[FIELD] = number
            row[POSITIONS] = put(np.concatenate([*positions, [0]]), np.uint32 if wide else np.uint16)
            row[POSITION_WIDTH] = 4 if wide else 2
            row[POSITION_STARTS] = put(np.concatenate(([0], np.cumsum(occurring)))[::128], np.uint32)
            row[MORE_POSTINGS], row[MORE_COUNTS] = put(more, np.uint32), put(occurring[more] - 255, np.uint32)
            row[MORE] = len(more)
        rows[field] = row
    published = chance.integers(0, 9, documents)
    published[chance.random(documents) < 0.1] = NO_DATE
    segment = np.zeros(SEGMENT_COLUMNS, np.int64)
    segment[DOCUMENTS], segment[NEWEST] = documents, published.max()
    segment[PUBLISHED_AT] = put(published, np.int64)
    segment[STORY_AT] = put(np.maximum(chance.integers(-8, 6, documents), -1), np.int32)
    segment[LIVE_AT] = put(chance.random(documents) < 0.9, np.uint8) if seed % 2 else 0
    segment[NAME_CODES] = put(chance.permutation(documents), np.int32)
    segment[NAME_BYTES] = put([*"".join(f"{name:04}" for name in range(documents)).encode()], np.uint8)
    segment[NAME_STARTS] = put(np.arange(documents + 1) * 4, np.uint32)
    return Corpus(documents, rows, postings, segment.reshape(1, -1), arrays)


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
light_units = units.map(lambda unit: replace(unit, weight=0.02 * unit.weight))
extras = st.lists(units | light_units | phrases, max_size=3).map(tuple)
dates = st.builds(Published, st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)) | st.just(Everything())
trees = st.recursive(
    units | phrases | dates,
    lambda inner: (
        st.builds(Any, st.lists(inner, min_size=1, max_size=4).map(tuple), st.sampled_from([0.0, 0.3]), extras)
        | st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Without, inner, inner)
    ),
    max_leaves=14,
)
corpora = st.builds(corpus, st.integers(0, 2**31), st.integers(1, 300), st.booleans())
words = st.builds(Any, st.lists(units, min_size=1, max_size=12).map(tuple), st.sampled_from([0.0, 0.3]), extras) | units


def with_pairs(children, coordination, slop):
    """Return words with their neighbours as extras, as the planner makes them: of the same alternatives."""
    lighter = [replace(unit, weight=0.1 * unit.weight) for unit in children]
    pairs = tuple(Phrase(pair, (0, 1), slop) for pair in pairwise(lighter))
    return Any(children, coordination, pairs)


headlines = st.builds(
    with_pairs, st.lists(units, min_size=2, max_size=10).map(tuple), st.sampled_from([0.0, 0.3]), st.integers(0, 4)
)
questions = st.builds(
    Question,
    *(st.just(NO_DATE) | st.integers(0, 9), st.just(FOREVER) | st.integers(0, 9), st.integers(0, 2), st.integers(0, 1)),
    *(
        st.integers(0, 1),
        st.just(0),
        st.just(1),
        st.just(4.0),
        st.just(2.0),
        st.sampled_from([0.0, 0.5]),
        st.just(K1["few"]),
    ),
)
filters = st.lists(
    st.builds(Keyword, st.just("section"), st.lists(st.sampled_from(TERMS), max_size=2).map(tuple)), max_size=2
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(corpora, trees | words | headlines, questions, st.integers(1, 320), filters)
def test_kernels_find_what_the_twin_finds(segment, tree, question, wanted, conditions) -> None:
    found, expected = (_run(module, segment, tree, question, wanted, conditions) for module in (kernels, reference))
    assert found.counts == expected.counts
    assert found.best == [pytest.approx(row, abs=1e-9) for row in expected.best]
    assert found.lacking == expected.lacking
    assert found.scores == pytest.approx(expected.scores, abs=1e-9)


class Answer(NamedTuple):
    """Results and stories; the best by key, date and document; what each lacks; all scores."""

    counts: list
    best: list
    lacking: dict
    scores: list


def _run(module, segment: Corpus, tree, question: Question, wanted: int, conditions) -> Answer:
    builder = ProgramBuilder(tree, segment, [(one, 4) for one in conditions], counted=bool(question.counted))
    space = Workspace(segment.documents, segment.segments, 6)
    question = question._replace(stamp=space.begin(wanted, bool(question.counted)))
    space.make_ready(builder.needs)
    program, progress = builder.program(question), space.progress
    while progress[NEXT] < 1:
        module.execute(space.table, program, segment.segments, 1)
    module.put_in_order(space.table)
    count = int(space.counts[0])
    members = np.array([(0, document) for document in range(segment.documents)], np.int64)
    scores = np.zeros(segment.documents)
    module.examine(space.table, program, segment.segments, members, scores)
    return Answer(
        [progress[RESULTS], progress[STORIES], progress[HELD]],
        space.heap[: progress[HELD], :4].tolist(),
        dict(zip(space.found[:count].tolist(), space.lacking[:count].tolist(), strict=True)),
        scores.tolist(),
    )
