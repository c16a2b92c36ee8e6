"""What in-process engines share: from matching rows and scores to filtered, ordered, grouped and counted Matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import reduce

import numpy as np

from index.articles.article import LANGUAGES
from index.articles.schema import NO_DATE
from search.engines.base import Group, Match, Matches
from search.engines.whoosh.columns import Columns, Rows, Scores
from search.engines.whoosh.facets import facet_counts, filter_masks
from search.plan.plan import Freshness, Order, Plan
from search.plan.scoring import SCORE_DECIMALS

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


def leaders(stories: Rows) -> Rows:
    """Return the places where each story comes up first, ascending, in a ranked list of stories."""
    _, first = np.unique(stories, return_index=True)
    return np.sort(first)


def members(stories: Rows, chosen: Rows) -> list[list[int]]:
    """Return for each story led by the places ``chosen`` all its places in the ranked list, best first."""
    wanted = stories[chosen]
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place in np.flatnonzero(np.isin(stories, wanted)).tolist():
        places[int(stories[place])].append(place)
    return [places[story] for story in wanted.tolist()]
