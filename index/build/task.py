"""The writers of one build in one process: changes of the store in, signatures and then an index per language out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from index.articles.article import LANGUAGES, Language
from index.engines.registry import IndexWriter, WriterFactory, attribute
from index.store.store import Change, Store
from index.stories import Signed, Signer

#: What is counted of a build: changes that were read for their stories, and those of each language that were written.
STORIES: Final = "stories"
Phase = Language | Literal["stories"]
#: Called with a part and the number of changes that are done.
Step = Callable[[Phase, int], None]


#: No story that is not an article's own.
NONE: Final[Mapping[str, str]] = MappingProxyType({})


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


class Pages:
    """The changes of the store after ``since`` up to ``until`` a page at a time per language.

    ``stories`` are those found in place of the articles' own, by id; none before they are found.
    """

    def __init__(self, store: Store, since: int, until: int, stories: Mapping[str, str] = NONE) -> None:
        self._store = store
        self._since = since
        self._until = until
        self._stories = stories
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
        return [change._replace(story=self._stories.get(change.id)) for change in page]


class Writers(contextlib.AbstractContextManager["Writers"]):
    """One writer per language, opened when first needed; what is not committed in the end is cancelled."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._open: WriterFactory = attribute(task.writer)
        self._writers: dict[Language, IndexWriter] = {}
        self._signers: dict[Language, Signer] = {}

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.cancel()

    def sign(self, lang: Language, page: Iterable[Change]) -> Signed:
        """Return the signatures of articles of one language."""
        if lang not in self._signers:
            self._signers[lang] = Signer(lang, self._task.cache, finding=self._task.finding)
        return self._signers[lang].sign(page)

    def write(self, lang: Language, page: Iterable[Change]) -> None:
        """Write the articles of one language, and remove those that are gone."""
        if signer := self._signers.pop(lang, None):
            signer.save()
        writer = self._writer(lang)
        for change in page:
            article = change.article
            if article is None:
                writer.delete((change.id,))
            else:
                writer.write_article(article)

    def sign_all(self, pages: Pages, step: Step) -> Iterator[Signed]:
        """Yield the signatures of all of ``pages``, in any order."""
        for lang, page in pages.all():
            yield self.sign(lang, page)
            step(STORIES, len(page))

    def write_all(self, pages: Pages, step: Step) -> None:
        """Write all of ``pages``."""
        for lang, page in pages.all():
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
            self._writers[lang] = self._open(directory, lang, memory_mb=self._task.memory_mb, cache=self._task.cache)
        return self._writers[lang]
