"""The writers of one build in one process: changes of the store in, signatures and an index per language out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.articles.article import LANGUAGES, Language
from index.engines.registry import IndexWriter, WriterFactory, attribute
from index.store.store import Change, Store
from index.stories import Signed, Signer

#: Called with a language and the number of its changes that are done.
Step = Callable[[Language, int], None]


class Task(NamedTuple):
    """What a writing process needs to know.

    ``writer`` is the writer factory as "module:attribute", ``root`` the directory of the build, ``memory_mb`` what a
    language's writer may hold, ``cache`` where writers and signers remember what they have analysed, and ``finding``
    says whether stories are found.
    """

    writer: str
    root: Path
    memory_mb: int
    cache: Path
    finding: bool


@dataclass(frozen=True, slots=True)
class Commit:
    """The last that a writing process has to do: commit what it wrote, and the languages ``needed`` in any case."""

    needed: list[Language]
    stories: Mapping[str, str]


class Pages:
    """The changes of the store after ``since`` up to ``until`` a page at a time per language."""

    def __init__(self, store: Store, since: int, until: int) -> None:
        self._store = store
        self._since = since
        self._until = until
        self._read: dict[Language, int] = {}

    def all(self) -> Iterator[tuple[Language, list[Change]]]:
        """Yield all pages, language by language."""
        for lang in LANGUAGES:
            while page := self.next(lang):
                yield lang, page

    def next(self, lang: Language) -> list[Change]:
        """Return the language's next changes; none when there are no more."""
        page = self._store.page(self._read.get(lang, self._since), self._until, lang)
        if page:
            self._read[lang] = page[-1].sequence
        return page


class Writers(contextlib.AbstractContextManager["Writers"]):
    """One writer per language, opened when first needed; what is not committed in the end is cancelled."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._open: WriterFactory = attribute(task.writer)
        self._writers: dict[Language, IndexWriter] = {}
        self._signer: Signer | None = None

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.cancel()

    def take(self, lang: Language, page: Iterable[Change]) -> Signed:
        """Write the articles of one language, remove those that are gone, and return the signatures of the articles."""
        signer, writer = self._signer_of(lang), self._writer(lang)
        changes = [change.read() for change in page]
        signed = signer.sign(changes)
        for change in changes:
            if change.article is None:
                writer.delete((change.id,))
            else:
                writer.write_article(change.article, change.line)
        return signed

    def take_all(self, pages: Pages, step: Step) -> Iterator[Signed]:
        """Have all of ``pages`` written; yields their signatures, in any order."""
        for lang, page in pages.all():
            yield self.take(lang, page)
            step(lang, len(page))

    def commit(self, needed: Iterable[Language], stories: Mapping[str, str]) -> dict[Language, int]:
        """Commit every language that changed or is ``needed``, and return the number of documents of each.

        ``stories`` are those of articles that tell another than their own, by id.
        """
        self._close_signer()
        for lang in needed:
            self._writer(lang)
        documents: dict[Language, int] = {}
        while self._writers:
            lang, writer = self._writers.popitem()
            try:
                documents[lang] = writer.commit(stories)
            except BaseException:
                writer.cancel()
                raise
        return documents

    def _signer_of(self, lang: Language) -> Signer:
        """Return the signer of a language; there is one at a time, as it needs much memory."""
        if self._signer is None or self._signer.lang != lang:
            self._close_signer()
            self._signer = Signer(lang, self._task.cache, finding=self._task.finding)
        return self._signer

    def _close_signer(self) -> None:
        if self._signer is not None:
            self._signer.save()
            self._signer = None

    def _writer(self, lang: Language) -> IndexWriter:
        if lang not in self._writers:
            directory = self._task.root / lang
            directory.mkdir(exist_ok=True)
            self._writers[lang] = self._open(directory, lang, memory_mb=self._task.memory_mb, cache=self._task.cache)
        return self._writers[lang]
