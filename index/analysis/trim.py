"""Forgetting: a table that has grown too large keeps the chunks that were met again."""

from __future__ import annotations

from array import array

import numpy as np

from index.analysis.chunk_table import AGAIN, MOST_CHUNKS, ChunkTable
from index.files.array_types import Ints, Longs
from index.files.tokens import ints, longs
from index.files.union import ragged
from index.files.vocabulary import Vocabulary


def trim(table: ChunkTable) -> None:
    """Forget the chunks that were met once; half as many as the table may have are left at most.

    The table is the same object, as who signs articles and who writes them share it; its vocabulary is another.
    """
    chunks = np.flatnonzero(np.frombuffer(table.met, np.uint8) == AGAIN)[: MOST_CHUNKS // 2].astype(np.int64)
    starts = longs(table.starts)
    sizes = starts[chunks + 1] - starts[chunks]
    content = np.frombuffer(table.content, np.uint8)[ragged(starts[chunks], sizes)]
    small = ChunkTable(table.lang)
    small.content = bytearray(content.tobytes())
    small.starts = array("q", np.concatenate(([0], np.cumsum(sizes))).astype(np.int64).tobytes())
    small.hashes = array("Q", np.frombuffer(table.hashes, np.uint64)[chunks].tobytes())
    small.lengths = array("i", ints(table.lengths)[chunks].tobytes())
    small.met = bytearray(len(chunks))
    _take_tokens(small, table, chunks)
    _renumber(small, table.vocabulary)
    small.enter(0)
    vars(table).update(vars(small))


def _take_tokens(small: ChunkTable, table: ChunkTable, chunks: Longs) -> None:
    indptr = longs(table.indptr)
    sizes = indptr[chunks + 1] - indptr[chunks]
    tokens = ragged(indptr[chunks], sizes)
    small.indptr = array("q", np.concatenate(([0], np.cumsum(sizes))).astype(np.int64).tobytes())
    for name in ("lemmas", "forms", "offsets"):
        setattr(small, name, array("i", ints(getattr(table, name))[tokens].tobytes()))


def _renumber(table: ChunkTable, vocabulary: Vocabulary) -> None:
    """Give the table a vocabulary of its own, with the strings of ``vocabulary`` that it needs."""
    used = np.unique(np.concatenate((ints(table.lemmas), ints(table.forms))))
    used = used[used >= 0]
    table.vocabulary = Vocabulary([vocabulary.strings[number] for number in used.tolist()])
    table.lemmas, table.forms = (_renumbered(each, used) for each in (table.lemmas, table.forms))


def _renumbered(terms: array[int], used: Ints) -> array[int]:
    numbers = ints(terms)
    return array("i", np.where(numbers < 0, -1, np.searchsorted(used, numbers)).astype(np.int32).tobytes())
