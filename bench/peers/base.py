"""What an engine must do to be measured."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from bench.questions import Question
from index.articles.article import Article, Language

TOP = 10
#: Kinds of questions that an engine with positions and stored texts can answer.
ALL_KINDS = frozenset({"or", "and", "phrase", "prefix", "filter", "facets", "snippets"})


class Absent(Exception):
    """A peer that is not installed here."""


class Peer(Protocol):
    """An engine.  ``prepare`` is not timed; ``answer`` is, and returns how many documents match (-1: it cannot say).

    ``about`` says what it does, ``version`` which it is, ``most`` up to how many documents it is built in a sensible
    time (None: any number), ``kinds`` which questions it can answer, ``index`` whose index it opens: ``build`` is
    called for the peer of that name only.
    """

    version: str
    about: str
    most: int | None
    kinds: frozenset[str]
    index: str

    def build(self, directory: Path, lang: Language, articles: Iterable[Article]) -> None:
        """Index the articles of one language below ``directory``, which is empty, and make them durable."""

    def open(self, directory: Path) -> None:
        """Open the indexes of all languages."""

    def prepare(self, question: Question) -> Any:
        """Return the question as the engine takes it."""

    def answer(self, prepared: Any) -> int:
        """Search for the best ten."""

    def close(self) -> None:
        """Release what was opened."""


def forms_of(directory: Path) -> Path:
    """Return the folder beside an index in which our writers keep what they have analysed."""
    return directory.with_name(f"{directory.name}-forms")
