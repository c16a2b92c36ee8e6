"""Writing the inverted fields of a segment, whole or in pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from index.segment.container import ContainerWriter
from index.segment.dictionary import pack
from index.segment.layout import BLOCK, BLOCK_SHIFT, Bytes, Ints, Longs, Unsigned


def write_dictionary(out: ContainerWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write strings that are in order and distinct."""
    write_packed(out, name, *pack(strings))


def write_packed(out: ContainerWriter, name: str, content: Bytes, starts: Longs) -> None:
    """Write a dictionary that is packed already."""
    out.add(f"{name}.bytes", content)
    out.add(f"{name}.starts", starts)


class TextFieldWriter:
    """Takes the postings of a text field in the order of terms, in pieces, and keeps the blocks' statistics."""

    def __init__(
        self, out: ContainerWriter, name: str, indptr: Longs, tokens: int, counts: DTypeLike, positions: DTypeLike
    ) -> None:
        size = int(indptr[-1])
        out.add(f"{name}.indptr", indptr)
        self._docs = out.reserve(f"{name}.docs", np.int32, size)
        self._counts = out.reserve(f"{name}.counts", counts, size)
        self._positions = out.reserve(f"{name}.positions", positions, tokens)
        self._blocks = _Blocks(size, counts)
        self._out, self._name = out, name

    def append(self, docs: Ints, counts: Ints | Unsigned, positions: Ints | Unsigned, lengths: Ints) -> None:
        """Write the next postings; ``lengths`` is the field's length in the document of each."""
        self._docs.append(docs)
        self._counts.append(counts)
        self._positions.append(positions)
        self._blocks.append(counts, lengths)

    def close(self) -> None:
        """Write the blocks."""
        blocks, name = self._blocks, self._name
        self._out.add(f"{name}.position_starts", blocks.position_starts)
        self._out.add(f"{name}.block_counts", blocks.counts)
        self._out.add(f"{name}.block_lengths", blocks.lengths)


class _Blocks:
    """What is known of every 128 postings."""

    def __init__(self, size: int, counts: DTypeLike) -> None:
        blocks = (size + BLOCK - 1) >> BLOCK_SHIFT
        self.counts = np.zeros(blocks, counts)
        self.lengths = np.full(blocks, np.iinfo(np.int32).max, np.int32)
        self.position_starts = np.zeros(blocks + 1, np.int64)
        self._size = 0

    def append(self, counts: Ints | Unsigned, lengths: Ints) -> None:
        """Take the next postings, which may begin in the middle of a block."""
        if not counts.size:
            return
        first = self._size >> BLOCK_SHIFT
        edges = np.arange(first << BLOCK_SHIFT, self._size + counts.size, BLOCK) - self._size
        edges[0] = 0
        here = slice(first, first + len(edges))
        np.maximum(self.counts[here], np.maximum.reduceat(counts, edges), out=self.counts[here], casting="unsafe")
        np.minimum(self.lengths[here], np.minimum.reduceat(lengths, edges), out=self.lengths[here])
        sums = np.add.reduceat(counts, edges, dtype=np.int64)
        self.position_starts[first + 1 : first + 1 + len(edges)] = self._carry(first) + np.cumsum(sums)
        self._size += counts.size

    def _carry(self, first: int) -> int:
        """Return the tokens before what comes next, those of an unfinished block included."""
        unfinished = self._size & (BLOCK - 1)
        return int(self.position_starts[first + 1] if unfinished else self.position_starts[first])
