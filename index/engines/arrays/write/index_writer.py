"""The write half of the ``arrays`` engine; what it writes is laid out in ``index.engines.arrays.format.layout``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from whoosh.index import TOC

from index.analysis.table_file import load, save
from index.analysis.trim import trim
from index.articles.article import Article, Language
from index.engines.arrays.format.layout import MOST_DOCUMENTS
from index.engines.arrays.whoosh_view.toc import read_toc
from index.engines.arrays.write.add_articles import WaitingArticle, add_articles
from index.engines.arrays.write.draft import Draft
from index.engines.arrays.write.merge import merge_segments
from index.engines.arrays.write.merge_policy import to_merge
from index.engines.arrays.write.open_segment import OpenSegment, new_segment
from index.engines.arrays.write.write_segment import begin_segment
from index.engines.base import OWN_STORIES
from index.engines.whoosh.schema import INDEX_NAME, whoosh_schema
from index.files.storage import IndexStorage

#: Writing a draft takes up to twice the memory that it has gathered.
_PEAK = 3
#: Articles analysed at a time: enough to make the overhead small, few enough for the processor's cache.
_BATCH = 64


def open_writer(directory: Path, lang: Language, *, memory_mb: int = 256, cache: Path | None = None) -> ArrayWriter:
    """Open a writer on ``directory``, which is empty or holds an index; DamagedIndex when that is not sound."""
    storage = IndexStorage(directory).create()
    exists = any(name.endswith(".toc") for name in storage.list())
    toc = read_toc(directory) if exists else TOC(whoosh_schema(), [], 0)
    return ArrayWriter(directory, lang, toc, memory_mb, cache)


class ArrayWriter:
    """One open change to one language's index; see ``index.engines.base.IndexWriter``."""

    def __init__(self, directory: Path, lang: Language, toc: TOC, memory_mb: int, cache: Path | None) -> None:
        self._directory = directory
        self._cache = cache
        self._storage = IndexStorage(directory)
        self._generation = toc.generation + 1
        self._most_bytes = (memory_mb << 20) // _PEAK
        self._segments = [OpenSegment(directory, segment) for segment in toc.segments]
        self._before = {path.name for path in self._files()}
        self._table = load(cache, lang)
        self._written = 0
        self._start_draft()

    def write_article(self, article: Article, line: bytes | None = None) -> None:
        """Have ``article`` analysed, with others, and added in place of any with the same id."""
        self._delete(article.id)
        self._new[article.id] = len(self._draft) + len(self._waiting)
        self._waiting.append(WaitingArticle(article, line))
        if len(self._waiting) >= _BATCH:
            self._analyse()
            self._flush_if_large()

    def delete(self, ids: Iterable[str]) -> int:
        """Remove the documents with these ids and return how many there were."""
        return sum(map(self._delete, ids))

    def commit(self, stories: Mapping[str, str] = OWN_STORIES) -> int:
        """Write what was gathered, merge what the policy says, and return the number of live documents."""
        self._flush()
        for segment in self._segments:
            segment.finish(stories)
        save(self._table, self._cache)
        self._merge()
        self._segments = [segment for segment in self._segments if segment.live_documents]
        segments = [segment.settled(self._generation) for segment in self._segments]
        toc = TOC(whoosh_schema(), segments, self._generation)
        toc.write(self._storage, INDEX_NAME)
        self._before = {TOC._filename(INDEX_NAME, self._generation), *(n for s in segments for n in s.files())}
        self._remove_all_but(self._before)
        return sum(segment.doc_count() for segment in segments)

    def cancel(self) -> None:
        """Give the change up and remove its files."""
        self._storage.abandon()
        self._start_draft()
        for segment in self._segments:
            segment.abandon()
        self._segments = []
        self._remove_all_but(self._before)

    def _start_draft(self) -> None:
        self._draft = Draft(self._table.vocabulary)
        self._waiting: list[WaitingArticle] = []
        self._new: dict[str, int] = {}
        self._replaced: set[int] = set()

    def _delete(self, document_id: str) -> bool:
        number = self._new.pop(document_id, None)
        if number is not None:
            self._replaced.add(number)
            return True
        return any(segment.delete(document_id) for segment in self._segments)

    def _analyse(self) -> None:
        """Move the waiting articles into the draft."""
        if self._waiting:
            add_articles(self._draft, self._waiting, self._table)
            self._waiting = []

    def _flush_if_large(self) -> None:
        if self._draft.size >= self._most_bytes or len(self._draft) > MOST_DOCUMENTS - _BATCH:
            self._flush()

    def _flush(self) -> None:
        """Write the draft as a segment."""
        self._analyse()
        if self._new:
            segment = new_segment(self._directory, len(self._draft))
            segment.unfinished = begin_segment(self._draft, segment.path)
            segment.deleted |= self._replaced
            self._segments.append(segment)
            self._written += len(self._new)
        if self._table.is_large:
            trim(self._table)
        self._start_draft()

    def _merge(self) -> None:
        """Replace each group of segments that the policy names by one."""
        segments = self._segments
        for group in to_merge([segment.size() for segment in segments], self._written):
            chosen = [segments[number] for number in group]
            self._segments = [segment for segment in self._segments if segment not in chosen] + [self._merged(chosen)]

    def _merged(self, chosen: list[OpenSegment]) -> OpenSegment:
        for segment in chosen:
            segment.view.verify()  # the kernels that merge trust what they read
        sources = [(segment.view, segment.live()) for segment in chosen]
        documents = sum(segment.live_documents for segment in chosen)
        merged = new_segment(self._directory, documents)
        merge_segments(sources, merged.path)
        return merged

    def _files(self) -> Iterator[Path]:
        return (path for path in self._directory.iterdir() if path.name.lstrip("_").startswith(f"{INDEX_NAME}_"))

    def _remove_all_but(self, wanted: set[str]) -> None:
        for path in list(self._files()):
            if path.name not in wanted:
                with contextlib.suppress(OSError):
                    path.unlink()
