"""Lemmas given by hand: our table and the user's own."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from index.articles.article import Language
from index.language import ANALYSIS_VERSION, same_code
from index.language.languages import TABLES
from index.language.overrides import Override, parse_overrides

TABLE = (files("index.language") / "data" / "overrides.tsv").read_text(encoding="utf-8")
LINES = list(parse_overrides(TABLE, "overrides.tsv"))


def as_computed(word: str, lang: Language) -> tuple[str, ...]:
    """Return the lemmas of a word without the table, which is the first unit of Cyrillic words and of Latin ones."""
    units = [unit for unit in TABLES[lang].units if "_overridden" not in str(unit)]
    return next(filter(None, (unit(word) for unit in units)), (word,))


def test_every_line_is_one() -> None:
    assert len(LINES) == sum(bool(line.partition("#")[0].strip()) for line in TABLE.splitlines())
    assert len(LINES) > 250


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.lang} {'|'.join(line.forms)}")
def test_every_form_of_a_line_changes_something(line: Override) -> None:
    same = [form for form in line.forms if set(TABLES[line.lang].lemmas(form)) == set(as_computed(form, line.lang))]
    assert same == []


def test_no_form_has_two_lines() -> None:
    forms = [(line.lang, form) for line in LINES for form in line.forms]
    assert [form for form in forms if forms.count(form) > 1] == []


@pytest.mark.parametrize(
    "line", ["uk\tслово", "de\tWort\tWort", "uk\t\tслово", "uk\tслово\t", "uk\ta\tb\tc", "слово", "uk\tа б\tа"]
)
def test_a_broken_line_is_named_and_skipped(line: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert list(parse_overrides(f"uk\tтак\tтак\n{line}\n", "own.tsv")) == [Override("uk", ("так",), ("так",))]
    assert "own.tsv:2" in caplog.text


PRINT = """
import json
from index.language import ANALYSIS_VERSION, analyze
words = [("Азовсталю", "uk"), ("went", "en"), ("went", "uk"), ("ran", "en")]
print(json.dumps([ANALYSIS_VERSION, *(analyze(word, lang)[0].lemmas for word, lang in words)]))
"""


def with_file(path: Path | str) -> tuple[int, list[list[str]], str]:
    """Return the version, the lemmas of a few words, and what is said, with ``POSHUK_OVERRIDES``."""
    environment = {**os.environ, "POSHUK_OVERRIDES": str(path)}
    done = subprocess.run([sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True, check=True)
    version, *lemmas = json.loads(done.stdout)
    return version, lemmas, done.stderr


def test_a_file_of_the_users_own_is_read_in_addition(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("uk\tАзовсталю|Азовсталі\tазовсталь\nen\twent\twend\nbroken\n", encoding="utf-8")
    version, lemmas, said = with_file(own)
    assert lemmas == [["азовсталь"], ["wend"], ["wend"], ["run"]]
    assert "own.tsv:3" in said
    assert version != ANALYSIS_VERSION
    assert same_code(version)
    own.write_text("uk\tАзовсталю|Азовсталі\tазовсталь\n", encoding="utf-8")
    assert with_file(own)[0] not in {version, ANALYSIS_VERSION}


def test_comments_and_order_of_lines_do_not_ask_for_a_rebuild(tmp_path: Path) -> None:
    one, other = tmp_path / "one.tsv", tmp_path / "other.tsv"
    one.write_text("uk\tа\tб\nuk\tв\tг\n", encoding="utf-8")
    other.write_text("# mine\nuk\tв\tг # of\nuk\tа\tб\n", encoding="utf-8")
    assert with_file(one)[0] == with_file(other)[0]


@pytest.mark.parametrize("content", [None, "", "# nothing\n"])
def test_without_lines_all_is_as_before(tmp_path: Path, content: str | None) -> None:
    own = tmp_path / "own.tsv"
    if content is not None:
        own.write_text(content, encoding="utf-8")
    version, _, said = with_file(own)
    assert version == ANALYSIS_VERSION
    assert bool(said) == (content is None)
    assert "Traceback" not in said
