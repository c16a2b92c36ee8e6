"""What the queries of the ``whoosh`` engine know of the segment that they are evaluated on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.searching import SearchContext

from index.articles.schema import exact_field
from search.engines.base import Deadline
from search.engines.whoosh.columns import Columns, Mask
from search.engines.whoosh.postings import Postings, read_postings
from search.plan.plan import Alternative
from search.plan.scoring import K1, B, Wordiness


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: rows ``base`` … ``base + size - 1`` of the snapshot, the exact field lengths, and who is alive."""

    base: int
    size: int
    lengths: Mapping[str, NDArray[np.int64]]
    live: Mask


class PlanContext(SearchContext):  # type: ignore[misc]  # Whoosh has no types
    """What the queries need to know of the segment that they are evaluated on.

    ``averages`` are the mean field lengths, ``k1`` and ``b`` the constants of BM25F.  ``partial`` is set when
    the deadline cut a ranked OR short.
    """

    def __init__(
        self,
        reader: Any,
        segment: Segment,
        averages: Mapping[str, float],
        columns: Columns,
        deadline: Deadline,
        wordiness: Wordiness,
    ) -> None:
        super().__init__()
        self.reader = reader
        self.segment = segment
        self.averages = averages
        self.k1, self.b = K1[wordiness], B[wordiness]
        self.columns = columns
        self.deadline = deadline
        self.partial = False
        self._postings: dict[tuple[str, str], Postings] = {}

    def postings(self, field: str, alternative: Alternative) -> Postings:
        """Return the alternative's postings in the text field, read once for all nodes of the tree."""
        key = (index_field(field, alternative), alternative.text)
        if key not in self._postings:
            self._postings[key] = read_postings(self.reader, *key, self.deadline)
        return self._postings[key]


def index_field(field: str, alternative: Alternative) -> str:
    """Return the index field that holds the alternative for the text field."""
    return exact_field(field) if alternative.exact else field
