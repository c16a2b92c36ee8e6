"""The Whoosh codec over array segments: every call of a stock Whoosh reader, answered from the mapping.

Segments are written by ``index.engines.arrays.write.index_writer``, not through Whoosh's writer.  The table of
contents pickles ``ArrayCodec`` and ``ArraySegment`` by name: should they move, ``toc`` has to know the old name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment

from index.engines.arrays.format.layout import SEGMENT_EXTENSION
from index.engines.arrays.format.segment_view import SegmentView, deletions_name
from index.engines.arrays.whoosh_view.per_document import PerDocumentReader
from index.engines.arrays.whoosh_view.terms import TermsReader


class ArrayCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads array segments; there is nothing to configure."""

    def __init__(self) -> None:
        super().__init__()

    def terms_reader(self, storage: Any, segment: ArraySegment) -> TermsReader:
        """Return the reader of the inverted fields."""
        return TermsReader(segment.view(Path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> PerDocumentReader:
        """Return the reader of lengths, columns, stored articles and deletions."""
        return PerDocumentReader(segment.view(Path(storage.folder)))

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        """Refuse: stock writers would write stock files."""
        raise NotImplementedError("Array segments are written by index.engines.arrays.write.")

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Refuse, likewise."""
        raise NotImplementedError("Array segments are written by index.engines.arrays.write.")

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """Return a segment without documents."""
        return ArraySegment(self, indexname)


class ArraySegment(W3Segment):  # type: ignore[misc]  # Whoosh has no types
    """An entry of the table of contents: which segment, how many documents, and which deletions count."""

    #: The generation whose ``.del`` file counts, and how many it deletes.
    deletions: int | None = None
    deletion_count = 0

    def arrays_file(self) -> str:
        """Return the name of the segment's container."""
        return str(self.make_filename(SEGMENT_EXTENSION))

    def files(self) -> list[str]:
        """Return the names of the files that count."""
        deletions = [] if self.deletions is None else [deletions_name(self.segment_id(), self.deletions)]
        return [self.arrays_file(), *deletions]

    def should_assemble(self) -> bool:
        """Keep the files apart: a compound file could not be mapped array by array."""
        return False

    def view(self, directory: Path) -> SegmentView:
        """Open the segment; DamagedFile when it is not sound."""
        return SegmentView(directory, self.segment_id(), self.deletions)

    def with_deletions(self, generation: int, count: int) -> ArraySegment:
        """Return this segment with other deletions."""
        segment = ArraySegment(self._codec, self.indexname, self._doccount, self.segid)
        segment.deletions, segment.deletion_count = generation, count
        return segment

    def deleted_count(self) -> int:
        """Return how many documents are deleted."""
        return self.deletion_count

    def deleted_docs(self) -> Iterator[int]:
        """Refuse: a segment does not know its directory; ask a reader."""
        raise NotImplementedError("Ask a reader of this segment for its deletions.")

    is_deleted = delete_document = deleted_docs
