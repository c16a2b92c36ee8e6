"""bm25s: scores of every word in every document, made beforehand, as sparse NumPy arrays."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bm25s

from bench.peers.base import TOP
from bench.questions import Question
from index.articles.article import LANGUAGES, Article, Language


class Bm25s:
    version = version("bm25s")
    about = (
        "NumPy arrays: words in lower case, BM25 over title and body as one text; only ranked OR, without a total; "
        "the whole corpus is in memory while it is built; one thread"
    )
    most = 100_000
    kinds = frozenset({"or"})
    index = "bm25s"

    def build(self, directory: Path, lang: Language, articles: Iterable[Article]) -> None:
        corpus = [
            {"id": article.id, "title": article.title, "body": article.body, "section": article.section or ""}
            for article in articles
        ]
        tokens = bm25s.tokenize([f"{row['title']} {row['body']}" for row in corpus], stopwords=[], show_progress=False)
        made = bm25s.BM25()
        made.index(tokens, show_progress=False)
        made.save(directory / lang, corpus=corpus, show_progress=False)

    def open(self, directory: Path) -> None:
        self._open = {lang: bm25s.BM25.load(directory / lang, mmap=True) for lang in LANGUAGES}

    def prepare(self, question: Question) -> Any:
        return question.lang, [list(question.words)]

    def answer(self, prepared: Any) -> int:
        lang, asked = prepared
        made = self._open[lang]
        made.retrieve(asked, k=min(TOP, made.scores["num_docs"]), show_progress=False)
        return -1

    def close(self) -> None:
        del self._open
