"""Merging a text field, a bounded number of postings at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from index.segment.container import ContainerWriter
from index.segment.fields import TextFieldWriter, write_packed
from index.segment.layout import Ints, Longs, Shorts, Words
from index.segment.place import measure, place
from index.segment.reader import TextField
from index.segment.union import union

#: Postings merged at a time: bounds the memory of a merge (about 30 bytes each).
CHUNK: Final = 1 << 22


def merge_text(out: ContainerWriter, name: str, fields: Sequence[TextField], numbers: Sequence[Ints]) -> None:
    """Merge a field of several segments; ``numbers`` are their documents' new numbers (-1: deleted)."""
    merged = union([field.terms for field in fields])
    postings, tokens = np.zeros(len(merged), np.int64), np.zeros(len(merged), np.int64)
    for field, ordinals, new in zip(fields, merged.maps, numbers, strict=True):
        occurrences = field.occurrences(0, len(field.docs))
        living_postings, living_tokens = measure(_longs(field.indptr), field.docs, occurrences, new)
        postings[ordinals] += living_postings
        tokens[ordinals] += living_tokens
    kept, _ = merged.keep(postings > 0)
    write_packed(out, name, kept.bytes, kept.starts)
    writer = TextFieldWriter(
        out,
        name,
        np.concatenate(([0], np.cumsum(postings[postings > 0]))),
        int(tokens.sum()),
        np.result_type(*(field.positions for field in fields)),
    )
    lengths = np.concatenate([field.lengths[new >= 0] for field, new in zip(fields, numbers, strict=True)])
    for first, last in _chunks(postings):
        ends = np.cumsum(postings[first:last]), np.cumsum(tokens[first:last])
        docs, occurrences, positions = _merge_chunk(fields, merged.maps, numbers, (first, last), ends)
        writer.append(docs, occurrences, positions, lengths[docs])
    writer.close()


def _chunks(postings: Longs) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of terms with about CHUNK postings, or one term with more."""
    ends = np.cumsum(postings)
    first = 0
    while first < len(ends):
        done = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, done + CHUNK, "right")))
        yield first, last
        first = last


def _merge_chunk(
    fields: Sequence[TextField],
    maps: Sequence[Ints],
    numbers: Sequence[Ints],
    terms: tuple[int, int],
    ends: tuple[Longs, Longs],
) -> tuple[Shorts, Words, Ints]:
    """Return the merged documents, occurrences and positions of a range of terms of the union."""
    first, last = terms
    next_posting, next_token = (np.concatenate(([0], array[:-1])) for array in ends)
    docs, occurrences = np.empty(ends[0][-1], np.uint16), np.empty(ends[0][-1], np.uint32)
    positions = np.empty(ends[1][-1], np.int32)
    for field, ordinals, new in zip(fields, maps, numbers, strict=True):
        low, high = np.searchsorted(ordinals, (first, last)).tolist()
        start, end = int(field.indptr[low]), int(field.indptr[high])
        if start == end:
            continue
        targets = ordinals[low:high] - np.int32(first)
        tokens = slice(field.position_start(start), field.position_start(end))
        of_terms = _longs(field.indptr[low : high + 1]) - start
        source = (of_terms, targets, field.docs[start:end], field.occurrences(start, end), field.positions[tokens])
        place(*source, new, next_posting, next_token, docs, occurrences, positions)
    return docs, occurrences, positions


def _longs(indptr: Words) -> Longs:
    return indptr.astype(np.int64)
