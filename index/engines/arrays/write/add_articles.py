"""Articles into a draft, analysed together."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis.chunk_table import ChunkTable
from index.analysis.one_article import (
    AUTHOR_GAP,
    folded_keywords,
    keyword_values,
    published_seconds,
    texts,
)
from index.articles.article import Article
from index.articles.article_json import to_line
from index.articles.schema import TEXT_FIELDS
from index.engines.arrays.write.draft import DocumentValues, Draft


def add_articles(draft: Draft, articles: Sequence[Article], table: ChunkTable) -> None:
    """Analyse articles and add them; ``table`` has the draft's vocabulary."""
    parts = [texts(article) for article in articles]
    for name in TEXT_FIELDS:
        draft.text[name].add(table.analyse([each[name] for each in parts], AUTHOR_GAP))
    draft.add([_record(article, published_seconds(article), _keywords(article)) for article in articles])


def _keywords(article: Article) -> dict[str, tuple[str, ...]]:
    return folded_keywords(article) | {"id": (article.id,), "story": (article.story_id or article.id,)}


def _record(article: Article, published: int | None, keywords: dict[str, tuple[str, ...]]) -> DocumentValues:
    return DocumentValues(published, keywords, keyword_values(article), to_line(article))
