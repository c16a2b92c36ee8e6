"""The command line as an operator types it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from index.build.builder import rebuild
from index.engines.registry import DEFAULT_ENGINE
from index.store.generations import Generations
from index.store.store import Store
from web.commands import COMMANDS, main
from web.settings import SETTINGS, markdown, settings_from

ROOT = Path(__file__).parents[2]
ADMIN = {"ingest", "delete", "export", "rebuild", "update", "watch", "rollback", "check", "stats", "prune"}
TOOLS = {"analyze", "evaluate", "vocabulary"}
WORDS = {*ADMIN, *TOOLS, "search", "serve"}


class Replaced(Exception):
    """Stands for the process that gunicorn takes over."""


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Catch what ``serve`` would run, and keep its variables out of other tests."""

    def replace(program: str, arguments: list[str]) -> None:
        raise Replaced(*arguments[1:])

    monkeypatch.setattr(os, "execv", replace)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    return monkeypatch


def test_every_command_is_there_and_explains_itself() -> None:
    assert {command.name for command in COMMANDS} == WORDS
    for word in sorted(WORDS):
        result = CliRunner().invoke(main, [word, "--help"])
        assert result.exit_code == 0
        assert "Usage:" in result.output


def test_flask_has_the_same_commands(app: Flask) -> None:
    assert set(app.cli.commands) >= WORDS


def test_module_runs_without_a_warning() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "web.commands", "--version"], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"poshuk, version ")


def test_serve_says_where_and_hands_over_to_gunicorn(environment: Any, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--bind", "127.0.0.1:8123", "--workers", "3", "--data", str(tmp_path)])
    assert isinstance(result.exception, Replaced)
    assert result.exception.args == ("-m", "gunicorn", "--config", "python:web.server")
    assert "http://127.0.0.1:8123/" in result.output
    assert "poshuk rebuild" in result.output
    wanted = {"BIND": "127.0.0.1:8123", "WORKERS": 3, "DATA": str(tmp_path), "ENGINE": DEFAULT_ENGINE}
    assert wanted.items() <= settings_from(os.environ).items()


def test_serve_says_when_the_index_is_of_another_engine(environment: Any, tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        rebuild(store, Generations(tmp_path), "whoosh")
    result = CliRunner().invoke(main, ["serve", "--data", str(tmp_path), "--engine", "arrays", "--bind", "127.0.0.1:0"])
    assert isinstance(result.exception, Replaced)  # the next rebuild is noticed
    assert "built for the engine whoosh, this program runs arrays; run `poshuk rebuild`" in result.output


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["--bind", "127.0.0.1:http"], {}),
        (["--bind", "127.0.0.1:99999"], {}),
        (["--bind", "no.such.host.invalid:8000"], {}),
        (["--bind", "192.0.2.1:8000"], {}),
        ([], {"POSHUK_BIND": "nonsense"}),
        (["--data", "/dev/null"], {}),
        (["--workers", "-1"], {}),
        (["--workers", "many"], {}),
        (["--engine", "lucene"], {}),
        ([], {"POSHUK_RATE": "fast"}),
        ([], {"POSHUK_PROXIES": "-1"}),
        ([], {"POSHUK_PAGE_SIZE": "0"}),
        ([], {"POSHUK_WORKERS": "x"}),
    ],
)
def test_serve_refuses_what_cannot_be_in_one_sentence(
    environment: Any, arguments: list[str], variables: dict[str, str]
) -> None:
    os.environ.update(variables)
    result = CliRunner().invoke(main, ["serve", *arguments])
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code in {1, 2}
    assert result.output.splitlines()[-1].startswith("Error: ")


def test_every_setting_is_in_the_table() -> None:
    for setting in SETTINGS:
        assert f"`{setting.variable}` | {setting.default} |" in markdown()
        assert setting.sentence.endswith(".")
    assert settings_from({}) == {setting.name: setting.default for setting in SETTINGS}
    assert settings_from({"POSHUK_RATE": "60", "POSHUK_DATA": "/data", "POSHUK_ENGINE": ""})["RATE"] == 60
