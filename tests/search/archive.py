"""Data directories with a live index, made as the commands make them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from index.articles.article import Article
from index.build.builder import rebuild, update
from index.engines.registry import DEFAULT_ENGINE
from index.store.generations import Generations
from index.store.manifest import Manifest
from index.store.store import Store

FIRST_DAY = datetime(2024, 1, 1, 12, tzinfo=UTC)


def article(identifier: str, title: str, body: str = "", *, lang: str = "uk", day: int = 0, **more: Any) -> Article:
    """Return an article published ``day`` days after 2024-01-01."""
    values = {"url": f"https://example.org/{identifier}", "published": FIRST_DAY + timedelta(days=day)} | more
    return Article(id=identifier, lang=lang, title=title, body=body, **values)


def publish(data: Path, articles: Iterable[Article], deleted: Iterable[str] = ()) -> Manifest:
    """Index ``articles`` beside what the archive has, or as its beginning."""
    with Store(data) as store:
        store.upsert(list(articles))
        store.delete(list(deleted))
        generations = Generations(data)
        if generations.current() is None:
            return rebuild(store, generations, DEFAULT_ENGINE)
        manifest = update(store, generations, DEFAULT_ENGINE)
        assert manifest is not None
        return manifest
