"""Stock Whoosh as its users use it: its own fields, analyzers and query parser."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import whoosh.index
from whoosh import fields, qparser, query

from bench.peers.base import ALL_KINDS, TOP
from bench.questions import Question
from index.articles.article import LANGUAGES, Article, Language

SCHEMA = {"id": fields.ID, "title": fields.TEXT, "body": fields.TEXT, "section": fields.ID}


class Whoosh:
    version = version("Whoosh")
    about = (
        "stock Whoosh with its own TEXT fields, analyzer and MultifieldParser: words in lower case, BM25F over title "
        "and body; the text of the query is parsed in the time measured; totals exact, which costs it a second search; "
        "built with 256 MB; one thread"
    )
    most = 10_000
    kinds = ALL_KINDS
    index = "stock whoosh"

    def build(self, directory: Path, lang: Language, articles: Iterable[Article]) -> None:
        (directory / lang).mkdir()
        schema = fields.Schema(**{name: made(stored=True) for name, made in SCHEMA.items()})
        writer = whoosh.index.create_in(directory / lang, schema).writer(limitmb=256)
        for article in articles:
            writer.add_document(id=article.id, title=article.title, body=article.body, section=article.section)
        writer.commit()

    def open(self, directory: Path) -> None:
        self._indexes = {lang: whoosh.index.open_dir(directory / lang) for lang in LANGUAGES}
        self._searchers = {lang: opened.searcher() for lang, opened in self._indexes.items()}
        schema = self._indexes["uk"].schema
        self._parser = qparser.MultifieldParser(["title", "body"], schema, group=qparser.OrGroup)

    def prepare(self, question: Question) -> Any:
        return question

    def answer(self, prepared: Any) -> int:
        parsed = self._parser.parse(prepared.text)
        section = query.Term("section", prepared.section) if prepared.kind in ("filter", "facets") else None
        grouped = "section" if prepared.kind == "facets" else None
        found = self._searchers[prepared.lang].search(parsed, limit=TOP, filter=section, groupedby=grouped)
        if grouped:
            found.groups()
        if prepared.kind == "snippets":
            for hit in found:
                hit.highlights("body")
        return len(found)

    def close(self) -> None:
        for lang in LANGUAGES:
            self._searchers[lang].close()
            self._indexes[lang].close()
