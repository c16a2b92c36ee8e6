"""What an engine's write half must do: articles in, one language's index out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from index.articles.article import Article, Language


class IndexWriter(Protocol):
    """One open, uncommitted change to one language's index.

    Nothing is visible in ``directory`` as a valid index until ``commit`` returned; ``cancel`` (or a crash) leaves what
    was there before.  Ids are unique: writing an id replaces the document that has it.
    """

    def write_article(self, article: Article) -> None:
        """Analyse ``article`` and add it, in place of any with the same id.

        A writer may put the work off until ``commit``.
        """

    def delete(self, ids: Iterable[str]) -> int:
        """Remove the documents with these ids and return how many there were."""

    def commit(self) -> int:
        """Make the change durable (fsync) and return the number of live documents."""

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
