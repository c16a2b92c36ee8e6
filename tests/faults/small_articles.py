"""Small English articles, which need no dictionary, and what an index really holds of them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from whoosh.index import FileIndex

from index.articles.article import LANGUAGES, Article, Language
from index.articles.article_json import from_json
from index.engines.whoosh.schema import ARTICLE_FIELD
from index.files.storage import IndexStorage

WORDS = ("cabinet", "budget", "river", "bridge", "winter", "harvest", "railway", "museum", "concert", "storm", "school")


def make_article(number: int, seed: int = 0, lang: Language = "en") -> Article:
    words = random.Random(number * 1009 + seed).choices(WORDS, k=30)
    return Article(
        id=f"a{number}",
        url=f"https://news.example/{number}",
        lang=lang,
        title=" ".join(words[:5]),
        body=" ".join(words),
        authors=("City desk",),
        section=words[0],
        tags=tuple(sorted(set(words[:3]))),
        published=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=number),
    )


def indexed(directory: Path) -> dict[str, Article]:
    """Return what a generation holds, read document by document; an id that occurs twice fails."""
    found: dict[str, Article] = {}
    for lang in LANGUAGES:
        reader = FileIndex(IndexStorage(directory / lang)).reader()
        for _, stored in reader.iter_docs():
            article = from_json(stored[ARTICLE_FIELD])
            assert article.lang == lang
            assert article.id not in found
            found[article.id] = article
        reader.close()
    return found
