"""Promises 1 and 10: a killed writer leaves the old or the new index, no lock, and nothing that stays."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

import pytest

from index.build import builder
from index.errors import Locked
from index.store.generations import Generations
from index.store.store import Store

FORK = multiprocessing.get_context("fork")


def build(data: Path, name: str, engine: str) -> None:
    with Store(data) as store:
        getattr(builder, name)(store, Generations(data), engine)


def hold_lock(data: Path, held: object) -> None:
    with Generations(data).build("rebuild"):
        held.set()  # type: ignore[attr-defined]
        time.sleep(60)


def orphans(data: Path) -> list[str]:
    return [path.name for path in data.rglob(".*")]


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_index(
    tmp_path, store, generations, article, contents, rng, trials, engine
):
    store.upsert([article(n) for n in range(30)])
    builder.rebuild(store, generations, engine)
    model = {generations.current_name(): {a.id: a for a in store.articles()}}
    started = time.monotonic()
    build(tmp_path, "rebuild", engine)
    duration = time.monotonic() - started
    for trial in range(trials(10, 1000)):
        before = generations.current_name()
        model = {before: contents(generations.path(before))}
        store.upsert([article(rng.randrange(40), seed=trial + 1) for _ in range(3)])
        store.delete([f"a{rng.randrange(40)}"])
        process = FORK.Process(target=build, args=(tmp_path, rng.choice(["rebuild", "update"]), engine))
        process.start()
        time.sleep(rng.uniform(0, duration * 1.3))
        process.kill()
        process.join()
        after = generations.current_name()
        expected = model.get(after) or {a.id: a for a in store.articles()}
        assert generations.verify(after) == []
        assert contents(generations.path(after)) == expected
        generations.prune(1)
        assert orphans(tmp_path) == []
    build(tmp_path, "update", engine)
    assert contents(generations.path(generations.current_name())) == {a.id: a for a in store.articles()}


def ingest_numbers(data: Path, done: object, article) -> None:  # type: ignore[no-untyped-def]
    with Store(data) as store:
        for batch in range(10_000):
            store.upsert([article(batch * 5 + n) for n in range(5)])
            done.value = batch + 1  # type: ignore[attr-defined]


def test_a_killed_ingest_keeps_whole_batches(tmp_path, article, rng, trials):
    for trial in range(trials(3, 100)):
        data = tmp_path / str(trial)
        done = FORK.Value("i", 0)
        process = FORK.Process(target=ingest_numbers, args=(data, done, article))
        process.start()
        time.sleep(0.1 + rng.random() / 5)
        process.kill()
        process.join()
        with Store(data) as store:
            assert store.check() == []
            sequence, documents = store.state()
            assert sequence == documents.get("en", 0)
            assert sequence % 5 == 0
            assert 0 <= sequence // 5 - done.value <= 1


def test_a_second_writer_is_told_who_holds_the_lock_and_follows_when_it_dies(
    tmp_path, store, generations, article, engine
):
    store.upsert([article(1)])
    held = FORK.Event()
    holder = FORK.Process(target=hold_lock, args=(tmp_path, held))
    holder.start()
    assert held.wait(10)
    with pytest.raises(Locked, match=rf"pid {holder.pid}, since \d{{4}}"):
        builder.rebuild(store, generations, engine)
    with pytest.raises(Locked):
        generations.prune()
    holder.kill()
    holder.join()
    builder.rebuild(store, generations, engine)
    assert orphans(tmp_path) == []


def try_to_build(data: Path, engine: str, start: object, outcomes: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    try:
        build(data, "rebuild", engine)
        outcomes.put("built")  # type: ignore[attr-defined]
    except Locked:
        outcomes.put("locked")  # type: ignore[attr-defined]


def test_of_many_writers_each_builds_or_is_locked_out(tmp_path, store, generations, article, trials, engine):
    store.upsert([article(n) for n in range(10)])
    for _ in range(trials(1, 100)):
        start, outcomes = FORK.Event(), FORK.Queue()
        writers = [FORK.Process(target=try_to_build, args=(tmp_path, engine, start, outcomes)) for _ in range(8)]
        for writer in writers:
            writer.start()
        start.set()
        results = [outcomes.get(timeout=60) for _ in writers]
        for writer in writers:
            writer.join()
        assert "built" in results
        assert generations.verify(generations.current_name()) == []


def upsert_all(data: Path, numbers: list[int], article) -> None:  # type: ignore[no-untyped-def]
    with Store(data) as store:
        for number in numbers:
            store.upsert([article(number)])


def test_two_writers_share_the_store(tmp_path, article):
    data = tmp_path / "fresh"  # also created by two at once
    both = list(range(40))
    writers = [FORK.Process(target=upsert_all, args=(data, both, article)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with Store(data) as store:
        assert store.state() == (40, {"en": 40})
        assert store.check() == []
