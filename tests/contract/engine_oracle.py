"""Random corpora and plans: every engine gives the oracle's documents, scores and order."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from corpus import Never, document, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Oracle

from index.articles.schema import TEXT_FIELDS
from search.engines import engine_named
from search.plan.plan import (
    All,
    Alternative,
    Any,
    Everything,
    FieldBoost,
    Keyword,
    Nothing,
    Phrase,
    Plan,
    Published,
    Unit,
    Without,
)

EXAMPLES = {"small": 60, "large": 5000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
WORDS = ["а", "б", "в", "а/а|б", "г/в"]
DAY_0 = 1_672_574_400

texts = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
weights = st.sampled_from([0.25, 1.0, 2.5])
numbers = st.integers(0, 3)


@st.composite
def documents(draw):
    count = draw(st.integers(0, 8))
    return [
        document(
            f"d{number}",
            draw(texts),
            draw(texts),
            lead=draw(texts),
            day=draw(st.none() | numbers),
            section=draw(st.none() | st.sampled_from(["x", "y"])),
        )
        for number in range(count)
    ]


alternatives = st.builds(Alternative, st.sampled_from("абвг"), st.booleans(), weights)
fields = st.lists(st.sampled_from(TEXT_FIELDS[:3]), min_size=1, max_size=3, unique=True)
boosts = fields.flatmap(lambda names: st.tuples(*(st.builds(FieldBoost, st.just(name), weights) for name in names)))
units = st.builds(Unit, st.text(max_size=1), st.lists(alternatives, min_size=1, max_size=3).map(tuple), boosts, weights)


@st.composite
def phrases(draw):
    boost = draw(boosts)
    words = draw(st.lists(st.lists(alternatives, min_size=1, max_size=2), min_size=1, max_size=3))
    gaps = draw(st.lists(st.integers(1, 2), min_size=len(words) - 1, max_size=len(words) - 1))
    offsets = tuple(sum(gaps[:at]) for at in range(len(words)))
    slop = draw(st.integers(0, 3))
    return Phrase(tuple(Unit("", tuple(word), boost, draw(weights)) for word in words), offsets, slop)


conditions = (
    st.just(Everything())
    | st.just(Nothing())
    | st.builds(Keyword, st.just("section"), st.lists(st.sampled_from("xyz"), max_size=2).map(tuple))
    | st.builds(Published, *2 * [st.none() | numbers.map(lambda day: DAY_0 + day * 86_400)])
)
nodes = st.recursive(
    units | phrases() | conditions,
    lambda inner: (
        st.builds(Any, st.lists(inner, max_size=3).map(tuple), st.sampled_from([0.0, 0.3]))
        | st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Without, inner, inner)
    ),
    max_leaves=6,
)


class EngineOracle:
    engine: str

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(documents(), st.lists(nodes, min_size=1, max_size=6), st.sampled_from(["few", "many"]))
    def test_scores_are_the_oracles(self, rows, trees, wordiness) -> None:
        oracle = Oracle(rows, wordiness)
        with tempfile.TemporaryDirectory() as directory:
            write(Path(directory), self.engine, rows)
            snapshot = engine_named(self.engine).open(Path(directory))
            try:
                for tree in trees:
                    found = snapshot.search(Plan({"uk": tree}, group=False, limit=10, wordiness=wordiness), Never())
                    self.check(found, oracle.scores(tree), oracle)
            finally:
                snapshot.close()

    def check(self, found, expected, oracle: Oracle) -> None:
        matches = [group.matches[0] for group in found.groups]
        assert {match.id: match.score for match in matches} == pytest.approx(expected, abs=1e-9)
        order = sorted(
            expected, key=lambda name: (-round(expected[name], 9), -(oracle.documents[name].published or -1), name)
        )
        assert [match.id for match in matches] == order
