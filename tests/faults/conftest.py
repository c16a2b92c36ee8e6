"""Fixtures of the fault tests: small English articles (no dictionary to load), and what an index really holds."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from whoosh.index import FileIndex

from index.article import LANGUAGES, Article
from index.article_json import from_json
from index.generations import Generations
from index.storage import IndexStorage
from index.store import Store
from index.whoosh_schema import ARTICLE_FIELD

WORDS = ("cabinet", "budget", "river", "bridge", "winter", "harvest", "railway", "museum", "concert", "storm", "school")
    "cabinet",
    "budget",
    "river",
    "bridge",
    "winter",
    "harvest",
    "railway",
    "museum",
    "concert",
    "storm",
    "election",
    "market",
    "school",
]


def make_article(number: int, seed: int = 0) -> Article:
    words = random.Random(number * 1009 + seed).choices(WORDS, k=30)
    return Article(
        id=f"a{number}",
        url=f"https://news.example/{number}",
        lang="en",
        title=" ".join(words[:5]),
        body=" ".join(words),
        authors=("City desk",),
        section=words[0],
        tags=tuple(sorted(set(words[:3]))),
        published=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=number),
    )


def indexed(directory: Path) -> dict[str, Article]:
    """Return what a generation holds, read document by document; an id that occurs twice fails."""
    found: dict[str, Article] = {}
    for lang in LANGUAGES:
        reader = FileIndex(IndexStorage(directory / lang)).reader()
        for _, stored in reader.iter_docs():
            article = from_json(stored[ARTICLE_FIELD])
            assert article.lang == lang
            assert article.id not in found
            found[article.id] = article
        reader.close()
    return found


@pytest.fixture
def article() -> Callable[..., Article]:
    return make_article


@pytest.fixture
def contents() -> Callable[[Path], dict[str, Article]]:
    return indexed


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


@pytest.fixture
def trials() -> Callable[[int, int], int]:
    """How often to try: the first number on each push, the second by hand with POSHUK_TEST_SIZE=large."""
    large = os.environ.get("POSHUK_TEST_SIZE", "small") == "large"
    return lambda few, many: many if large else few


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """A seed per test; shown when the test fails."""
    seed = int(os.environ.get("POSHUK_TEST_SEED", "0")) or random.SystemRandom().randrange(1 << 30)
    request.node.add_report_section("setup", "seed", f"POSHUK_TEST_SEED={seed}")
    return random.Random(seed)
