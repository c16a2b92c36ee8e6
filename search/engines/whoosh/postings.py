"""Posting lists of a stock Whoosh segment, read block by block into arrays.

Stepping a matcher costs microseconds for each posting.  This takes what ``W3LeafMatcher`` keeps of its current block of
128, which is as the pinned Whoosh 2.7.4 lays it out.  Deleted documents are still in: who adds up masks them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from search.engines.base import Deadline
from search.engines.whoosh.columns import Rows, Scores


class OutOfTime(Exception):
    """The deadline passed before a posting list was read."""


class Postings(NamedTuple):
    """Ascending document numbers of one segment, and how often the term occurs in each."""

    docs: Rows
    counts: Scores


_NONE = Postings(np.zeros(0, dtype=np.int64), np.zeros(0))


def read_postings(reader: Any, field: str, term: str, deadline: Deadline) -> Postings:
    """Return all postings of a term in the segment of ``reader``; OutOfTime when the deadline passes meanwhile."""
    blocks = [(docs, _weights(data[1], len(docs))) for docs, data in _blocks(reader, field, term, deadline)]
    if not blocks:
        return _NONE
    docs, counts = zip(*blocks, strict=True)
    return Postings(np.concatenate(docs), np.concatenate(counts))


def read_positions(
    reader: Any, field: str, term: str, wanted: Rows, deadline: Deadline
) -> Iterator[tuple[int, list[int]]]:
    """Yield (document, ascending positions) for the documents ``wanted`` (ascending) that have the term."""
    decode = reader.schema[field].format.decode_positions
    for docs, data in _blocks(reader, field, term, deadline, wanted):
        for at in np.flatnonzero(np.isin(docs, wanted)).tolist():
            yield int(docs[at]), decode(data[2][at])


def _blocks(
    reader: Any, field: str, term: str, deadline: Deadline, wanted: Rows | None = None
) -> Iterator[tuple[Rows, tuple[Any, Any, Any]]]:
    """Yield (document numbers, raw block) of each block that may hold a ``wanted`` document."""
    encoded = term.encode()
    if (field, encoded) not in reader:
        return
    # Not reader.postings(): that copies the set of deleted documents for every term.
    matcher = reader._terms.matcher(field, encoded, reader.schema[field].format)
    previous = -1
    while matcher.is_active():
        if deadline.passed():
            raise OutOfTime
        last = matcher.block_max_id()
        if wanted is None or np.subtract(*np.searchsorted(wanted, (last, previous), side="right")):
            matcher._read_data()
            yield np.cumsum(matcher._data[0], dtype=np.int64), matcher._data
        previous = last
        matcher._next_block()


def _weights(packed: tuple[float, ...] | float | None, size: int) -> Scores:
    """Unpack what W3PostingsWriter._mini_weights packed: nothing for all ones, one number for all equal."""
    if packed is None:
        return np.ones(size)
    if isinstance(packed, float):
        return np.full(size, packed)
    return np.array(packed, dtype=np.float64)
