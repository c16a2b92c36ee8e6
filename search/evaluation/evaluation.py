"""How well judged queries are answered: MRR@10, nDCG@10 and R@100 of each, and their means by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import NamedTuple

from index.articles.article import LANGUAGES, Language
from search.answer.answer import SearchRequest
from search.engines.base import Snapshot
from search.errors import SearchError
from search.evaluation.judgements import Judged, Problems
from search.evaluation.metrics import ndcg, recall, reciprocal_rank
from search.service.service import SearchService
from search.settings import Settings

#: Documents of an answer that are looked at.
DEPTH = 100


class Scores(NamedTuple):
    """The measures of a query, or their means over the queries in one language."""

    mrr: float
    ndcg: float
    recall: float


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A query, its scores, and the rank of its first relevant document, None when it is not within DEPTH."""

    id: str
    lang: Language
    text: str
    scores: Scores
    first: int | None


def patient(settings: Settings) -> Settings:
    """Return ``settings`` with more time and a deeper page: queries are read within the limits that users have."""
    return replace(
        settings,
        deadline_seconds=60.0,
        page_size=DEPTH,
        results_window=max(DEPTH, settings.results_window),
    )


def rank(service: SearchService, text: str, lang: Language) -> list[str]:
    """Return the ids of the first DEPTH documents in ``lang`` for a query in it; SearchError when it is refused."""
    request = SearchRequest(q=text, lang=(lang,), page_size=DEPTH, group="none", facets=False)
    return [match.id for match in service.rank(request)]


def in_index(snapshot: Snapshot, queries: Iterable[Judged], problems: Problems) -> list[Judged]:
    """Return the queries with those of their documents that the index has in their language; what lacks is noted."""
    kept = []
    for query in queries:
        there = snapshot.articles(query.lang, query.grades)
        lacking = [name for name in query.grades if name not in there]
        if lacking:
            more = f" and {len(lacking) - 1:,} more" if lacking[1:] else ""
            what = "; the others are judged" if there else "; the query was skipped"
            problems.add(f"Query {query.id}: the index has no {query.lang} document {lacking[0]}{more}{what}.")
        if there:
            kept.append(replace(query, grades={name: query.grades[name] for name in there}))
    return kept


def evaluate_queries(
    queries: Iterable[Judged], service: SearchService, problems: Problems, count: Callable[[Language, int], None]
) -> list[Evaluated]:
    """Search each query in its language and measure the answer; one that is refused finds nothing and is noted."""
    evaluated = []
    for query in queries:
        try:
            ranking = rank(service, query.text, query.lang)
        except SearchError as error:
            problems.add(f"Query {query.id} counts as one that finds nothing: {error}")
            ranking = []
        evaluated.append(measured(query, ranking))
        count(query.lang, 1)
    return evaluated


def measured(query: Judged, ranking: Sequence[str]) -> Evaluated:
    """Return the scores of one ranking."""
    grades = query.grades
    scores = Scores(reciprocal_rank(ranking, grades), ndcg(ranking, grades), recall(ranking, grades, DEPTH))
    first = next((place for place, name in enumerate(ranking, 1) if name in grades), None)
    return Evaluated(query.id, query.lang, query.text, scores, first)


def means(evaluated: Iterable[Evaluated]) -> dict[Language, tuple[int, Scores]]:
    """Return the number of queries and their mean scores for each language that has any."""
    rows: defaultdict[Language, list[Scores]] = defaultdict(list)
    for query in evaluated:
        rows[query.lang].append(query.scores)
    return {lang: (len(rows[lang]), mean_scores(rows[lang])) for lang in LANGUAGES if lang in rows}


def mean_scores(rows: Sequence[Scores]) -> Scores:
    """Return the means of the columns of ``rows``, which are not empty."""
    return Scores(*map(mean, zip(*rows, strict=True)))


def worst(evaluated: Iterable[Evaluated], most: int) -> list[Evaluated]:
    """Return up to ``most`` queries that are answered less than perfectly, the worst first; ties as in their file."""
    flawed = (query for query in evaluated if min(query.scores) < 1)
    return sorted(flawed, key=lambda query: (query.scores.ndcg, query.scores.mrr, query.scores.recall))[:most]
