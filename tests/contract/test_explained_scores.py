"""Explanations add up to the scores of both engines: over the plans of the contract, and random ones."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from corpus import Never, write
from engine_oracle import DAY_0, documents, nodes, phrases, units
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching_contract import MatchingContract
from oracle import Oracle
from plans import CORPUS

from index.analysis.one_article import AnalysedDocument, analysed
from index.articles.article import Article
from index.articles.schema import TEXT_FIELDS
from search.engines import engine_named
from search.hits.explain import explain
from search.plan.plan import Any, Freshness, Node, Plan

EXAMPLES = {"small": 60, "large": 3000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
NOW = Freshness(now=DAY_0 + 2 * 86_400, half_life=86_400, most=0.5)
OF_THE_CONTRACT = [row.values[0] if hasattr(row, "values") else row[0] for row in next(
    mark for mark in MatchingContract.test_what_a_node_matches.pytestmark if mark.name == "parametrize"
).args[1]]  # fmt: skip

ranked = st.builds(
    Any,
    st.lists(nodes, min_size=1, max_size=4).map(tuple),
    st.sampled_from([0.0, 0.3, 1.0]),
    st.lists(units | phrases(), max_size=2).map(tuple),
)


def averages(oracle: Oracle) -> dict[str, float]:
    having = {name: any(row.postings[name].length for row in oracle.documents.values()) for name in TEXT_FIELDS}
    return {name: oracle.average(name) if having[name] else 0.0 for name in TEXT_FIELDS}


@pytest.mark.parametrize("node", OF_THE_CONTRACT, ids=str)
def test_the_plans_of_the_contract_are_explained(node: Node) -> None:
    oracle = Oracle(row for row in CORPUS if row.lang == "uk")
    for row in oracle.documents.values():
        explained = explain(row, node, averages(oracle), None, "few")
        assert explained.score == pytest.approx(oracle.score(node, row) or 0.0, abs=1e-9)
        assert sum(part.score for part in explained.parts) == pytest.approx(explained.score, abs=1e-9)


@pytest.mark.parametrize(("engine", "trees"), [("whoosh", nodes | ranked), ("arrays", nodes | ranked)])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(documents(), st.data(), st.none() | st.just(NOW))
def test_explanations_add_up_to_the_engines_scores(
    engine: str, trees: st.SearchStrategy[Node], rows: list[Article], data: st.DataObject,
    freshness: Freshness | None,
) -> None:  # fmt: skip
    by_id: Mapping[str, AnalysedDocument] = {row.id: analysed(row) for row in rows}
    with tempfile.TemporaryDirectory() as directory:
        write(Path(directory), engine, rows)
        snapshot = engine_named(engine).open(Path(directory))
        try:
            means = snapshot.statistics("uk").average_length
            for tree in data.draw(st.lists(trees, min_size=1, max_size=6)):
                wordiness = data.draw(st.sampled_from(["few", "many"]))
                plan = Plan({"uk": tree}, group=False, limit=10, freshness=freshness, wordiness=wordiness)
                for group in snapshot.search(plan, Never()).groups:
                    match = group.matches[0]
                    explained = explain(by_id[match.id], tree, means, freshness, plan.wordiness)
                    assert explained.score == pytest.approx(match.score, abs=1e-6)
                    assert sum(part.score for part in explained.parts) == pytest.approx(match.score, abs=1e-6)
        finally:
            snapshot.close()
