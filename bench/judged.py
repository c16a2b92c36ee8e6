"""The judged retrieval sets: documents, queries and relevance judgements, read from the folder of measuring data."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Sets whose queries were made from the documents' titles: there only the text may be indexed.
TEXT_ONLY = frozenset({"uk_press", "ru_news_rt_ng", "ntrex_news"})

#: name → (folder, queries file, judgements file)
SETS = {
    "uk_press": ("uk_press", "queries.tsv", "qrels.tsv"),
    "slavicner_news": ("slavicner_news", "queries.tsv", "qrels.tsv"),
    "ntrex_news": ("ntrex_news", "queries.tsv", "qrels.tsv"),
    "ru_news_rt_ng titles": ("ru_news_rt_ng", "queries.tsv", "qrels.tsv"),
    "ru_news_rt_ng tags": ("ru_news_rt_ng", "queries_tags.tsv", "qrels_tags.tsv"),
    "xquad_en_ru": ("xquad_en_ru", "queries.tsv", "qrels.tsv"),
    "time1963": ("time1963", "queries.tsv", "qrels.tsv"),
    "cranfield": ("cranfield", "queries.tsv", "qrels.tsv"),
}


@dataclass(frozen=True)
class Query:
    """One judged query, and the ids of relevant documents: in the query's own language, and in others."""

    id: str
    lang: str
    text: str
    relevant: frozenset[str]
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True)
class JudgedSet:
    """A set on disk."""

    name: str
    folder: Path
    queries_file: str
    judgements_file: str
    languages: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path, name: str) -> JudgedSet:
        """Open the set ``name`` below ``root``, the folder that holds all of them."""
        folder, queries, judgements = SETS[name]
        judged = cls(name, root / folder, queries, judgements)
        judged.languages.update((record["id"], record["lang"]) for record in judged.documents())
        return judged

    def documents(self) -> Iterator[dict[str, Any]]:
        """Yield the documents as records for ingestion, without the headline where it is the query."""
        with gzip.open(self.folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if self.folder.name in TEXT_ONLY:
                    record["title"] = ""
                yield {key: record[key] for key in ("id", "lang", "title", "text", "date", "url") if record.get(key)}

    def queries(self) -> list[Query]:
        """Return the queries that have a relevant document in their own language."""
        judgements: dict[str, set[str]] = defaultdict(set)
        for query, document, grade, *_ in self._rows(self.judgements_file):
            if float(grade) > 0:
                judgements[query].add(document)
        return [query for row in self._rows(self.queries_file) if (query := self._query(row, judgements)).relevant]

    def _query(self, row: list[str], judgements: dict[str, set[str]]) -> Query:
        name, lang, text, *_ = row
        relevant = frozenset(document for document in judgements[name] if self.languages.get(document) == lang)
        return Query(name, lang, text, relevant, frozenset(judgements[name]) - relevant)

    def _rows(self, file: str) -> Iterator[list[str]]:
        with (self.folder / file).open(encoding="utf-8", newline="") as lines:
            yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
