"""The analysed document: all that an engine ever sees of an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from index.article import Article, Language


class FieldPostings(NamedTuple):
    """The terms of one field of one document: term → ascending positions, and the field's length in positions."""

    positions: Mapping[str, list[int]]
    length: int


@dataclass(frozen=True, slots=True)
class AnalysedDocument:
    """An article after analysis.

    ``postings`` maps each text field of ``index.schema`` to its terms.  ``keywords`` maps each keyword field
    (``section``, ``tag``, ``author``) to folded values.  ``story`` is the article's story id, else its own id.
    ``published`` is seconds since the epoch (UTC) or None.  ``article`` is what is stored for display.
    """

    id: str
    lang: Language
    story: str
    published: int | None
    postings: Mapping[str, FieldPostings]
    keywords: Mapping[str, tuple[str, ...]]
    article: Article


def keyword_values(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the values of each keyword field as a reader sees them."""
    return {"section": (article.section,) if article.section else (), "tag": article.tags, "author": article.authors}
