"""Articles into a draft, analysed together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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


class WaitingArticle(NamedTuple):
    """An article to be analysed together with others, and its JSON, where somebody has it."""

    article: Article
    line: bytes | None


def add_articles(draft: Draft, waiting: Sequence[WaitingArticle], table: ChunkTable) -> None:
    """Analyse articles and add them; ``table`` has the draft's vocabulary."""
    parts = [texts(each.article) for each in waiting]
    for name in TEXT_FIELDS:
        draft.text[name].add(table.analyse([each[name] for each in parts], AUTHOR_GAP))
    draft.add([_values(article, line) for article, line in waiting])


def _values(article: Article, line: bytes | None) -> DocumentValues:
    return DocumentValues(
        article.id,
        article.story_id or article.id,
        published_seconds(article),
        folded_keywords(article),
        keyword_values(article),
        to_line(article) if line is None else line,
    )
