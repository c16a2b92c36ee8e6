"""A Whoosh matcher over one term's postings, read where they lie."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar

from index.segment.layout import BLOCK_SHIFT, MOST_COUNTED
from index.segment.perdocument import quantised
from index.segment.reader import InvertedField, TextField


class PostingsMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """Postings start to end of ``field``; ``_i`` is the current one."""

    def __init__(self, field: InvertedField, ordinal: int, format_: Any, term: tuple[str, bytes], scorer: Any) -> None:
        self._field = field
        self._ordinal = ordinal
        self._start, self._end = field.range(ordinal)
        self._docs = memoryview(field.docs.data)
        self._i = self._start
        self.format = format_
        self.scorer = scorer
        self._term = term

    def is_active(self) -> bool:
        """Say whether there is a posting here."""
        return self._i < self._end

    def reset(self) -> None:
        """Go back to the first posting."""
        self._i = self._start

    def copy(self) -> PostingsMatcher:
        """Return a matcher at the same place."""
        copied = PostingsMatcher(self._field, self._ordinal, self.format, self._term, self.scorer)
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
        return iter(self._docs[self._start : self._end])

    def next(self) -> bool:
        """Go to the next posting; say whether it is in another block."""
        if not self.is_active():
            raise ReadTooFar
        self._i += 1
        return self._i & ((1 << BLOCK_SHIFT) - 1) == 0

    def skip_to(self, id: int) -> None:  # noqa: A002  # Whoosh's name
        """Go to the first posting from here on whose document is not less than ``id``."""
        if not self.is_active():
            raise ReadTooFar
        self._i = bisect_left(self._docs, id, self._i, self._end)

    def weight(self) -> float:
        """Return the number of occurrences."""
        return float(self._occurrences())

    def positions(self) -> list[int]:
        """Return the positions of the posting."""
        if not isinstance(self._field, TextField):
            return []
        start = self._field.position_start(self._i)
        positions: list[int] = self._field.positions[start : start + self._occurrences()].tolist()
        return positions

    def _occurrences(self) -> int:
        return int(self._field.occurrences(self._i, self._i + 1)[0]) if isinstance(self._field, TextField) else 1

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
            self._i = min(((self._i >> BLOCK_SHIFT) + 1) << BLOCK_SHIFT, self._end)
            skipped += 1
        return skipped

    def block_min_length(self) -> int:
        """Return a bound on the lengths of the block's documents."""
        field = self._field
        return quantised(int(field.block_lengths[self._i >> BLOCK_SHIFT])) if isinstance(field, TextField) else 0

    def block_max_length(self) -> int:
        """Return a bound on the lengths of the block's documents."""
        return quantised(int(self._field.lengths.max())) if isinstance(self._field, TextField) else 0

    def block_max_weight(self) -> float:
        """Return a bound on the weights in the block."""
        field, block = self._field, self._i >> BLOCK_SHIFT
        if not isinstance(field, TextField):
            return 1.0
        most = int(field.block_counts[block])
        whole = block << BLOCK_SHIFT, (block + 1) << BLOCK_SHIFT
        return float(most if most < MOST_COUNTED else field.occurrences(*whole).max())
