"""Skipping documents that cannot be shown loses none: pages against the whole ranking, and in many threads at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from corpus import Never, document, write

from search.engines import engine_named
from search.engines.base import Snapshot
from search.plan.plan import Alternative, Any, FieldBoost, Plan, Unit

DOCUMENTS = 3_000
WORDS = [f"{first}{second}" for first in "абвгдежзиклм" for second in "нопрстуфхц"]
FIELDS = (FieldBoost("title", 2.0), FieldBoost("lead", 1.5), FieldBoost("body", 1.0))
THREADS, OPENINGS = 8, 25


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of texts whose words are as frequent as words are (Zipf)."""
    drawn = np.random.default_rng(7)
    share = 1 / np.arange(1, len(WORDS) + 1)

    def text(mean: int) -> str:
        return " ".join(drawn.choice(WORDS, size=1 + drawn.poisson(mean), p=share / share.sum()))

    folder = tmp_path_factory.mktemp("zipf")
    write(folder, "arrays", [document(f"d{n}", text(4), text(60), lead=text(12), day=n % 97) for n in range(DOCUMENTS)])
    return folder


@pytest.fixture(scope="module")
def snapshot(directory: Path) -> Iterator[Snapshot]:
    opened = engine_named("arrays").open(directory)
    yield opened
    opened.close()


def plan(leaves: int, seed: int, limit: int) -> Plan:
    chosen = random.Random(seed)
    units = tuple(
        Unit(
            word,
            tuple(Alternative(text) for text in {word, chosen.choice(WORDS)}),
            FIELDS,
            chosen.choice([0.3, 1.0, 2.2]),
        )
        for word in chosen.sample(WORDS, leaves)
    )
    return Plan({"uk": Any(units, coordination=0.3)}, group=False, limit=limit, wordiness="many")


def ranking(snapshot: Snapshot, made: Plan) -> list[tuple[str, float]]:
    return [(group.matches[0].id, round(group.matches[0].score, 6)) for group in snapshot.search(made, Never()).groups]


@pytest.mark.parametrize("leaves", [*range(7, 20), 24, 32, 40])
def test_every_page_is_the_head_of_the_whole_ranking(snapshot: Snapshot, leaves: int) -> None:
    for seed in range(6):
        whole = ranking(snapshot, plan(leaves, seed, DOCUMENTS))
        for size in (5, 10, 20, 50):
            assert ranking(snapshot, plan(leaves, seed, size)) == whole[:size], (leaves, seed, size)


def test_threads_that_open_a_generation_together_answer_as_one(directory: Path) -> None:
    plans = [plan(leaves, leaves, 10) for leaves in range(3, 3 + THREADS)]
    alone = engine_named("arrays").open(directory)
    expected = [ranking(alone, made) for made in plans]
    for _ in range(OPENINGS):
        opened, start = engine_named("arrays").open(directory), threading.Barrier(THREADS)

        def answer(
            at: int, opened: Snapshot = opened, start: threading.Barrier = start
        ) -> list[list[tuple[str, float]]]:
            start.wait()
            return [ranking(opened, made) for made in plans[at:] + plans[:at]]

        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(answer, range(THREADS)))
        for at, answers in enumerate(found):
            assert answers == expected[at:] + expected[:at]
