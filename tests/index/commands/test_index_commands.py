"""The admin commands as an operator types them."""

from __future__ import annotations

import json
import os
import re

import click
import pytest
from click.testing import CliRunner

from index.commands import COMMANDS
from index.commands.progress import counting
from index.engines.registry import DEFAULT_ENGINE
from index.limits import LIMITS
from index.store.generations import Generations
from index.store.lock import writer_lock
from index.store.store import Store

ARTICLES = [
    {
        "id": "en1",
        "lang": "en",
        "title": "Storm hits the coast",
        "body": "A storm hit the coast on Monday, officials said.",
    },
    {
        "id": "en2",
        "lang": "en",
        "title": "Calm after the storm",
        "body": "The coast is calm again, officials said on Tuesday.",
    },
    {"id": "uk1", "lang": "uk", "title": "Шторм на узбережжі", "body": "У понеділок шторм дійшов до узбережжя країни."},
]


@pytest.fixture
def poshuk(tmp_path):
    group = click.Group(commands=list(COMMANDS))
    runner = CliRunner()

    def run(*arguments, status=0, stdin=None):
        environment = {"POSHUK_DATA": str(tmp_path / "var"), "POSHUK_ENGINE": DEFAULT_ENGINE}
        result = runner.invoke(group, [str(argument) for argument in arguments], env=environment, input=stdin)
        assert result.exit_code == status, result.output
        assert "Traceback" not in result.output
        return result.output

    return run


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, ARTICLES)))
    return path


def row(output, name):
    line = next(line for line in output.splitlines() if f" {name} " in line)
    return [cell.strip() for cell in line.strip("│┃ ").split("│")]


def test_ingest_accounts_for_every_record(poshuk, feed, tmp_path):
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"title": 5}\nnot json\n' + json.dumps(ARTICLES[0]) + "\n")
    output = poshuk("ingest", feed, broken, "--rejects", tmp_path / "rejects.jsonl")
    assert row(output, "en") == ["en", "2", "0", "1", "", "3"]
    assert row(output, "uk") == ["uk", "1", "0", "0", "", "1"]
    assert row(output, "total")[-2:] == ["2", "6"]
    rejects = [json.loads(line) for line in (tmp_path / "rejects.jsonl").read_text().splitlines()]
    assert len(rejects) == 2
    assert all(set(reject) == {"file", "position", "reason", "detail"} for reject in rejects)


def test_a_flood_of_rejections_does_not_fill_the_disk(poshuk, tmp_path, monkeypatch):
    monkeypatch.setitem(LIMITS, "rejects_bytes", 1000)
    flood, rejects = tmp_path / "flood.jsonl", tmp_path / "rejects.jsonl"
    flood.write_text(json.dumps(ARTICLES[0]) + "\n" + "?\n" * 500)
    output = poshuk("ingest", flood, "--rejects", rejects)
    listed = rejects.read_text().splitlines()
    assert 0 < len(rejects.read_bytes()) <= 1000
    assert all(json.loads(line)["reason"] for line in listed)
    assert f"lacks the last {500 - len(listed)} rejections" in output
    assert row(output, "total")[-2:] == ["500", "501"]


def test_a_rollback_to_what_the_store_holds_asks_for_no_update(poshuk, feed):
    poshuk("rebuild", feed)
    poshuk("rebuild")
    output = poshuk("rollback")
    assert "is live. It is up to date with the store." in output
    assert "poshuk update" not in output


@pytest.mark.parametrize("left_a_log", [False, True])
def test_a_read_only_disk_is_read(poshuk, feed, tmp_path, monkeypatch, left_a_log):
    poshuk("rebuild", feed)
    other = Store(tmp_path / "var") if left_a_log else None
    if other:
        other.delete(["en1"])
    monkeypatch.setattr("index.store.store.os.access", lambda _, mode: mode != os.W_OK)
    files = sorted(path.name for path in (tmp_path / "var").iterdir())
    assert f"{2 if left_a_log else 3} articles" in poshuk("stats")
    assert "sound" in poshuk("check")
    assert len(poshuk("export").splitlines()) == (2 if left_a_log else 3)
    assert "may not be written" in poshuk("delete", "uk1", status=1)
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == files
    if other:
        other.close()


@pytest.mark.parametrize("option", [("--memory", "1"), ("--jobs", "0"), ("--jobs", "many")])
def test_a_build_wants_some_memory_and_a_process(poshuk, feed, option):
    poshuk("ingest", feed)
    assert "Invalid value" in poshuk("rebuild", *option, status=2)


def test_a_watched_build_shows_each_language(monkeypatch, capsys):
    monkeypatch.setattr("index.commands.progress.PLAIN_EVERY", 0.0)
    with counting("Indexing", {"uk": 400, "ru": 0, "en": 100}, quiet=False) as count:
        count("uk", 200)
        count("en", 50)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("Indexing: uk 200 of 400, en 0 of 100; ")
    assert re.fullmatch(r"Indexing: uk 200 of 400, en 50 of 100; [\d,]+/s, [\d,]+ s left\.", second)
    with counting("Indexing", {"uk": 400}, quiet=True) as count:
        count("uk", 200)
    assert capsys.readouterr().err == ""


