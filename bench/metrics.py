"""Ranking metrics, each for one query: a ranked list of ids against the set of relevant ids.

Relevance is binary.  The formulas are those of the TREC tools; ``tests/bench/test_metrics.py`` holds them against
ir-measures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log2


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Return 1 / rank of the first relevant id within ``depth``, else 0 (RR@depth)."""
    return next((1 / rank for rank, item in enumerate(ranking[:depth], 1) if item in relevant), 0.0)


def ndcg(ranking: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Return the discounted cumulative gain over that of the best possible ranking (Järvelin & Kekäläinen 2002)."""
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(depth, len(relevant)) + 1))
    gain = sum(1 / log2(rank + 1) for rank, item in enumerate(ranking[:depth], 1) if item in relevant)
    return gain / ideal if ideal else 0.0


def recall(ranking: Sequence[str], relevant: Collection[str], depth: int = 100) -> float:
    """Return which share of the relevant ids is within ``depth``."""
    return len(set(ranking[:depth]) & set(relevant)) / len(relevant) if relevant else 0.0
