"""Documents to measure speed on: real titles and paragraphs of ``../shared/data``, recombined to any number.

Document n is the same in every run.  Its paragraphs come from texts of its language, so that terms have the frequencies
of real news; its title is a real title; dates, sections and tags are spread as in an archive.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.data import DATA
from index.article import LANGUAGES, Article, Language

TEXTS: dict[Language, tuple[str, ...]] = {
    "uk": ("scale/bruk_uk.jsonl.gz", "retrieval/uk_press/docs.jsonl.gz"),
    "ru": ("retrieval/ru_news_rt_ng/docs.jsonl.gz",),
    "en": ("scale/whitehouse_en.jsonl.gz",),
}
TITLES: dict[Language, tuple[str, ...]] = {
    "uk": TEXTS["uk"],
    "ru": ("scale/headlines_ru.jsonl.gz",),
    "en": ("scale/rss_en.jsonl.gz",),
}
WORDS = 300
SECTIONS = 12
TAGS = 2_000
FIRST_DAY = datetime(2005, 1, 1, tzinfo=UTC)
DAYS = 6_500


@dataclass(frozen=True)
class Source:
    """What the documents of one language are made of."""

    titles: list[str]
    paragraphs: list[str]


def source(lang: Language) -> Source:
    """Read the real texts of a language."""
    titles = [row["title"] for row in _rows(TITLES[lang]) if row.get("title")]
    paragraphs = [part for row in _rows(TEXTS[lang]) for part in _paragraphs(row["text"])]
    return Source(titles, paragraphs)


def articles(number: int) -> Iterator[Article]:
    """Yield ``number`` documents, the languages in turn; one in three tells the story of the one before it."""
    sources = {lang: source(lang) for lang in LANGUAGES}
    chance = random.Random(20230326)
    for n in range(number):
        lang = LANGUAGES[n % len(LANGUAGES)]
        yield _article(n, lang, sources[lang], chance)


def titles(lang: Language, number: int) -> list[str]:
    """Return real titles to draw queries from."""
    return random.Random(lang).sample(source(lang).titles, number)


def _article(n: int, lang: Language, made_of: Source, chance: random.Random) -> Article:
    body: list[str] = []
    wanted = chance.randint(WORDS // 3, 2 * WORDS)
    while wanted > 0:
        body.append(chance.choice(made_of.paragraphs))
        wanted -= body[-1].count(" ") + 1
    return Article(
        id=f"{lang}-{n:07d}",
        url=f"https://example.org/{n}",
        lang=lang,
        title=chance.choice(made_of.titles),
        body="\n\n".join(body),
        published=FIRST_DAY + timedelta(days=chance.random() ** 0.5 * DAYS),
        section=f"section {min(int(chance.expovariate(0.4)), SECTIONS - 1)}",
        tags=tuple({f"tag {min(int(chance.expovariate(0.01)), TAGS - 1)}" for _ in range(3)}),
        story_id=f"story {n - n % 3}" if chance.random() < 0.5 else None,
    )


def _rows(names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for name in names:
        with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if 40 < len(part) < 1_200]
