"""The writers of one build in one process: changes of the store in, an index per language out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from index.article import LANGUAGES, Language
from index.engines import attribute
from index.store import Change, Store
from index.writers import IndexWriter, WriterFactory

#: Called with a language and the number of its changes that were written.
Step = Callable[[Language, int], None]


class Task(NamedTuple):
    """What a writing process needs to know.

    ``place`` is the writer factory as "module:attribute", ``root`` the directory of the build, ``memory_mb`` what a
    language's writer may hold, ``kept`` where writers remember what they have analysed.
    """

    place: str
    root: Path
    memory_mb: int
    kept: Path


class Pages:
    """The changes of the store after ``since`` up to ``until`` a page at a time per language.

    ``stories`` are those found in place of the articles' own, by id.
    """

    def __init__(self, store: Store, since: int, until: int, stories: Mapping[str, str]) -> None:
        self._store = store
        self._since = since
        self._until = until
        self._stories = stories
        self._read: dict[Language, int] = {}

    def next(self, lang: Language) -> list[Change]:
        """Return the language's next changes; none when there are no more."""
        page = self._store.page(self._read.get(lang, self._since), self._until, lang)
        if page:
            self._read[lang] = page[-1].sequence
        return [change._replace(story=self._stories.get(change.id)) for change in page]


class Writers(contextlib.AbstractContextManager["Writers"]):
    """One writer per language, opened when first needed; what is not committed in the end is cancelled."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._open: WriterFactory = attribute(task.place)
        self._writers: dict[Language, IndexWriter] = {}

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.cancel()

    def write(self, lang: Language, page: Iterable[Change]) -> None:
        """Write the articles of one language, and remove those that are gone."""
        writer = self._writer(lang)
        for change in page:
            article = change.article
            if article is None:
                writer.delete((change.id,))
            else:
                writer.write_article(article)

    def take(self, pages: Pages, step: Step) -> None:
        """Write all of ``pages``."""
        for lang in LANGUAGES:
            while page := pages.next(lang):
                self.write(lang, page)
                step(lang, len(page))

    def commit(self, needed: Iterable[Language]) -> dict[Language, int]:
        """Commit every language that changed or is ``needed``, and return the number of documents of each."""
        for lang in needed:
            self._writer(lang)
        documents: dict[Language, int] = {}
        while self._writers:
            lang, writer = self._writers.popitem()
            try:
                documents[lang] = writer.commit()
            except BaseException:
                writer.cancel()
                raise
        return documents

    def _writer(self, lang: Language) -> IndexWriter:
        if lang not in self._writers:
            directory = self._task.root / lang
            directory.mkdir(exist_ok=True)
            self._writers[lang] = self._open(directory, lang, memory_mb=self._task.memory_mb, kept=self._task.kept)
        return self._writers[lang]
