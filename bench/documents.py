"""The documents of a judged set as articles, and the story that each is said to be of."""

from __future__ import annotations

import gzip
import json

from bench.data import DATA
from index.articles.article import Article


def read_documents(name: str) -> tuple[list[Article], dict[str, str]]:
    """Return the articles of the set ``name``, titles included and no story given, and their groups by id."""
    articles: list[Article] = []
    groups: dict[str, str] = {}
    with gzip.open(DATA / "retrieval" / name / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            title, text = record.get("title") or "", record["text"]
            articles.append(Article(record["id"], None, record["lang"], title, text))
            if record.get("group"):
                groups[record["id"]] = record["group"]
    return articles, groups
