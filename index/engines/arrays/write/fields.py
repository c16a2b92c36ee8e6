"""Writing the inverted fields of a segment, whole or in pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from index.articles.schema import MOST_COUNTED, exact_field
from index.engines.arrays.format.layout import BLOCK, BLOCK_SHIFT
from index.engines.arrays.write.forms import FormsWriter
from index.files.array_types import Bytes, Ints, Longs, Shorts, Words
from index.files.container import ContainerWriter
from index.files.dictionary import pack


def write_dictionary(out: ContainerWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write strings that are in order and distinct."""
    write_packed(out, name, *pack(strings))


def write_packed(out: ContainerWriter, name: str, content: Bytes, starts: Words | Longs) -> None:
    """Write a dictionary that is packed already."""
    out.add(f"{name}.bytes", content)
    out.add(f"{name}.starts", starts.astype(np.uint32))


def write_postings(out: ContainerWriter, name: str, indptr: Longs, docs: Shorts) -> None:
    """Write the postings of a field without occurrences."""
    out.add(f"{name}.indptr", indptr.astype(np.uint32))
    out.add(f"{name}.docs", docs)


class TextFieldWriter:
    """Takes the postings of a text field in the order of terms, in pieces.

    ``frequency``: in how many documents each form occurs.
    """

    def __init__(
        self, out: ContainerWriter, name: str, indptr: Longs, tokens: int, positions: DTypeLike, frequency: Words
    ) -> None:
        size = int(indptr[-1])
        out.add(f"{name}.indptr", indptr.astype(np.uint32))
        self._docs = out.reserve(f"{name}.docs", np.uint16, size)
        self._counts = out.reserve(f"{name}.counts", np.uint8, size)
        self._positions = out.reserve(f"{name}.positions", positions, tokens)
        self._blocks = _Blocks(size)
        self._forms = FormsWriter(out, name, frequency)
        self._more: list[tuple[Longs, Words]] = []
        self._out, self._name = out, name

    def append(self, ends: Longs, docs: Shorts, occurrences: Words, positions: Ints, forms: Ints) -> None:
        """Write the next terms' postings, which end at ``ends``.

        ``forms`` are those of the occurrences as ``FormsWriter`` takes them.
        """
        counts = np.minimum(occurrences, MOST_COUNTED).astype(np.uint8)
        more = np.flatnonzero(occurrences > MOST_COUNTED)
        self._more.append((self._blocks.size + more, occurrences[more] - np.uint32(MOST_COUNTED)))
        self._docs.append(docs)
        self._counts.append(counts)
        self._positions.append(positions)
        self._blocks.append(occurrences, counts)
        self._forms.append(forms, np.concatenate(([0], np.cumsum(occurrences, dtype=np.int64)))[ends])

    def close(self) -> None:
        """Write the counts beyond a byte, and the blocks."""
        blocks, name = self._blocks, self._name
        postings, counts = zip(*self._more, strict=True) if self._more else ([], [])
        none = np.zeros(0, np.uint32)
        self._out.add(f"{name}.more_postings", np.concatenate((none, *postings)).astype(np.uint32))
        self._out.add(f"{name}.more_counts", np.concatenate((none, *counts)))
        self._out.add(f"{name}.position_starts", blocks.position_starts.astype(np.uint32))
        self._out.add(f"{name}.block_counts", blocks.counts)
        self._forms.close(exact_field(name))


class _Blocks:
    """What is known of every 128 postings."""

    def __init__(self, postings: int) -> None:
        blocks = (postings + BLOCK - 1) >> BLOCK_SHIFT
        self.counts = np.zeros(blocks, np.uint8)
        self.position_starts = np.zeros(blocks + 1, np.int64)
        self.size = 0

    def append(self, occurrences: Words, counts: Bytes) -> None:
        """Take the next postings, which may begin in the middle of a block."""
        if not counts.size:
            return
        first = self.size >> BLOCK_SHIFT
        edges = np.arange(first << BLOCK_SHIFT, self.size + counts.size, BLOCK) - self.size
        edges[0] = 0
        here = slice(first, first + len(edges))
        np.maximum(self.counts[here], np.maximum.reduceat(counts, edges), out=self.counts[here])
        sums = np.add.reduceat(occurrences, edges, dtype=np.int64)
        self.position_starts[first + 1 : first + 1 + len(edges)] = self._carry(first) + np.cumsum(sums)
        self.size += counts.size

    def _carry(self, first: int) -> int:
        """Return the tokens before what comes next, those of an unfinished block included."""
        unfinished = self.size & (BLOCK - 1)
        return int(self.position_starts[first + 1] if unfinished else self.position_starts[first])
