"""From an Article to the AnalysedDocument that every engine indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from index.articles.article import Article, Language
from index.articles.schema import KEYWORDS, TEXTS, exact_field
from index.language import Token, analyze, fold

#: Sections, tags and authors are few.
_fold = lru_cache(maxsize=1 << 14)(fold)

#: Between two authors, so that a phrase never runs from one name into the next.
AUTHOR_GAP = 10


def analysed(article: Article) -> AnalysedDocument:
    """Analyse the article in its own language."""
    return AnalysedDocument(
        id=article.id,
        lang=article.lang,
        story=article.story_id or article.id,
        published=published_seconds(article),
        postings=_postings(article),
        keywords=folded_keywords(article),
        article=article,
    )


def published_seconds(article: Article) -> int | None:
    """Return when the article was published, in seconds since the epoch."""
    return None if article.published is None else int(article.published.timestamp())


def folded_keywords(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the terms of each keyword field."""
    return {name: tuple(map(_fold, values)) for name, values in keyword_values(article).items()}


def texts(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the texts of each text field: one, or one per author."""
    return {row.name: row.texts(article) for row in TEXTS}


def _postings(article: Article) -> dict[str, FieldPostings]:
    postings = {}
    for field, parts in texts(article).items():
        postings[field], postings[exact_field(field)] = _field(parts, article.lang)
    return postings


def placed(parts: tuple[str, ...], lang: Language) -> Iterator[tuple[str, int, Token]]:
    """Yield (part, position in the field, token) for all tokens of a field's ``parts``, as they are indexed."""
    start = 0
    for part in parts:
        position = -1
        for token in analyze(part, lang):
            position = token.position
            yield part, start + position, token
        start += position + 1 + AUTHOR_GAP


def _field(parts: tuple[str, ...], lang: Language) -> tuple[FieldPostings, FieldPostings]:
    """Return the postings of the lemmas and of the surface forms; both have as many positions as there are words."""
    lemmas: defaultdict[str, list[int]] = defaultdict(list)
    forms: defaultdict[str, list[int]] = defaultdict(list)
    length, last = 0, -1
    for _, position, token in placed(parts, lang):
        length += position != last
        last = position
        _add(forms, token.form, position)
        for lemma in token.lemmas:
            _add(lemmas, lemma, position)
    return FieldPostings(lemmas, length), FieldPostings(forms, length)


def _add(postings: defaultdict[str, list[int]], term: str, position: int) -> None:
    """Note ``position`` once; positions come in ascending order."""
    positions = postings[term]
    if not positions or positions[-1] != position:
        positions.append(position)


class FieldPostings(NamedTuple):
    """The terms of one field of one document: term → ascending positions, and the field's length in positions."""

    positions: Mapping[str, list[int]]
    length: int


@dataclass(frozen=True, slots=True)
class AnalysedDocument:
    """An article after analysis.

    ``postings`` has the terms of each text field of ``index.articles.schema``, ``keywords`` the folded values of each
    keyword field.  ``story`` is the article's story id, else its own id.  ``published`` is in seconds since the epoch
    or None.  ``article`` is what is stored for display.
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
    return {row.name: row.values(article) for row in KEYWORDS}
