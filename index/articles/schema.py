"""The fields of every per-language index, a row each: engines, queries, filters and facets go by these tables."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from operator import attrgetter
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from index.articles.article import Article

SCHEMA_VERSION = 2

Values = Callable[[Article], tuple[str, ...]]


class TextRow(NamedTuple):
    """A field whose words are searched: lemmas with positions, and at the same positions folded surface forms.

    ``texts`` gives one text, or several between which no phrase runs.  ``query_names`` is what people type before a
    colon to search in it alone, our own name first.  ``above``: passages of it are shown above those of the body.
    """

    name: str
    texts: Values
    query_names: tuple[str, ...] = ()
    above: bool = False


class KeywordRow(NamedTuple):
    """A field of whole values, folded, that is filtered by, counted in facets and never scored.

    ``values`` gives them as a reader sees them, ``query_names`` as for a text field.
    """

    name: str
    values: Values
    query_names: tuple[str, ...] = ()


def outlet(article: Article) -> tuple[str, ...]:
    """Return the outlet of an article: the one that its source names, else the host of its address."""
    if article.source:
        return (article.source,)
    host = urlsplit(article.url).hostname if article.url else None
    return (host.removeprefix("www."),) if host else ()


TEXTS: Final = (
    TextRow("title", lambda article: (article.title,), ("title", "заголовок")),
    TextRow("lead", lambda article: (article.lead or "",), above=True),
    TextRow("body", lambda article: (article.body,)),
    TextRow("authors", attrgetter("authors"), ("author", "автор")),
)
KEYWORDS: Final = (
    KeywordRow(
        "section",
        lambda article: (article.section,) if article.section else (),
        ("section", "розділ", "рубрика", "раздел"),
    ),
    KeywordRow("tag", attrgetter("tags"), ("tag", "тег")),
    KeywordRow("source", outlet, ("source", "site", "джерело", "видання", "источник", "издание")),
    KeywordRow("author", attrgetter("authors")),  # ``author:`` in a query looks among the words of the names
)

TEXT_FIELDS: Final = tuple(row.name for row in TEXTS)
KEYWORD_FIELDS: Final = tuple(row.name for row in KEYWORDS)
EXACT_SUFFIX: Final = "_exact"

#: Seconds since the epoch of a document without a date: before anything that has one.
NO_DATE: Final = -(2**63)

#: Occurrences of a term in a field of a document that count for a score, at most.
MOST_COUNTED: Final = 255


def exact_field(field: str) -> str:
    """Return the name of the field with the surface forms of the text field ``field``."""
    return field + EXACT_SUFFIX


def story_hash(story: str) -> int:
    """Return the 64 bits by which documents of one story are grouped."""
    return int.from_bytes(hashlib.blake2b(story.encode(), digest_size=8).digest(), "little")
