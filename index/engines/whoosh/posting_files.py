"""Stock posting files, written a term at a time.

Whoosh 2.7.4 passes each posting through four calls and compresses even a single posting, which is most of the time of
a build.  Here a term's postings are encoded in blocks at once, and only blocks that gain by it are compressed.  The
files are those of the stock codec (``whoosh.codec.whoosh3``), whose reader reads them: a segment names it as its
codec.  Field lengths per block are left at 0, which keeps Whoosh's own score bounds true; ours come from the length
columns.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from itertools import groupby, pairwise
from operator import itemgetter
from pickle import dumps
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import Storage
from whoosh.writing import PostingPool

_BLOCK = 128
_PICKLE = 2
_COMPRESSION = 3
#: Shorter blocks gain less than the 15 µs that a compressor takes to start.
_LEAST_COMPRESSED = 200
#: Bytes of a posting in memory: its tuple, term and value, and the entry of the list.
_POSTING_BYTES = 180

#: ``whoosh.codec.whoosh3.W3TermInfo`` with the postings' extent: inlined, weight, documents, two lengths, greatest
#: weight, first and
#: last document, offset, length.
_TERM_INFO = struct.Struct("!BfIBBfIIqi")
_FIELD_ID = struct.Struct("!H")
_LENGTH = struct.Struct("!i")


#: Field, term, document, weight (the number of occurrences), encoded positions: what Whoosh's pool sorts.
Posting = tuple[str, bytes, int, float, bytes]


class BulkPool(PostingPool):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's sorting pool, which spills to disk beyond its limit, filled a field at a time."""

    def add_all(self, postings: Iterable[Posting]) -> None:
        """Add the postings of one field of a document."""
        self.current.extend(postings)
        if len(self.current) * _POSTING_BYTES > self.limit:
            self.save()


class BulkCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """The stock codec for reading, and for writing what is not postings."""

    length_stats = False

    def field_writer(self, storage: Storage, segment: W3Segment) -> BulkFieldWriter:
        """Return the writer below."""
        return BulkFieldWriter(self, storage, segment)

    def new_segment(self, storage: Storage, indexname: str) -> W3Segment:
        """Return a segment that will be read with the stock codec."""
        return W3Segment(W3Codec(), indexname)


class BulkFieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes sorted postings to the terms and postings files."""

    def add_postings(self, schema: Schema, lengths: Any, items: Iterable[Posting]) -> None:
        """Write all postings, which come sorted; ``lengths`` is not used."""
        offset = self._postfile.tell()
        for (name, term), postings in groupby(items, itemgetter(0, 1)):
            key = _FIELD_ID.pack(self._fieldmap.setdefault(name, len(self._fieldmap))) + term
            info, content = _term(offset, list(postings))
            self._tindex.add(key, info)
            self._postfile.write(content)
            offset += len(content)


def _term(offset: int, postings: list[Posting]) -> tuple[bytes, bytes]:
    """Return a term's entry in the terms file, and its blocks for ``offset`` in the postings file."""
    _, _, documents, weights, values = zip(*postings, strict=True)
    count = len(documents)
    blocks = [
        _block(documents[start:end], weights[start:end], values[start:end], last=end >= count)
        for start, end in zip(range(0, count, _BLOCK), range(_BLOCK, count + _BLOCK, _BLOCK), strict=True)
    ]
    content = WHOOSH3_HEADER_MAGIC + b"".join(blocks)
    most = max(weights)
    info = _TERM_INFO.pack(0, sum(weights), count, 0, 0, most, documents[0], documents[-1], offset, len(content))
    return info, content


def _block(documents: tuple[int, ...], weights: tuple[float, ...], values: tuple[bytes, ...], last: bool) -> bytes:
    """Return a block as ``W3LeafMatcher`` reads it: length (negative: the last one), what skipping needs, data.

    Documents are gaps, equal weights are one and none when they are 1, values are none in fields without positions.
    """
    most = max(weights)
    shown = weights if most != min(weights) else None if most == 1.0 else most
    gaps = (documents[0], *(after - before for before, after in pairwise(documents)))
    data = dumps((gaps, shown, values if values[0] else None), _PICKLE)
    compression = _COMPRESSION if len(data) > _LEAST_COMPRESSED else 0
    if compression:
        data = zlib.compress(data, compression)
    info = dumps((len(documents), documents[-1], most, compression, 0, 0), _PICKLE)
    length = len(info) + len(data)
    return _LENGTH.pack(-length if last else length) + info + data
