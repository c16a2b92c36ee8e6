"""SQLite's FTS5."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.peers.base import ALL_KINDS, TOP
from bench.questions import Question
from index.articles.article import LANGUAGES, Article, Language

_BEST = "SELECT id FROM news WHERE news MATCH ? ORDER BY rank LIMIT ?"
_SHOWN = "SELECT id, snippet(news, 2, '[', ']', '…', 40) FROM news WHERE news MATCH ? ORDER BY rank LIMIT ?"
_COUNT = "SELECT count(*) FROM news WHERE news MATCH ?"
_FACET = "SELECT section, count(*) FROM news WHERE news MATCH ? GROUP BY section"


class Fts5:
    version = sqlite3.sqlite_version
    about = (
        "SQLite's: words in lower case, BM25 over title and body; the total is exact, by a second statement; built in "
        "one transaction and optimised; 256 MB mapped; one thread"
    )
    most = None
    kinds = ALL_KINDS
    index = "fts5"

    def build(self, directory: Path, lang: Language, articles: Iterable[Article]) -> None:
        (directory / lang).mkdir()
        base = sqlite3.connect(directory / lang / "news.db")
        columns = "id UNINDEXED, title, body, section, tokenize = 'unicode61 remove_diacritics 0'"
        base.execute(f"CREATE VIRTUAL TABLE news USING fts5({columns})")
        rows = ((article.id, article.title, article.body, article.section) for article in articles)
        base.executemany("INSERT INTO news VALUES (?, ?, ?, ?)", rows)
        base.execute("INSERT INTO news(news) VALUES ('optimize')")
        base.commit()
        base.close()

    def open(self, directory: Path) -> None:
        self._bases = {lang: sqlite3.connect(directory / lang / "news.db") for lang in LANGUAGES}
        for base in self._bases.values():
            base.execute(f"PRAGMA mmap_size = {1 << 28}")
            base.execute(_COUNT, ("a",)).fetchone()

    def prepare(self, question: Question) -> Any:
        return question.lang, question.kind, _match(question)

    def answer(self, prepared: Any) -> int:
        lang, kind, query = prepared
        base = self._bases[lang]
        base.execute(_SHOWN if kind == "snippets" else _BEST, (query, TOP)).fetchall()
        if kind == "facets":
            base.execute(_FACET, (query,)).fetchall()
        return int(base.execute(_COUNT, (query,)).fetchone()[0])

    def close(self) -> None:
        for base in self._bases.values():
            base.close()


def _match(question: Question) -> str:
    words = [f'"{word}"' for word in question.words]
    match question.kind:
        case "phrase":
            text = f'"{" ".join(question.words)}"'
        case "prefix":
            text = f"{words[0]}*"
        case "and":
            text = " AND ".join(words)
        case _:
            text = " OR ".join(words)
    section = f' AND section: "{question.section}"' if question.kind in ("filter", "facets") else ""
    return f"{{title body}}: ({text}){section}"
