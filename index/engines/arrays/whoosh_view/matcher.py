"""A Whoosh matcher over one term's postings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar

from index.engines.arrays.format.inverted import PostingList
from index.engines.arrays.format.layout import BLOCK, BLOCK_SHIFT
from index.engines.arrays.whoosh_view.per_document import quantised
from index.files.array_types import Ints, Longs


class PostingsMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """Postings of a term; ``_i`` is the current one."""

    def __init__(
        self, postings: PostingList, lengths: Ints | None, format_: Any, term: tuple[str, bytes], scorer: Any
    ) -> None:
        self._postings = postings
        self._lengths = lengths
        self._docs = memoryview(np.ascontiguousarray(postings.docs).data)
        self._i = 0
        self.format = format_
        self.scorer = scorer
        self._term = term

    def is_active(self) -> bool:
        """Say whether there is a posting here."""
        return self._i < len(self._docs)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._i = 0

    def copy(self) -> PostingsMatcher:
        """Return a matcher at the same posting."""
        copied = PostingsMatcher(self._postings, self._lengths, self.format, self._term, self.scorer)
        copied._i = self._i
        return copied

    def replace(self, minquality: float = 0) -> Any:
        """Return a matcher that does the same, or none when nothing here is good enough."""
        if not self.is_active() or (minquality and self.max_quality() < minquality):
            return NullMatcher()
        return self

    def id(self) -> int:
        """Return the document."""
        return int(self._docs[self._i])

    def all_ids(self) -> Iterator[int]:
        """Yield all documents."""
        return iter(self._docs)

    def next(self) -> bool:
        """Go to the next posting; say whether it is in another block."""
        if not self.is_active():
            raise ReadTooFar
        self._i += 1
        return self._i % BLOCK == 0

    def skip_to(self, id: int) -> None:  # noqa: A002  # Whoosh's name
        """Go to the first posting from here on whose document is not less than ``id``."""
        if not self.is_active():
            raise ReadTooFar
        self._i = bisect_left(self._docs, id, self._i)

    def weight(self) -> float:
        """Return the number of occurrences."""
        return float(self._postings.occurrences[self._i])

    def positions(self) -> list[int]:
        """Return the positions of the posting."""
        end = self._ends[self._i]
        positions: list[int] = self._postings.positions[end - self._postings.occurrences[self._i] : end].tolist()
        return positions

    @cached_property
    def _ends(self) -> Longs:
        return np.cumsum(self._postings.occurrences, dtype=np.int64)

    def value(self) -> bytes:
        """Return the posting's value in the field's format."""
        encoded: bytes = self.format.encode(self.positions())
        return encoded

    def value_as(self, astype: str) -> Any:
        """Return the posting's value decoded; positions are not encoded first."""
        return self.positions() if astype == "positions" else super().value_as(astype)

    def skip_to_quality(self, minquality: float) -> int:
        """Skip blocks that cannot be better than ``minquality``; return how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._i = min(((self._i >> BLOCK_SHIFT) + 1) << BLOCK_SHIFT, len(self._docs))
            skipped += 1
        return skipped

    def block_min_length(self) -> int:
        """Return the smallest length of the block's documents."""
        return 0 if self._lengths is None else quantised(int(self._lengths[self._postings.docs[self._block()]].min()))

    def block_max_length(self) -> int:
        """Return the largest length of the block's documents."""
        return 0 if self._lengths is None else quantised(int(self._lengths[self._postings.docs[self._block()]].max()))

    def block_max_weight(self) -> float:
        """Return the largest weight in the block."""
        return float(self._postings.occurrences[self._block()].max())

    def _block(self) -> slice:
        start = self._i >> BLOCK_SHIFT << BLOCK_SHIFT
        return slice(start, start + BLOCK)
