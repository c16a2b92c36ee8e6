"""Languages built side by side in processes: the same index, and no fault that leaves anything behind."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_reproducible import digest

from index.build import builder
from index.build.effort import Effort
from index.build.processes import shared_out
from index.engines.registry import ENGINES
from index.errors import IndexFault, Locked, NoSpace

TOGETHER = Effort(jobs=3, least=0)

COMMAND = """
import sys
from functools import partial
from click import Group
from index.commands import COMMANDS, building
building.Effort = partial(building.Effort, least=0)
Group(commands=list(COMMANDS))(["rebuild", "--jobs", "3", "--data", sys.argv[1], "--engine", sys.argv[2]])
"""


@pytest.fixture
def articles(article):
    """Articles in three languages, not equally many."""

    def made(seed=0):
        return [
            dataclasses.replace(article(number, seed, lang), id=f"{lang}{number - first}")
            for lang, first, count in (("en", 0, 250), ("uk", 1000, 120), ("ru", 2000, 30))
            for number in range(first, first + count)
        ]

    return made


@pytest.fixture
def command(tmp_path, engine):
    """Start `poshuk rebuild --jobs 3` in a process group of its own, as a terminal does."""

    def start():
        path = os.pathsep.join(map(str, [Path(builder.__file__).parents[2], *sys.path]))
        return subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(tmp_path), engine],
            env=os.environ | {"PYTHONPATH": path},
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    return start


def left_behind(data: Path) -> list[str]:
    return [path.name for path in data.rglob(".*")]


def wait_for_the_lock(generations) -> float:
    """Return after how many seconds the lock is free, which says that every process is gone."""
    started = time.monotonic()
    while True:
        try:
            generations.prune(9)
        except Locked:
            assert time.monotonic() - started < 20
            time.sleep(0.01)
        else:
            return time.monotonic() - started


@pytest.mark.parametrize(
    ("changes", "jobs", "shares"),
    [
        ({"uk": 5, "ru": 3, "en": 3}, 3, [["uk"], ["ru"], ["en"]]),
        ({"uk": 5, "ru": 3, "en": 3}, 2, [["uk"], ["ru", "en"]]),
        ({"uk": 9, "ru": 3, "en": 5}, 2, [["uk"], ["en", "ru"]]),
        ({"en": 5, "ru": 1}, 2, [["en"], ["ru", "uk"]]),
    ],
)
def test_languages_are_shared_out_evenly(changes, jobs, shares):
    assert shared_out(changes, jobs) == shares


def test_any_number_of_processes_gives_the_same_index(store, generations, articles, engine):
    store.upsert(articles())
    digests, seen = set(), []
    for jobs in (1, 2, 3):
        effort = Effort(memory_mb=16, jobs=jobs, least=0)
        manifest = builder.rebuild(store, generations, engine, lambda *step: seen.append(step), effort)
        digests.add(digest(generations.path(manifest.name)))
    assert len(digests) == 1
    pages = [("uk", 120), ("ru", 30), ("en", 200), ("en", 50)]
    assert sorted(seen) == sorted(pages * 3)


def test_an_update_side_by_side_changes_what_it_should(store, generations, articles, contents, engine):
    store.upsert(articles())
    builder.rebuild(store, generations, engine)
    store.upsert([*articles(seed=1)[:5], dataclasses.replace(articles()[-1], lang="en")])
    store.delete(["uk0", "uk1", "ru2"])
    manifest = builder.update(store, generations, engine, effort=TOGETHER)
    assert manifest.documents == {"uk": 118, "ru": 28, "en": 251}
    assert contents(generations.path(manifest.name)) == {a.id: a for a in store.articles()}


def test_what_arrives_during_a_build_is_in_it(store, generations, articles, contents, engine):
    store.upsert(articles())
    late = iter([[dataclasses.replace(articles()[0], lang="uk"), articles(seed=1)[130]], []])
    manifest = builder.rebuild(store, generations, engine, lambda *_: store.upsert(next(late, [])), TOGETHER)
    assert manifest.documents == {"uk": 121, "ru": 30, "en": 249}
    assert contents(generations.path(manifest.name)) == {a.id: a for a in store.articles()}


@pytest.mark.parametrize(
    ("writer", "error", "sentence"),
    [
        ("full", NoSpace, "disk is full"),
        ("killed", IndexFault, "indexed en was killed by SIGKILL; .* --memory"),
        ("broken", ZeroDivisionError, "in the writer"),
    ],
)
def test_a_failing_process_leaves_the_old_index(
    store, generations, articles, tmp_path, monkeypatch, writer, error, sentence
):
    store.upsert(articles())
    live = builder.rebuild(store, generations, "arrays")
    monkeypatch.setitem(ENGINES, "arrays", ENGINES["arrays"]._replace(writer=f"failing_writers:{writer}"))
    with pytest.raises(error, match=sentence):
        builder.rebuild(store, generations, "arrays", effort=TOGETHER)
    assert wait_for_the_lock(generations) < 0.5  # no process was left to hold it
    assert left_behind(tmp_path) == []
    assert generations.current() == live
    monkeypatch.undo()
    assert builder.rebuild(store, generations, "arrays", effort=TOGETHER).documents == live.documents


def test_a_kill_of_the_building_process_ends_them_all(
    store, generations, articles, command, contents, tmp_path, chance
):
    rng, trials = chance
    store.upsert(articles())
    started = time.monotonic()
    with command() as process:
        process.wait()
    duration = time.monotonic() - started
    for trial in range(trials(3, 300)):
        before = generations.current_name()
        old = contents(generations.path(before))
        store.upsert(articles(trial + 1)[:100])
        with command() as process:
            time.sleep(rng.uniform(0.2, duration * 1.1))
            process.kill()
        wait_for_the_lock(generations)
        assert left_behind(tmp_path) == []
        after = generations.current_name()
        assert generations.verify(after) == []
        assert contents(generations.path(after)) == (old if after == before else {a.id: a for a in store.articles()})


def test_ctrl_c_ends_all_with_one_sentence(store, generations, articles, command, tmp_path):
    store.upsert(articles())
    with command() as process:
        while not list(generations.path("x").parent.glob(".building-*/*/*")):
            time.sleep(0.01)
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == "Interrupted. What was finished stays; run the command again to go on.\n"
    assert generations.current_name() is None
    assert wait_for_the_lock(generations) < 0.5
    assert left_behind(tmp_path) == []
