"""Small articles in the toy language, and generations of them, for tests of engines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.articles.article import LANGUAGES, Article, Language
from index.engines.registry import writer_factory


class Never:
    """A deadline that never passes."""

    def passed(self) -> bool:
        return False


class After:
    """A deadline that passes at the n-th look."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def passed(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def document(
    identifier: str,
    title: str = "",
    body: str = "",
    *,
    lang: Language = "uk",
    lead: str = "",
    authors: str = "",
    day: int | None = None,
    story: str | None = None,
    section: str | None = None,
    tags: tuple[str, ...] = (),
) -> Article:
    """Return an article whose texts are words of ``toy_language``; ``day`` counts from 2023-01-01."""
    return Article(
        id=identifier,
        url=f"https://example.org/{identifier}",
        lang=lang,
        title=title,
        body=body,
        lead=lead or None,
        authors=(authors,) if authors else (),
        published=None if day is None else datetime(2023, 1, 1, 12, tzinfo=UTC) + timedelta(days=day),
        section=section,
        tags=tags,
        story_id=story,
    )


def write(directory: Path, engine: str, articles: Iterable[Article], deleted: Iterable[str] = ()) -> None:
    """Begin the generation in ``directory``, or continue it, by one commit per language."""
    open_writer = writer_factory(engine)
    gone, rows = list(deleted), list(articles)
    for lang in LANGUAGES:
        (directory / lang).mkdir(parents=True, exist_ok=True)
        writer = open_writer(directory / lang, lang)
        writer.delete(gone)
        for row in rows:
            if row.lang == lang:
                writer.write_article(row)
        writer.commit()
