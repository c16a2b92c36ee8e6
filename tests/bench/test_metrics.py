"""Our metrics equal those of ir-measures on random rankings."""

from __future__ import annotations

import random

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from search.evaluation.metrics import ndcg, recall, reciprocal_rank

DOCUMENTS = [f"d{number}" for number in range(150)]


@pytest.mark.parametrize("seed", range(20))
def test_metrics_agree_with_ir_measures(seed: int) -> None:
    chance = random.Random(seed)
    ranking = chance.sample(DOCUMENTS, chance.choice((3, 30, 120)))
    relevant = frozenset(chance.sample(DOCUMENTS, chance.choice((1, 5, 40))))
    judgements = [ir_measures.Qrel("q", document, 1) for document in relevant]
    run = [ir_measures.ScoredDoc("q", document, -float(place)) for place, document in enumerate(ranking)]
    expected = ir_measures.calc_aggregate([RR @ 10, nDCG @ 10, R @ 100], judgements, run)
    assert reciprocal_rank(ranking, relevant) == pytest.approx(expected[RR @ 10])
    assert ndcg(ranking, relevant) == pytest.approx(expected[nDCG @ 10])
    assert recall(ranking, relevant) == pytest.approx(expected[R @ 100])


def test_nothing_found_scores_zero() -> None:
    assert reciprocal_rank([], {"a"}) == ndcg([], {"a"}) == recall([], {"a"}) == 0.0
