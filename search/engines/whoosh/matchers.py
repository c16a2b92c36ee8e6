"""Whoosh matchers over arrays, and arrays from Whoosh matchers."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from whoosh.matching import Matcher

from search.engines.whoosh.columns import Rows, Scores


class Scored(NamedTuple):
    """Ascending distinct document numbers of one segment and their scores."""

    docs: Rows
    scores: Scores


NOTHING = Scored(np.zeros(0, dtype=np.int64), np.zeros(0))


class ScoredMatcher(Matcher):  # type: ignore[misc]  # Whoosh has no types
    """A matcher over documents that are scored already."""

    def __init__(self, scored: Scored, at: int = 0) -> None:
        self.scored = scored
        self._at = at

    def is_active(self) -> bool:
        """Say whether there is a current document."""
        return self._at < len(self.scored.docs)

    def reset(self) -> None:
        """Go back to the first document."""
        self._at = 0

    def copy(self) -> ScoredMatcher:
        """Return a matcher at the same place."""
        return ScoredMatcher(self.scored, self._at)

    def id(self) -> int:
        """Return the current document."""
        return int(self.scored.docs[self._at])

    def score(self) -> float:
        """Return the current document's score."""
        return float(self.scored.scores[self._at])

    weight = score

    def next(self) -> None:
        """Go to the next document."""
        self._at += 1

    def skip_to(self, target: int) -> None:
        """Go to the first document from ``target`` on."""
        self._at = max(self._at, int(np.searchsorted(self.scored.docs, target)))


def arrays(matcher: Any) -> Scored:
    """Return what a fresh matcher matches.

    The stock matchers here (Every, Null) only ever match: what they call a score is 1 where we want 0.
    """
    if isinstance(matcher, ScoredMatcher):
        return matcher.scored
    docs = np.fromiter(matcher.all_ids(), dtype=np.int64)
    return Scored(docs, np.zeros(len(docs)))
