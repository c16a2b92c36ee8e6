"""What in-process engines share: from matching rows and scores to filtered, ordered, grouped and counted Matches."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from index.article import LANGUAGES
from index.schema import NO_DATE
from search.columns import Columns, Rows, Scores
from search.engines.base import Group, Match, Matches
from search.facets import facet_counts, filter_masks
from search.plan import Plan
from search.rank import freshened, ranking
from search.stories import leaders, members

#: row → (id, story)
Names = Callable[[int], tuple[str, str]]


def matches(
    columns: Columns, names: Names, plan: Plan, rows: Rows, scores: Scores, *, partial: bool = False
) -> Matches:
    """Answer ``plan`` from the distinct ``rows`` that its trees match and their ``scores``, in any order."""
    matched = np.zeros(len(columns), dtype=bool)
    matched[rows] = True
    masks = filter_masks(columns, plan)
    kept = reduce(np.logical_and, masks.values())[rows]
    rows, scores = _ordered(columns, plan, rows[kept], scores[kept])
    stories = columns.story[rows]
    firsts = leaders(stories)
    heads = (firsts if plan.group else np.arange(len(rows)))[plan.offset : plan.offset + plan.limit]
    places = members(stories, heads) if plan.group else heads[:, None].tolist()
    return Matches(
        groups=tuple(Group(tuple(match(columns, names, rows[at], scores[at]) for at in group)) for group in places),
        stories=len(firsts),
        documents=len(rows),
        relation="gte" if partial else "eq",
        partial=partial,
        facets=facet_counts(columns, matched, masks, plan),
    )


def _ordered(columns: Columns, plan: Plan, rows: Rows, scores: Scores) -> tuple[Rows, Scores]:
    published = columns.published[rows]
    if plan.freshness is not None and plan.order == "relevance":
        scores = freshened(scores, published, plan.freshness)
    order = ranking(plan.order, scores, published, columns.id_rank[rows])
    return rows[order], scores[order]


def match(columns: Columns, names: Names, row: int, score: float) -> Match:
    """Return one row as a Match."""
    identifier, story = names(int(row))
    published = int(columns.published[row])
    return Match(
        lang=LANGUAGES[columns.lang[row]],
        id=identifier,
        story=story,
        score=float(score),
        published=None if published == NO_DATE else published,
    )
