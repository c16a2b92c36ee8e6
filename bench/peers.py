"""Search engines that answer the same questions about the same documents, each in its best fair setting, in process.

Peers tokenise by themselves and do not lemmatise, which is to their advantage: fewer terms, shorter lists.  Every
answer is the ten best documents and how many match.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import tantivy

from index.article import LANGUAGES, Article, Language
from index.documents import analysed
from index.writers import writer_factory
from search.answer import SearchRequest
from search.engines import engine_named
from search.parse import parse
from search.planner import plan
from search.relatives import Relatives
from search.settings import Settings

TOP = 10


class Question(NamedTuple):
    """What is asked: ``kind`` is or, and, phrase, prefix or filtered (an OR within ``section``)."""

    kind: str
    lang: Language
    words: tuple[str, ...]
    section: str = "section 3"


class Peer(Protocol):
    """An engine: ``prepare`` is not timed, ``answer`` is, and returns how many documents match."""

    name: str

    def build(self, directory: Path, articles: Iterable[Article]) -> None:
        """Index the articles and open the index."""

    def prepare(self, question: Question) -> Any:
        """Return the question as the engine takes it."""

    def answer(self, prepared: Any) -> int:
        """Search."""


class Never:
    """A deadline that never passes."""

    def passed(self) -> bool:
        return False


class Poshuk:
    """The arrays engine; the plan is given, as an engine's query objects would be."""

    name = "poshuk arrays"

    def build(self, directory: Path, articles: Iterable[Article]) -> None:
        writers = {lang: writer_factory("arrays")(directory / lang, lang) for lang in LANGUAGES}
        for article in articles:
            writers[article.lang].write(analysed(article))
        for writer in writers.values():
            writer.commit()
        self.open(directory)

    def open(self, directory: Path) -> None:
        """Open the index; what planning reads of it is kept, as a server keeps it with its generation."""
        self.snapshot = engine_named("arrays").open(directory)
        self.relatives = Relatives(self.snapshot)

    def prepare(self, question: Question) -> Any:
        request = SearchRequest(
            q=_text(question),
            lang=(question.lang,),
            section=(question.section,) if question.kind == "filtered" else (),
            page_size=TOP,
            group="none",
            facets=False,
        )
        settings = Settings()
        query = parse(request.q, settings).query
        return plan(query, request, self.snapshot, settings, relatives=self.relatives).plan

    def answer(self, prepared: Any) -> int:
        return self.snapshot.search(prepared, Never()).documents


class PoshukFromText(Poshuk):
    """The same with the parser and the planner, lemmatisation included."""

    name = "poshuk arrays, from text"

    def build(self, directory: Path, articles: Iterable[Article]) -> None:
        self.open(directory)

    def prepare(self, question: Question) -> Any:
        return question

    def answer(self, prepared: Any) -> int:
        return super().answer(super().prepare(prepared))


class Tantivy:
    """Tantivy from Python, one indexing thread; the text of the query is parsed in the time measured."""

    name = f"tantivy {version('tantivy')}"

    def build(self, directory: Path, articles: Iterable[Article]) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("title", stored=True)
        schema.add_text_field("body", stored=True)
        schema.add_text_field("section", tokenizer_name="raw", index_option="basic")
        self.index = tantivy.Index(schema.build(), path=str(directory))
        writer = self.index.writer(heap_size=1 << 30, num_threads=1)
        for article in articles:
            writer.add_document(
                tantivy.Document(id=article.id, title=article.title, body=article.body, section=article.section or "")
            )
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def prepare(self, question: Question) -> Any:
        if question.kind == "prefix":
            return tantivy.Query.regex_query(self.index.schema, "body", re.escape(question.words[0]) + ".*")
        text = _text(question)
        return f'({text}) AND section:"{question.section}"' if question.kind == "filtered" else text

    def answer(self, prepared: Any) -> int:
        query = self.index.parse_query(prepared, ["title", "body"]) if isinstance(prepared, str) else prepared
        found = self.searcher.search(query, TOP)
        list(found.hits)
        return int(found.count)


class Sqlite:
    """SQLite's FTS5."""

    name = f"sqlite fts5 {sqlite3.sqlite_version}"

    def build(self, directory: Path, articles: Iterable[Article]) -> None:
        self.base = sqlite3.connect(directory / "fts.db")
        self.base.execute("CREATE VIRTUAL TABLE news USING fts5(id UNINDEXED, title, body, section)")
        rows = ((article.id, article.title, article.body, article.section) for article in articles)
        self.base.executemany("INSERT INTO news VALUES (?, ?, ?, ?)", rows)
        self.base.execute("INSERT INTO news(news) VALUES ('optimize')")
        self.base.commit()

    def prepare(self, question: Question) -> Any:
        words = [f'"{word}"' for word in question.words]
        if question.kind == "phrase":
            text = f'"{" ".join(question.words)}"'
        elif question.kind == "prefix":
            text = f"{words[0]}*"
        else:
            text = (" AND " if question.kind == "and" else " OR ").join(words)
        section = f' AND section: "{question.section}"' if question.kind == "filtered" else ""
        return f"{{title body}}: ({text}){section}"

    def answer(self, prepared: Any) -> int:
        best = "SELECT id FROM news WHERE news MATCH ? ORDER BY rank LIMIT ?"
        self.base.execute(best, (prepared, TOP)).fetchall()
        return int(self.base.execute("SELECT count(*) FROM news WHERE news MATCH ?", (prepared,)).fetchone()[0])


def _text(question: Question) -> str:
    match question.kind:
        case "phrase":
            return f'"{" ".join(question.words)}"'
        case "and":
            return " AND ".join(question.words)
        case "prefix":
            return f"{question.words[0]}*"
    return " ".join(question.words)
