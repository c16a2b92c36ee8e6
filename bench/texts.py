"""The real texts that benchmark documents are made of: the measuring data where they are, else the sample corpus."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.data import DATA
from index.articles.article import LANGUAGES, Language

SAMPLE = Path(__file__).resolve().parents[1] / "sample" / "articles.jsonl"

#: Files of ``../shared/data`` with whole texts, and with more headlines to draw titles and queries from.
TEXTS: dict[Language, tuple[str, ...]] = {
    "uk": ("scale/bruk_uk", "retrieval/uk_press/docs", "retrieval/slavicner_news/docs"),
    "ru": ("retrieval/ru_news_rt_ng/docs", "retrieval/slavicner_news/docs"),
    "en": ("scale/whitehouse_en",),
}
HEADLINES: dict[Language, tuple[str, ...]] = {"uk": (), "ru": ("scale/headlines_ru",), "en": ("scale/rss_en",)}
JUDGED: dict[Language, tuple[str, ...]] = {
    "uk": ("uk_press", "slavicner_news", "ntrex_news"),
    "ru": ("ru_news_rt_ng", "slavicner_news", "xquad_en_ru"),
    "en": ("xquad_en_ru", "time1963", "ntrex_news"),
}
#: Characters of a paragraph: what is shorter is a caption or a heading, what is longer a list or a table.
_SHORTEST = 40
_LONGEST = 3_000
_MOST_QUERIES = 2_000


@dataclass(frozen=True)
class Text:
    """A real title and the paragraphs under it."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Texts:
    """The real texts of one language, in a shuffled order that never changes, and what people asked of such texts."""

    texts: list[Text]
    titles: list[str]
    queries: list[str]


def texts(lang: Language, data: Path = DATA, sample: Path = SAMPLE) -> Texts:
    """Read the texts of a language: from ``data`` when it is there, else those of the sample corpus."""
    names = TEXTS[lang] if data.is_dir() else ()
    rows = [row for name in names for row in _rows(data / f"{name}.jsonl.gz") if row["lang"] == lang]
    rows = rows or [row for row in _rows(sample) if row["lang"] == lang]
    random.Random(lang).shuffle(rows)
    found = [Text(row["title"], paragraphs(row.get("text") or row.get("body", ""))) for row in rows if row["title"]]
    headlines = HEADLINES[lang] if data.is_dir() else ()
    titles = [text.title for text in found]
    titles += [row["title"] for name in headlines for row in _rows(data / f"{name}.jsonl.gz") if row["title"]]
    return Texts([text for text in found if text.paragraphs], titles, _queries(lang, data) or titles)


def whence(data: Path = DATA) -> str:
    """Say where the texts are from."""
    return "news texts of the measuring data" if data.is_dir() else "the sample corpus, as the measuring data are away"


def all_texts() -> dict[Language, Texts]:
    """Read the texts of all languages."""
    return {lang: texts(lang) for lang in LANGUAGES}


def paragraphs(text: str) -> tuple[str, ...]:
    """Split a text where its source does: at empty lines if it has any, else at each end of line."""
    parts = text.split("\n\n" if "\n\n" in text else "\n")
    stripped = (" ".join(part.split()) for part in parts)
    return tuple(part for part in stripped if _SHORTEST <= len(part) <= _LONGEST)


def _queries(lang: Language, data: Path) -> list[str]:
    """Return judged queries of the language, the sets in turn."""
    found = []
    for name in JUDGED[lang] if data.is_dir() else ():
        lines = (data / "retrieval" / name / "queries.tsv").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines]
        found.append([row[2] for row in rows if row[1] == lang][:_MOST_QUERIES])
    return [query for asked in found for query in asked]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
