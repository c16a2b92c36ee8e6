"""What an engine's write half must do: articles in, one language's index out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from index.articles.article import Article, Language

#: Every article tells its own story.
OWN_STORIES: Final[Mapping[str, str]] = MappingProxyType({})


class IndexWriter(Protocol):
    """One open, uncommitted change to one language's index.

    Nothing is visible in ``directory`` as a valid index until ``commit`` returned; ``cancel`` (or a crash) leaves what
    was there before.  Ids are unique: writing an id replaces the document that has it.
    """

    def write_article(self, article: Article, line: bytes | None = None) -> None:
        """Analyse ``article`` and add it, in place of any with the same id.

        ``line`` is its JSON, where somebody has it.  A writer may put the work off until ``commit``.
        """

    def delete(self, ids: Iterable[str]) -> int:
        """Remove the documents with these ids and return how many there were."""

    def commit(self, stories: Mapping[str, str] = OWN_STORIES) -> int:
        """Make the change durable (fsync) and return the number of live documents.

        ``stories`` has the story of each article written, by id, that tells another than its own: which it is, is known
        when all have been read.
        """

    def cancel(self) -> None:
        """Give the change up and release what it has open.  Safe to call after any error."""


class WriterFactory(Protocol):
    """Opens a writer on ``directory``: an empty one for a new index, or one that holds an index to be continued.

    ``cache`` is a directory that outlives the index, in which the writer may remember what it has analysed.
    """

    def __call__(
        self, directory: Path, lang: Language, *, memory_mb: int = 256, cache: Path | None = None
    ) -> IndexWriter:
        """Open it."""