def test_ingest_reads_standard_input(poshuk):
    assert row(poshuk("ingest", "-", stdin=json.dumps(ARTICLES[0])), "en")[1] == "1"


def test_ingest_of_nothing_but_rejections_fails(poshuk, tmp_path):
    assert "None of what was read is an article" in poshuk("ingest", tmp_path / "nothing", status=1)


def test_from_articles_to_a_live_index_and_back(poshuk, feed):
    assert "3 documents (uk 1, ru 0, en 2)" in poshuk("rebuild", feed)
    assert "Nothing changed" in poshuk("update")
    assert "Deleted 1 of 1" in poshuk("delete", "en1")
    assert "2 documents (uk 1, ru 0, en 1)" in poshuk("update")
    assert "2 articles" in poshuk("stats")
    assert "sound" in poshuk("check")
    assert "is live. It is 1 changes behind the store; `poshuk update`" in poshuk("rollback")
    assert "1 changes behind" in poshuk("stats")
    assert "no earlier generation" in poshuk("rollback", status=1)
    assert "nothing to remove" in poshuk("prune", "--keep", "2")


def test_export_is_what_ingest_reads(poshuk, feed, tmp_path):
    poshuk("ingest", feed)
    exported = poshuk("export")
    assert [json.loads(line)["id"] for line in exported.splitlines()] == ["en1", "en2", "uk1"]
    assert [json.loads(line)["id"] for line in poshuk("export", "--lang", "uk").splitlines()] == ["uk1"]
    copy = tmp_path / "copy.jsonl"
    copy.write_text(exported)
    assert row(poshuk("ingest", copy), "total")[1:4] == ["0", "0", "3"]


def test_delete_by_url(poshuk, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([ARTICLES[0] | {"url": "https://news.example/storm"}]))
    poshuk("ingest", path)
    assert "Deleted 1 of 1" in poshuk("delete", "--url", "https://news.example/storm")
    assert "no such article" in poshuk("delete", "--url", "https://news.example/storm", status=1)
    assert "Name the articles" in poshuk("delete", status=2)


def test_check_names_the_damaged_file(poshuk, feed, tmp_path):
    poshuk("rebuild", feed)
    generations = Generations(tmp_path / "var")
    path = max((generations.path(generations.current_name()) / "en").iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert f"en/{path.name} has other content" in poshuk("check", status=1)


@pytest.mark.parametrize("command", ["update", "rebuild", "export", "stats", "check", "watch"])
def test_a_mistyped_directory_is_not_created(poshuk, tmp_path, command):
    assert "run `poshuk ingest PATH` first" in poshuk(command, "--data", tmp_path / "typo", status=1)
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize("arguments", [("update",), ("rebuild",), ("prune",), ("rollback",)])
def test_a_held_lock_is_one_sentence(poshuk, feed, tmp_path, arguments):
    poshuk("rebuild", feed)
    poshuk("delete", "en1")
    with writer_lock(tmp_path / "var" / "index" / "LOCK"):
        assert "Error: Another writer (pid " in poshuk(*arguments, status=1)
    poshuk("rebuild")


def test_watch_keeps_up_and_stops_when_interrupted(poshuk, feed, monkeypatch):
    poshuk("rebuild", feed)
    poshuk("delete", "en1")
    naps = []

    def nap(seconds):
        naps.append(seconds)
        if len(naps) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("index.commands.building.time.sleep", nap)
    output = poshuk("watch", "--every", "5", status=130)
    assert "2 documents" in output
    assert "Interrupted" in output
    assert naps == [5, 5]


@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), MemoryError()])
def test_watch_goes_on_after_a_fault_of_the_machine(poshuk, feed, monkeypatch, fault):
    poshuk("rebuild", feed)
    poshuk("delete", "en1")
    naps = []

    def nap(seconds):
        naps.append(seconds)
        if len(naps) == 2:
            raise KeyboardInterrupt

    from index.build import builder

    update = builder.update
    faults = [fault]

    def failing_once(*arguments, **options):
        if faults:
            raise faults.pop()
        return update(*arguments, **options)

    monkeypatch.setattr("index.build.builder.update", failing_once)
    monkeypatch.setattr("index.commands.building.time.sleep", nap)
    output = poshuk("watch", status=130)
    assert "2 documents" in output and "Traceback" not in output
    assert "Input/output error" in output or "out of memory" in output


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_watch_wants_a_number_of_seconds(poshuk, feed, seconds):
    poshuk("ingest", feed)
    assert "Error: Invalid value for '--every'" in poshuk("watch", "--every", seconds, status=2)


def test_an_interrupted_rebuild_leaves_the_live_index(poshuk, feed, tmp_path, monkeypatch):
    poshuk("rebuild", feed)
    live = Generations(tmp_path / "var").current()

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("index.build.task.Writers.take", interrupt)
    assert "Interrupted" in poshuk("rebuild", status=130)
    assert Generations(tmp_path / "var").current() == live
    assert not list((tmp_path / "var").rglob(".building*"))


def test_a_fault_of_the_system_is_one_sentence(poshuk, feed, tmp_path):
    (tmp_path / "var").write_text("a file where the directory should be")
    assert poshuk("ingest", feed, "--data", tmp_path / "var", status=2)
    assert "is a directory" in poshuk("ingest", feed, "--data", tmp_path / "d", "--rejects", tmp_path, status=2)
