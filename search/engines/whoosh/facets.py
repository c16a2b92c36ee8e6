"""Filters and facet counts.  Arrays in, counts out.

A filter belongs to a facet: a Keyword to its field, Published to ``month``, the languages shown to ``lang``.
A facet is counted over what passes the filters of all *other* facets: choosing a value does not hide its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

import numpy as np

from index.articles.article import LANGUAGES
from index.articles.dates import calendar
from index.articles.schema import NO_DATE
from search.engines.base import FacetCounts
from search.engines.whoosh.columns import Columns, Mask, Rows
from search.plan.plan import Keyword, Plan, Published


def filter_masks(columns: Columns, plan: Plan) -> dict[str, Mask]:
    """Return the rows that pass, by the facet that the filter belongs to."""
    masks = {"lang": np.isin(columns.lang, [LANGUAGES.index(lang) for lang in plan.languages_shown])}
    for condition in plan.filters:
        facet = condition.field if isinstance(condition, Keyword) else "month"
        mask = passing(columns, condition)
        masks[facet] = masks[facet] & mask if facet in masks else mask
    return masks


def passing(columns: Columns, condition: Keyword | Published) -> Mask:
    """Return the rows that fulfil one condition; a document without a date fulfils no Published with a bound."""
    if isinstance(condition, Keyword):
        return columns.keywords[condition.field].holding(condition.values, len(columns))
    since = NO_DATE if condition.since is None else condition.since
    mask = columns.published >= since
    if condition.until is not None:
        mask &= (columns.published < condition.until) & (columns.published != NO_DATE)
    return mask


def facet_counts(columns: Columns, matched: Mask, masks: Mapping[str, Mask], plan: Plan) -> dict[str, FacetCounts]:
    """Count every facet of the plan over the ``matched`` rows: (label, documents), most frequent first.

    At most ``plan.facet_size`` values, and those that a filter of the plan chose.
    """
    return {
        facet: _largest(_counts(columns, facet, _others(matched, masks, facet)), _chosen(plan, facet), plan.facet_size)
        for facet in plan.facets
    }


def _others(matched: Mask, masks: Mapping[str, Mask], facet: str) -> Mask:
    return reduce(np.logical_and, (mask for name, mask in masks.items() if name != facet), matched)


def _counts(columns: Columns, facet: str, members: Mask) -> list[tuple[str, str, int]]:
    """Return (value, label, count) of every value that occurs."""
    if facet == "lang":
        counts = np.bincount(columns.lang[members], minlength=len(LANGUAGES)).tolist()
        return [(lang, lang, count) for lang, count in zip(LANGUAGES, counts, strict=True) if count]
    if facet == "month":
        return [(month, month, count) for month, count in _months(columns.published[members])]
    column = columns.keywords[facet]
    rows = zip(column.values, column.labels, column.counts(members).tolist(), strict=True)
    return [row for row in rows if row[2]]


def _largest(counts: list[tuple[str, str, int]], chosen: Iterable[str], size: int) -> FacetCounts:
    ranked = sorted(counts, key=lambda row: (-row[2], row[1]))
    return tuple((label, count) for at, (value, label, count) in enumerate(ranked) if at < size or value in chosen)


def _chosen(plan: Plan, facet: str) -> set[str]:
    keywords = (condition for condition in plan.filters if isinstance(condition, Keyword))
    return {value for keyword in keywords if keyword.field == facet for value in keyword.values}


def _months(published: Rows) -> list[tuple[str, int]]:
    """Return ("2023-03", documents) of each month of Kyiv that has any."""
    dated = published[published != NO_DATE]
    if not len(dated):
        return []
    names, starts = calendar(int(dated.min()), int(dated.max()))
    counts = np.bincount(np.searchsorted(starts, dated, side="right") - 1).tolist()
    return [(name, count) for name, count in zip(names, counts, strict=False) if count]
