"""Open segments for reading: the arrays of ``index.engines.arrays.format.layout`` under names, in the mapping."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.articles.schema import EXACT_SUFFIX, TEXT_FIELDS
from index.engines.arrays.format.blocks import LineReader
from index.engines.arrays.format.inverted import FormField, InvertedField, TextField
from index.engines.arrays.format.layout import DELETIONS_EXTENSION, SEGMENT_EXTENSION, length_array
from index.files.array_types import Ints, Longs
from index.files.container import Container
from index.files.dictionary import Dictionary


class ValueColumn:
    """The values of a keyword field as readers see them: ``codes[indptr[d]:indptr[d + 1]]`` into ``values``."""

    def __init__(self, container: Container, name: str) -> None:
        self.values = Dictionary(container[f"{name}.bytes"], container[f"{name}.starts"])
        self.indptr: Ints = container[f"{name}.indptr"]
        self.codes: Ints = container[f"{name}.codes"]
        self.terms: Ints = container[f"{name}.terms"]

    def __getitem__(self, document: int) -> list[str]:
        codes = self.codes[self.indptr[document] : self.indptr[document + 1]]
        return [self.values[code].decode() for code in codes]


class SegmentView:
    """One segment.  Threads may share it; nothing in it changes.  DamagedFile when a file is not sound."""

    def __init__(self, directory: Path, segment_id: str, deletions: int | None = None) -> None:
        self.path = directory / (segment_id + SEGMENT_EXTENSION)
        self.container = Container(self.path)
        self.documents = int(self.container.meta["documents"])
        self._deletions = None if deletions is None else Container(directory / deletions_name(segment_id, deletions))
        self.deleted: Ints = np.zeros(0, np.int32) if self._deletions is None else self._deletions["deleted"]
        self._text: dict[str, TextField] = {}
        self._forms: dict[str, FormField] = {}
        self._keyword: dict[str, InvertedField] = {}

    @property
    def live_documents(self) -> int:
        """The number of documents that are not deleted."""
        return self.documents - len(self.deleted)

    @cached_property
    def live(self) -> NDArray[np.bool_] | None:
        """Which documents are not deleted, bool [N]; None when all are."""
        if not len(self.deleted):
            return None
        live = np.ones(self.documents, np.bool_)
        live[self.deleted] = False
        return live

    def text(self, field: str) -> TextField:
        """Return the lemmas of a text field."""
        if field not in self._text:
            self._text[field] = TextField(self.container, field)
        return self._text[field]

    def forms(self, field: str) -> FormField:
        """Return the forms of a text field."""
        if field not in self._forms:
            self._forms[field] = FormField(self.container, self.text(field))
        return self._forms[field]

    def keyword(self, field: str) -> InvertedField:
        """Return one of ``layout.WHOLE_FIELDS``; ``id`` and ``story`` have one document or more per term."""
        if field not in self._keyword:
            self._keyword[field] = InvertedField(self.container, field)
        return self._keyword[field]

    def field(self, name: str) -> InvertedField | FormField:
        """Return any indexed field: lemmas, forms or keywords."""
        if name.endswith(EXACT_SUFFIX):
            return self.forms(name.removesuffix(EXACT_SUFFIX))
        return self.text(name) if name in TEXT_FIELDS else self.keyword(name)

    def values(self, field: str) -> ValueColumn:
        """Return what readers see of ``section``, ``tag`` or ``author``."""
        return ValueColumn(self.container, f"{field}_value")

    def lengths(self, field: str) -> Ints:
        """Return the exact lengths of a text field or of its twin, int32 [N]."""
        return self.container[length_array(field)]

    @cached_property
    def published(self) -> Longs:
        """Epoch seconds or ``NO_DATE``, int64 [N]."""
        return self.container["published"]

    @cached_property
    def story_hash(self) -> NDArray[np.uint64]:
        """Equal for documents of one story, uint64 [N]."""
        return self.container["story_hash"]

    @cached_property
    def _codes(self) -> dict[str, Ints]:
        return {name: self.container[f"{name}.codes"] for name in ("id", "story")}

    def id(self, document: int) -> str:
        """Return the document's id."""
        return self.keyword("id").terms[self._codes["id"][document]].decode()

    def story(self, document: int) -> str:
        """Return the document's story."""
        return self.keyword("story").terms[self._codes["story"][document]].decode()

    def find(self, article_id: str) -> int:
        """Return the number of the live document with this id, or -1."""
        field = self.keyword("id")
        ordinal = field.terms.find(article_id.encode())
        if ordinal < 0:
            return -1
        start, end = field.range(ordinal)
        # A document that was replaced within one batch is there as well, before the one that replaced it.
        documents = reversed(field.docs[start:end].tolist())
        return next((document for document in documents if self.live is None or self.live[document]), -1)

    @cached_property
    def stored(self) -> LineReader:
        """The stored articles: ``stored[d]`` is a line of ``index.articles.article_json``, as bytes."""
        return LineReader(*(self.container[f"stored.{name}"] for name in ("frames", "frame_starts", "frame", "line")))

    def verify(self) -> None:
        """Read every byte; DamagedFile names the file and the array that are not sound."""
        self.container.verify()
        if self._deletions is not None:
            self._deletions.verify()


def deletions_name(segment_id: str, generation: int) -> str:
    """Return the name of the file with the segment's deletions as of ``generation``."""
    return f"{segment_id}.{generation}{DELETIONS_EXTENSION}"
