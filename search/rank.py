"""The order of results.  Arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from index.schema import NO_DATE
from search.columns import Rows, Scores
from search.plan import Freshness, Order

#: Scores that differ by less are equal: sums in another order of addition must not change who comes first.
SCORE_DECIMALS = 10


def freshened(scores: Scores, published: Rows, freshness: Freshness) -> Scores:
    """Return ``score · (1 + most · 2^(-age / half_life))``, and ``score`` where there is no date."""
    dated = published != NO_DATE
    age = np.maximum(freshness.now - np.where(dated, published, freshness.now).astype(np.float64), 0.0)
    preference = freshness.most * np.exp2(-age / freshness.half_life)
    return scores * (1.0 + np.where(dated, preference, 0.0))


def ranking(order: Order, scores: Scores, published: Rows, id_rank: Rows) -> Rows:
    """Return the permutation that sorts by ``order``; ties go to the newer, then to the smaller id; no date is last."""
    newest_first = ~published  # -published - 1, which cannot overflow
    if order == "newest":
        return np.lexsort((id_rank, newest_first))
    if order == "oldest":
        return np.lexsort((id_rank, np.where(published == NO_DATE, np.iinfo(np.int64).max, published)))
    return np.lexsort((id_rank, newest_first, -np.round(scores, SCORE_DECIMALS)))
