"""The speed benchmark from its command line to the report, on a corpus of a few documents."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_corpus import tiny_corpus, tiny_texts

from bench import results, speed
from bench.building import Built, build


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of what was built, which is done in this process and of texts of ours."""
    names: list[str] = []

    def build_here(name: str, directory: Path, documents: int, words: int) -> Built:
        names.append(name)
        return build(name, directory, tiny_corpus(documents, words))

    monkeypatch.setattr(speed, "build_in_child", build_here)
    monkeypatch.setattr(speed, "all_texts", tiny_texts)
    yield names
    gc.unfreeze()


def run(folder: Path, *more: str) -> None:
    speed.main(["--questions", "6", "--words", "40", "--results", str(folder), "--out", str(folder), *more])


def test_a_run_leaves_a_report_and_a_picture_and_no_indexes(
    tmp_path: Path, built: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "--sizes", "60,30", "--peers", "fts5")
    assert built == ["fts5", "fts5"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "benchmarks.md",
        "benchmarks.svg",
        "speed-30.json",
        "speed-60.json",
    ]
    report = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert report.index("## 30 documents: 9 real") < report.index("## 60 documents: 9 real")
    assert "| phrase |" in capsys.readouterr().out


def test_a_run_that_was_broken_off_goes_on_where_it_was(
    tmp_path: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(speed, "ask_all", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, "--sizes", "30", "--peers", "fts5")
    assert not results.saved(tmp_path)[0]["complete"]
    for _ in range(2):
        run(tmp_path, "--sizes", "30", "--peers", "fts5", "--resume")
    assert built == ["fts5"]
    assert results.saved(tmp_path)[0]["complete"]


def test_the_report_is_made_again_without_measuring(tmp_path: Path, built: list[str]) -> None:
    run(tmp_path, "--sizes", "30", "--peers", "fts5")
    before = (tmp_path / "benchmarks.md").read_bytes()
    (tmp_path / "benchmarks.md").unlink()
    run(tmp_path, "--render")
    assert (tmp_path / "benchmarks.md").read_bytes() == before
    assert built == ["fts5"]


def test_a_slow_peer_is_left_out_beyond_its_size(
    tmp_path: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.peers.sqlite.Fts5.most", 40)
    run(tmp_path, "--sizes", "60,30", "--peers", "fts5")
    assert built == ["fts5"]
    assert "built up to 40 documents only" in (tmp_path / "benchmarks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", [("--sizes", "2"), ("--sizes", "many"), ("--peers", "nosuch")])
def test_what_cannot_be_measured_is_refused_in_a_sentence(
    tmp_path: Path, wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(tmp_path, *wrong)
    assert wrong[1] in capsys.readouterr().err
