"""Explanations of the hits of one answer, within bounds."""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Article
from index.documents import analysed
from search.answer import SearchRequest
from search.engines.base import Deadline, Match, Snapshot
from search.explain import explain
from search.explanation import Explanation
from search.plan import Plan


@dataclass(slots=True)
class Explanations:
    """Explains the hits that ``request`` wants explained while there is time and ``characters`` are left."""

    request: SearchRequest
    plan: Plan
    snapshot: Snapshot
    characters: int
    deadline: Deadline

    def of(self, match: Match, article: Article) -> Explanation | None:
        """Return why ``article`` is the hit ``match``, None when nobody asked."""
        if not (self.request.explain or self.request.why == match.id):
            return None
        size = len(article.title) + len(article.lead or "") + len(article.body)
        if size > self.characters or self.deadline.passed():
            return Explanation(match.score, counted=False)
        self.characters -= size
        averages = self.snapshot.statistics(match.lang).average_length
        plan = self.plan
        return explain(analysed(article), plan.roots[match.lang], averages, plan.freshness, plan.wordiness)
