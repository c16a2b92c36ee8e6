"""A segment that is open for a change: what its files hold, and which documents the change deletes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.arrays.format.segment_view import SegmentView, deletions_name
from index.engines.arrays.whoosh_view.codec import ArrayCodec, ArraySegment
from index.engines.arrays.write.write_segment import UnfinishedSegment
from index.engines.whoosh.schema import INDEX_NAME
from index.files.container import ContainerWriter


class Size(NamedTuple):
    """The live and the deleted documents of a segment, and the bytes of its file."""

    live: int
    deleted: int
    octets: int


class OpenSegment:
    """A segment in ``directory``; ``deleted`` are the documents that the change deletes.

    ``unfinished`` is the file of a new one, which cannot be read before it is finished.
    """

    def __init__(self, directory: Path, segment: ArraySegment) -> None:
        self._directory = directory
        self.segment = segment
        self.unfinished: UnfinishedSegment | None = None
        self.deleted: set[int] = set()

    @cached_property
    def view(self) -> SegmentView:
        """The segment, open."""
        return self.segment.view(self._directory)

    @property
    def path(self) -> Path:
        """The segment's file."""
        return self._directory / self.segment.arrays_file()

    @property
    def live_documents(self) -> int:
        """The number of documents after the change."""
        return int(self.segment.doc_count()) - len(self.deleted)

    def size(self) -> Size:
        """Return how many documents there are after the change."""
        live = self.live_documents
        return Size(live, int(self.segment.doc_count_all()) - live, self.path.stat().st_size)

    def delete(self, article_id: str) -> bool:
        """Delete the document with this id; say whether there was one."""
        number = (self.unfinished or self.view).find(article_id)
        if number < 0 or number in self.deleted:
            return False
        self.deleted.add(number)
        return True

    def finish(self, stories: Mapping[str, str]) -> None:
        """Write the stories of a new segment."""
        if self.unfinished:
            self.unfinished.finish(stories)
            self.unfinished = None

    def abandon(self) -> None:
        """Remove the file of a new segment that was not finished."""
        if self.unfinished:
            self.unfinished.abandon()

    def live(self) -> NDArray[np.bool_]:
        """Return which documents live after the change, bool [N]."""
        live = np.ones(self.view.documents, np.bool_) if self.view.live is None else self.view.live.copy()
        live[list(self.deleted)] = False
        return live

    def settled(self, generation: int) -> ArraySegment:
        """Write the deletions, if there are new ones, and return the entry for the table of contents."""
        if not self.deleted:
            return self.segment
        deleted = np.flatnonzero(~self.live()).astype(np.int32)
        with ContainerWriter(self._directory / deletions_name(self.segment.segment_id(), generation)) as out:
            out.add("deleted", deleted)
            out.close()
        return self.segment.with_deletions(generation, len(deleted))


def new_segment(directory: Path, documents: int) -> OpenSegment:
    """Return a new segment, which has no file yet."""
    return OpenSegment(directory, ArraySegment(ArrayCodec(), INDEX_NAME, documents))
