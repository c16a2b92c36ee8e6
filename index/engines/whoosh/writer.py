"""The write half of the ``whoosh`` engine: stock Whoosh 2.7.4, default codec, fed with terms instead of text.

The layout is in ``index.engines.whoosh.schema``.  ``add_document`` would analyse again and count lemma variants into a
field's length, so postings, lengths and columns go straight to the segment's pool and per-document writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import cast

from whoosh.codec.base import Segment
from whoosh.formats import Positions
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from index.analysis.one_article import AnalysedDocument, analysed, keyword_values
from index.articles.article import Article, Language
from index.articles.article_json import to_json
from index.articles.schema import TEXT_FIELDS
from index.engines.base import OWN_STORIES
from index.engines.whoosh.posting_files import BulkCodec, BulkPool
from index.engines.whoosh.schema import (
    ARTICLE_FIELD,
    INDEX_NAME,
    SEPARATOR,
    length_column,
    value_column,
    whoosh_schema,
)
from index.files.storage import IndexStorage

_POSITIONS = Positions()

#: Segments with fewer live documents than this are merged by every commit: a small merge costs less than one more
#: segment.
SMALL_SEGMENT = 200
#: A segment with a larger share of deleted documents is written anew.
MOST_DELETED = 0.3


def open_writer(directory: Path, lang: Language, *, memory_mb: int = 256, cache: Path | None = None) -> WhooshWriter:
    """Open a writer on ``directory``, which is empty or holds an index to be continued."""
    storage = IndexStorage(directory).create()
    exists = any(name.endswith(".toc") for name in storage.list())
    index = FileIndex(storage) if exists else FileIndex.create(storage, whoosh_schema(), INDEX_NAME)
    writer = SegmentWriter(index, codec=BulkCodec())
    writer.pool = BulkPool(writer.temp_storage(), writer.newsegment, limitmb=memory_mb)
    try:
        return WhooshWriter(writer)
    except BaseException:  # what is there is damaged
        storage.abandon()
        raise


class WhooshWriter:
    """One open change to one language's index; see ``index.engines.base.IndexWriter``."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._writer = writer
        self._schema = writer.schema
        self._before = writer.reader()
        self._closing = ExitStack()
        self._closing.callback(self._before.close)
        self._new: dict[str, int] = {}
        #: The id and the own story of each document written, by number.
        self._stories: list[tuple[str, str]] = []

    def write_article(self, article: Article, line: bytes | None = None) -> None:
        """Analyse ``article`` and add it, in place of any with the same id."""
        document = analysed(article)
        self.delete((document.id,))
        writer, number = self._writer, self._writer.docnum
        self._new[document.id] = number
        writer.perdocwriter.start_doc(number)
        self._write_text(document, number)
        self._write_keywords(document, number)
        self._write_columns(document, line)
        self._stories.append((document.id, document.story))
        writer.perdocwriter.finish_doc()
        writer.docnum += 1
        writer._added = True  # what makes commit() write the segment

    def delete(self, ids: Iterable[str]) -> int:
        """Remove the documents with these ids and return how many there were."""
        return sum(self._delete(document_id) for document_id in ids)

    def commit(self, stories: Mapping[str, str] = OWN_STORIES) -> int:
        """Merge what the policy says, write the segment, and return the number of live documents."""
        self._closing.close()
        self._write_stories(stories)
        self._writer.commit(mergetype=merge_small)
        return sum(segment.doc_count() for segment in FileIndex(self._writer.storage)._segments())

    def cancel(self) -> None:
        """Give the change up; what it left behind goes with the directory of the build.

        Whoosh's own ``cancel`` would write what is buffered, which fails again on a full disk.
        """
        self._writer.storage.abandon()
        self._closing.close()

    def _delete(self, document_id: str) -> bool:
        number = self._new.pop(document_id, None)
        if number is not None:
            self._writer.newsegment.delete_document(number)
            return True
        number = _live_document(self._before, document_id)
        if number is not None:
            self._writer.delete_document(number)
        return number is not None

    def _write_text(self, document: AnalysedDocument, number: int) -> None:
        for name, (positions, length) in document.postings.items():
            self._writer.pool.add_all(
                (name, term.encode(), number, float(len(offsets)), _encoded(offsets))
                for term, offsets in positions.items()
            )
            self._writer.perdocwriter.add_field(name, self._schema[name], None, length)

    def _write_keywords(self, document: AnalysedDocument, number: int) -> None:
        values = {**document.keywords, "id": (document.id,)}
        self._writer.pool.add_all(
            (name, term.encode(), number, 1.0, b"") for name, terms in values.items() for term in set(terms)
        )

    def _write_stories(self, stories: Mapping[str, str]) -> None:
        perdoc, name = self._writer.perdocwriter, value_column("story")
        for number, (document_id, own) in enumerate(self._stories):
            story = stories.get(document_id, own).encode()
            self._writer.pool.add_all([("story", story, number, 1.0, b"")])
            perdoc._docnum = number  # columns are written each for itself, in the order of documents
            perdoc.add_column_value(name, self._schema[name].column_type, story)

    def _write_columns(self, document: AnalysedDocument, line: bytes | None) -> None:
        columns: dict[str, bytes | int] = {
            value_column(name): SEPARATOR.join(values).encode() for name, values in _shown(document).items()
        }
        columns |= {
            length_column(name): document.postings[name].length for name in TEXT_FIELDS if name in document.postings
        }
        if document.published is not None:
            columns["published"] = document.published
        perdoc = self._writer.perdocwriter
        for name, value in columns.items():
            perdoc.add_column_value(name, self._schema[name].column_type, value)
        stored = to_json(document.article) if line is None else line.decode()
        perdoc.add_field(ARTICLE_FIELD, self._schema[ARTICLE_FIELD], stored, 0)


def _encoded(positions: list[int]) -> bytes:
    """Return positions as the field's format encodes them; most terms occur once, at few positions."""
    return _encoded_single(positions[0]) if len(positions) == 1 else cast(bytes, _POSITIONS.encode(positions))


@cache
def _encoded_single(position: int) -> bytes:
    return cast(bytes, _POSITIONS.encode([position]))


def merge_small(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """Merge segments so that live sizes at least double from one to the next, and return those left as they are.

    That leaves about log2(documents / SMALL_SEGMENT) segments, and each document is merged as often at most.
    """
    left = []
    gathered = max(writer.doc_count(), SMALL_SEGMENT)
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        if segment.doc_count() < gathered or segment.deleted_count() > MOST_DELETED * segment.doc_count_all():
            gathered += segment.doc_count()
            _merge(writer, segment)
        else:
            left.append(segment)
    return left


def _merge(writer: SegmentWriter, segment: Segment) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        writer.add_reader(reader)
    finally:
        reader.close()


def _live_document(reader: SegmentReader, document_id: str) -> int | None:
    try:
        matcher = reader.postings("id", document_id)
    except TermNotFound:
        return None
    return matcher.id() if matcher.is_active() else None


def _shown(document: AnalysedDocument) -> dict[str, tuple[str, ...]]:
    """Return the values of the value columns, but stories, and the empty ones, too: Whoosh cannot read gaps."""
    keywords = keyword_values(document.article)
    return {"id": (document.id,), **keywords}
