"""What an engine's read half must do: a plan in, matches out.

An engine opens a generation as a ``Snapshot``: read-only, shared by threads, unchanged until closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from index.articles.article import Article, Language
from search.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Statistics:
    """What scoring needs to know of one language's index.

    Both count live documents only.  A field's mean length is over the documents that have the field.
    """

    documents: int
    average_length: Mapping[str, float]


class Match(NamedTuple):
    """One matching document: where it is, and its score."""

    lang: Language
    id: str
    story: str
    score: float
    published: int | None


class Group(NamedTuple):
    """A story (or one document, ungrouped): its matches, best first.  Never empty."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer to a plan.

    ``stories`` and ``documents`` count everything that matches; with ``relation`` "gte" they are lower bounds.
    ``partial`` says that the deadline ended the work early: what is there matches, something may be missing.
    ``facets`` maps facet → (value as written, documents), most frequent first.
    """

    groups: tuple[Group, ...]
    stories: int
    documents: int
    relation: Literal["eq", "gte"] = "eq"
    partial: bool = False
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


class Deadline(Protocol):
    """A moment after which work is cut short."""

    def passed(self) -> bool:
        """Say whether it is over."""


class Snapshot(Protocol):
    """One generation, open for reading."""

    def statistics(self, lang: Language) -> Statistics:
        """Return the size and mean field lengths of the language's index; zeros when it is empty."""

    def document_frequency(self, lang: Language, field: str, term: str) -> int:
        """Return in how many live documents ``term`` occurs in the index field (``body``, ``body_exact``, …)."""

    def terms_with_prefix(self, lang: Language, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return at most ``limit`` (term, document frequency) that start with ``prefix``, most frequent first."""

    def similar_terms(self, lang: Language, field: str, term: str, distance: int, limit: int) -> list[tuple[str, int]]:
        """Return at most ``limit`` (term, document frequency) within ``distance`` edits, nearest, then most frequent.

        An exchange of neighbours is one edit.  Only terms that share the first letter are looked at, which bounds the
        work.
        """

    def search(self, plan: Plan, deadline: Deadline) -> Matches:
        """Execute ``plan`` over its languages and merge the results on the common score scale.

        Ties go to the newer document, then to the smaller id: the order never depends on the layout of segments.
        """

    def articles(self, lang: Language, ids: Iterable[str]) -> dict[str, Article]:
        """Return the stored articles that are there, by id."""

    def story(self, story: str) -> tuple[Match, ...]:
        """Return all documents of a story in every language, with score 0, ordered by language, then by id."""

    def find(self, article_id: str) -> Article | None:
        """Return the stored article with this id from whichever language has it."""

    def close(self) -> None:
        """Release files and mappings."""


class Engine(Protocol):
    """Opens what the writer of the same name has written."""

    name: str

    def open(self, directory: Path) -> Snapshot:
        """Open a generation directory, which holds one folder per language.

        Raises ``index.errors.DamagedIndex`` with a remedy when it cannot be read.
        """


FacetCounts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Until:
    """The deadline at ``moment`` of ``clock``."""

    clock: Callable[[], float]
    moment: float

    def passed(self) -> bool:
        """Say whether it is over."""
        return self.clock() >= self.moment
