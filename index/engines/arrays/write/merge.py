"""Merging segments, array by array: nothing passes through Python objects but what is per field or per frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.articles.schema import KEYWORD_FIELDS, TEXT_FIELDS
from index.engines.arrays.format.blocks import LineWriter, write_frames
from index.engines.arrays.format.layout import WHOLE_FIELDS, length_array
from index.engines.arrays.format.segment_view import SegmentView
from index.engines.arrays.write.fields import write_packed, write_postings
from index.engines.arrays.write.merge_text import merge_text
from index.files.array_types import Ints
from index.files.container import ContainerWriter
from index.files.union import union


class MergedSegment(NamedTuple):
    """A segment to be merged, which of its documents live, and their new numbers (-1: none)."""

    view: SegmentView
    live: NDArray[np.bool_]
    numbers: Ints


def merge_segments(segments: Sequence[tuple[SegmentView, NDArray[np.bool_]]], path: Path) -> None:
    """Write the live documents of the segments, in this order, as one segment; on any error the file is removed."""
    sources = list(_numbered(segments))
    with ContainerWriter(path) as out:
        _merge_stored(out, sources)
        for name in TEXT_FIELDS:
            merge_text(out, [source.view.forms(name) for source in sources], [source.numbers for source in sources])
        keywords = {name: _merge_keyword(out, name, sources) for name in WHOLE_FIELDS}
        for name in KEYWORD_FIELDS:
            _merge_values(out, name, sources, keywords[name])
        for name in (*map(length_array, TEXT_FIELDS), "published", "story_hash"):
            out.add(name, np.concatenate([source.view.container[name][source.live] for source in sources]))
        out.close(documents=sum(int(source.live.sum()) for source in sources))


def _numbered(segments: Sequence[tuple[SegmentView, NDArray[np.bool_]]]) -> Iterator[MergedSegment]:
    base = 0
    for view, live in segments:
        numbers = np.where(live, np.cumsum(live) - 1 + base, -1).astype(np.int32)
        base += int(live.sum())
        yield MergedSegment(view, live, numbers)


def _merge_keyword(out: ContainerWriter, name: str, sources: Sequence[MergedSegment]) -> list[Ints]:
    """Merge a keyword field; return the new ordinals of each source's terms (-1: no live document has it)."""
    fields = [source.view.keyword(name) for source in sources]
    merged = union([field.terms for field in fields])
    terms = np.concatenate([np.repeat(m, np.diff(f.indptr)) for m, f in zip(merged.maps, fields, strict=True)])
    docs = np.concatenate([s.numbers[field.docs] for s, field in zip(sources, fields, strict=True)])
    terms, docs = terms[docs >= 0], docs[docs >= 0]
    sizes = np.bincount(terms, minlength=len(merged))
    merged, _ = merged.keep(sizes > 0)
    write_packed(out, name, merged.bytes, merged.starts)
    indptr = np.concatenate(([0], np.cumsum(sizes[sizes > 0], dtype=np.int64)))
    write_postings(out, name, indptr, docs[np.argsort(terms, kind="stable")].astype(np.uint16))
    if name in ("id", "story"):
        codes = [m[s.view.container[f"{name}.codes"][s.live]] for m, s in zip(merged.maps, sources, strict=True)]
        out.add(f"{name}.codes", np.concatenate(codes))
    return merged.maps


def _merge_values(out: ContainerWriter, name: str, sources: Sequence[MergedSegment], terms: list[Ints]) -> None:
    columns = [source.view.values(name) for source in sources]
    merged = union([column.values for column in columns])
    sizes = [np.diff(column.indptr) for column in columns]
    live = [np.repeat(source.live, size) for source, size in zip(sources, sizes, strict=True)]
    used = np.zeros(len(merged), np.bool_)
    of_values = np.full(len(merged), -1, np.int32)
    for column, ordinals, new, alive in zip(columns, merged.maps, terms, live, strict=True):
        used[ordinals[column.codes[alive]]] = True
        known = np.flatnonzero(column.terms >= 0)
        np.maximum.at(of_values, ordinals[known], new[column.terms[known]])
    merged, _ = merged.keep(used)
    codes = [m[c.codes[alive]] for m, c, alive in zip(merged.maps, columns, live, strict=True)]
    write_packed(out, f"{name}_value", merged.bytes, merged.starts)
    live_sizes = np.concatenate([size[source.live] for size, source in zip(sizes, sources, strict=True)])
    out.add(f"{name}_value.indptr", np.concatenate(([0], np.cumsum(live_sizes, dtype=np.int64))).astype(np.int32))
    out.add(f"{name}_value.codes", np.concatenate(codes))
    out.add(f"{name}_value.terms", of_values[used])


def _merge_stored(out: ContainerWriter, sources: Sequence[MergedSegment]) -> None:
    """Copy frames whose lines all live as they are; pack the other living lines anew."""
    writer = LineWriter()
    stored = [_merge_lines(writer, source) for source in sources]
    write_frames(out, writer.finished())
    out.add("stored.frame", np.concatenate([frame for frame, _ in stored]))
    out.add("stored.line", np.concatenate([line for _, line in stored]))


def _merge_lines(writer: LineWriter, source: MergedSegment) -> tuple[Ints, NDArray[np.uint16]]:
    """Return the frame and the line of each living document of a source."""
    stored, live = source.view.stored, source.live
    frames, lines = np.zeros(len(live), np.int32), np.zeros(len(live), np.uint16)
    bounds = np.searchsorted(stored.frame, np.arange(len(stored.starts))).tolist()
    for frame, (start, end) in enumerate(pairwise(bounds)):
        alive = start + np.flatnonzero(live[start:end])
        if len(alive) == end - start and stored.is_large(frame):
            frames[alive], lines[alive] = writer.add_frame(stored.raw(frame)), stored.line[alive]
        elif len(alive):
            content = stored.lines(frame)
            for document in alive.tolist():
                frames[document], lines[document] = writer.add(content[stored.line[document]])
    return frames[live], lines[live]
