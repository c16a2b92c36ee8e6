"""Ranking metrics, each for one query: a ranked list of ids against the relevant ids.

Relevance is binary but for nDCG, where ids may have grades: those are the gains.  The formulas
are those of the TREC tools; ``tests/bench/test_metrics.py`` holds them against ir-measures.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log2


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Return 1 / rank of the first relevant id within ``depth``, else 0 (RR@depth)."""
    return next((1 / rank for rank, item in enumerate(ranking[:depth], 1) if item in relevant), 0.0)


def ndcg(ranking: Sequence[str], relevant: Collection[str] | Mapping[str, float], depth: int = 10) -> float:
    """Return the discounted cumulative gain over that of the best possible ranking (Järvelin & Kekäläinen 2002).

    Without grades every relevant id gains 1.
    """
    gains = relevant if isinstance(relevant, Mapping) else dict.fromkeys(relevant, 1.0)
    ideal = _discounted(sorted(gains.values(), reverse=True)[:depth])
    return _discounted([gains.get(item, 0.0) for item in ranking[:depth]]) / ideal if ideal else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def recall(ranking: Sequence[str], relevant: Collection[str], depth: int = 100) -> float:
    """Return which share of the relevant ids is within ``depth``."""
    return len(set(ranking[:depth]) & set(relevant)) / len(relevant) if relevant else 0.0
