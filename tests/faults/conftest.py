"""Fixtures of the fault tests."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_articles import indexed, make_article

from index.articles.article import Article
from index.store.generations import Generations
from index.store.store import Store


@pytest.fixture
def article() -> Callable[..., Article]:
    return make_article


@pytest.fixture
def contents() -> Callable[[Path], dict[str, Article]]:
    return indexed


@pytest.fixture(params=["whoosh", "arrays"])
def engine(request: pytest.FixtureRequest) -> str:
    """Every engine that keeps files."""
    name: str = request.param
    return name


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as opened:
        yield opened


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


@pytest.fixture
def trials() -> Callable[[int, int], int]:
    """How often to try: the first number on each push, the second by hand with POSHUK_TEST_SIZE=large."""
    large = os.environ.get("POSHUK_TEST_SIZE", "small") == "large"
    return lambda few, many: many if large else few


@pytest.fixture
def chance(rng: random.Random, trials: Callable[[int, int], int]) -> tuple[random.Random, Callable[[int, int], int]]:
    """Both of ``rng`` and ``trials``."""
    return rng, trials


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """A seed per test; shown when the test fails."""
    seed = int(os.environ.get("POSHUK_TEST_SEED", "0")) or random.SystemRandom().randrange(1 << 30)
    request.node.add_report_section("setup", "seed", f"POSHUK_TEST_SEED={seed}")
    return random.Random(seed)
