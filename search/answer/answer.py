"""What the search service is asked and what it answers: plain frozen values, the same for pages, JSON and terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from index.articles.article import LANGUAGES, Article, Language
from search.answer.explanation import Explanation
from search.plan.plan import Order


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search.  Dates are inclusive days in Europe/Kyiv; of each filter (``section`` … ``author``) any value.

    ``prefer`` is the language in which a story is shown where its version in it matches about as well as the best one;
    ``explain`` asks why each hit is there, ``why`` only for the one with this id.
    """

    q: str = ""
    lang: tuple[Language, ...] = LANGUAGES
    from_date: date | None = None
    to_date: date | None = None
    section: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    order_by: Order = "relevance"
    prefer: Language | None = None
    page: int = 1
    page_size: int = 10
    group: Literal["story", "none"] = "story"
    facets: bool = True
    cross: bool = True
    translit: bool = True
    synonyms: bool = True
    repair: bool = True
    explain: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of plain text and the half-open character ranges in it to mark.

    ``clipped_start`` and ``clipped_end`` say that the text goes on before and after.
    """

    text: str
    ranges: tuple[tuple[int, int], ...] = ()
    clipped_start: bool = False
    clipped_end: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """Another document of the same story.  ``matched`` says whether it answers the query, too."""

    lang: Language
    id: str
    url: str | None
    title: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the best document of its story.  ``title`` has the whole headline, ``body`` the best passages."""

    article: Article
    story_id: str
    score: float
    title: Passage
    body: tuple[Passage, ...]
    translations: tuple[Translation, ...] = ()
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet as a person reads it, the number of documents, and whether it is chosen now."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Something that was searched for other than what was typed, or beside it.

    ``kind`` is ``cross``, ``translit`` or ``synonyms`` for what is searched for beside it, else that of the repair.
    ``undo`` is the query that searches as typed, when the parameter ``off`` (one of these, or ``repair``) is off.
    """

    kind: str
    original: str
    rewritten: str
    undo: str
    off: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How much matches; lower bounds when ``relation`` is "gte"."""

    stories: int
    documents: int
    relation: Literal["eq", "gte"] = "eq"


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The answer to a SearchRequest.

    ``pages`` counts the pages that can be asked for.  ``notices`` names each part of the query that had to be read
    otherwise than typed (an unclosed quote, a wildcard that is too short), as (code, the part of the text).
    """

    request: SearchRequest
    totals: Totals
    pages: int
    generation: str
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    rewrites: tuple[Rewrite, ...] = ()
    suggestions: tuple[str, ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """The texts of an article with their marks; those of lead and paragraphs are numbered from 1.

    ``best`` is the number of the mark at which the best passage starts, 0 when there is none below the headline.
    """

    title: Passage
    lead: Passage
    paragraphs: tuple[Passage, ...]
    best: int = 0

    @property
    def count(self) -> int:
        """How many marks are numbered."""
        return sum(len(passage.ranges) for passage in (self.lead, *self.paragraphs))


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A stored article, its texts with the matches of a query marked, and the other versions of its story."""

    article: Article
    translations: tuple[Translation, ...] = ()
    marked: MarkedArticle | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a reader may be about to type.

    A ``word`` completes the query to ``text``, and ``documents`` of the archive have it; a ``title`` is the headline of
    the article ``id``, and ``documents`` counts the versions of its story.
    """

    kind: Literal["word", "title"]
    text: str
    lang: Language
    documents: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether searches can be answered, and from what."""

    ready: bool
    reason: str
    generation: str | None = None
    built: datetime | None = None
    sequence: int | None = None
    documents: dict[Language, int] = field(default_factory=dict)
