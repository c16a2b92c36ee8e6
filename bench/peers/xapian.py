"""Xapian, which Debian packages for the system's Python: ``apt-get install python3-xapian``.

Its module works in a virtual environment of the same Python version; it is looked for where Debian puts it, or in the
folder that ``XAPIAN_PATH`` names.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.peers.base import ALL_KINDS, TOP
from bench.questions import Question
from index.articles.article import LANGUAGES, Article, Language

sys.path.append(os.environ.get("XAPIAN_PATH", "/usr/lib/python3/dist-packages"))
try:
    import xapian
finally:
    sys.path.pop()

SECTION = 0


class Xapian:
    version = xapian.version_string()
    about = (
        "C++, Debian's: words in lower case, BM25 over title and body as one field; totals exact (checkatleast); the "
        "text of the query is parsed in the time measured; one thread"
    )
    most = 100_000
    kinds = ALL_KINDS
    index = "xapian"

    def build(self, directory: Path, lang: Language, articles: Iterable[Article]) -> None:
        base = xapian.WritableDatabase(str(directory / lang), xapian.DB_CREATE_OR_OVERWRITE)
        terms = xapian.TermGenerator()
        for article in articles:
            document = xapian.Document()
            terms.set_document(document)
            terms.index_text(article.title)
            terms.increase_termpos()
            terms.index_text(article.body)
            document.add_boolean_term(f"XS{article.section}")
            document.add_value(SECTION, article.section or "")
            document.set_data(f"{article.id}\n{article.title}\n{article.body}")
            base.add_document(document)
        base.commit()
        base.close()

    def open(self, directory: Path) -> None:
        self._bases = {lang: xapian.Database(str(directory / lang)) for lang in LANGUAGES}
        self._parsers = {lang: _parser(base) for lang, base in self._bases.items()}

    def prepare(self, question: Question) -> Any:
        return question

    def answer(self, prepared: Any) -> int:
        base = self._bases[prepared.lang]
        query = self._parsers[prepared.lang].parse_query(prepared.text, _FLAGS)
        if prepared.kind in ("filter", "facets"):
            query = xapian.Query(xapian.Query.OP_FILTER, query, xapian.Query(f"XS{prepared.section}"))
        enquire = xapian.Enquire(base)
        enquire.set_query(query)
        if prepared.kind == "facets":
            spy = xapian.ValueCountMatchSpy(SECTION)
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, TOP, base.get_doccount())
        hits = [match.docid for match in found]
        if prepared.kind == "facets":
            list(spy.values())
        if prepared.kind == "snippets":
            for docid in hits:
                found.snippet(base.get_document(docid).get_data().decode(), 300)
        return int(found.get_matches_estimated())

    def close(self) -> None:
        for base in self._bases.values():
            base.close()


_FLAGS = xapian.QueryParser.FLAG_BOOLEAN | xapian.QueryParser.FLAG_PHRASE | xapian.QueryParser.FLAG_WILDCARD


def _parser(base: Any) -> Any:
    parser = xapian.QueryParser()
    parser.set_database(base)
    parser.set_default_op(xapian.Query.OP_OR)
    return parser
