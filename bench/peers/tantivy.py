"""Tantivy from Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from bench.peers.base import ALL_KINDS, TOP
from bench.questions import Question
from index.articles.article import LANGUAGES, Article, Language

FIELDS = ["title", "body"]
#: Bytes that its indexing thread may gather: enough for one segment of 100,000 documents.
HEAP = 1 << 30
FACET = {"section": {"terms": {"field": "section", "size": 20}}}


class Tantivy:
    version = version("tantivy")
    about = (
        "Rust, from PyPI: words in lower case, BM25 over title and body; totals exact; the text of the query is parsed "
        "in the time measured (4 to 9 µs), hits are not fetched; prefixes by its regular expression query, on "
        "the body; one indexing thread beside Python's, with 1 GB"
    )
    most = None
    kinds = ALL_KINDS
    index = "tantivy"

    def build(self, directory: Path, lang: Language, articles: Iterable[Article]) -> None:
        (directory / lang).mkdir()
        index = tantivy.Index(_schema(), path=str(directory / lang))
        writer = index.writer(heap_size=HEAP, num_threads=1)
        for article in articles:
            writer.add_document(
                tantivy.Document(id=article.id, title=article.title, body=article.body, section=article.section or "")
            )
        writer.commit()
        writer.wait_merging_threads()

    def open(self, directory: Path) -> None:
        self._indexes = {lang: tantivy.Index.open(str(directory / lang)) for lang in LANGUAGES}
        self._searchers = {lang: index.searcher() for lang, index in self._indexes.items()}

    def prepare(self, question: Question) -> Any:
        index = self._indexes[question.lang]
        if question.kind == "prefix":
            made = tantivy.Query.regex_query(index.schema, "body", re.escape(question.words[0]) + ".*")
        else:
            made = _text(question)
        return question.lang, question.kind, made

    def answer(self, prepared: Any) -> int:
        lang, kind, asked = prepared
        index, searcher = self._indexes[lang], self._searchers[lang]
        query = index.parse_query(asked, FIELDS) if isinstance(asked, str) else asked
        found = searcher.search(query, TOP)
        hits = list(found.hits)
        if kind == "facets":
            searcher.aggregate(query, FACET)
        if kind == "snippets":
            generator = tantivy.SnippetGenerator.create(searcher, query, index.schema, "body")
            for _, address in hits:
                generator.snippet_from_doc(searcher.doc(address)).to_html()
        return int(found.count)

    def close(self) -> None:
        del self._searchers, self._indexes


def _schema() -> Any:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("title", stored=True)
    schema.add_text_field("body", stored=True)
    schema.add_text_field("section", stored=True, tokenizer_name="raw", index_option="basic", fast=True)
    return schema.build()


def _text(question: Question) -> str:
    if question.kind in ("filter", "facets"):
        return f'+({question.text}) +section:"{question.section}"'
    return question.text
