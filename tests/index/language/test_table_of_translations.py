"""The table of translations and the names of CLDR."""

from __future__ import annotations

import logging

import pytest

from index.articles.article import Language
from index.language import translations
from index.language.translations import Row, parse_rows


@pytest.mark.parametrize(
    ("lemma", "source", "target", "expected"),
    [
        ("німеччина", "uk", "ru", "Германия"),
        ("німеччина", "uk", "en", "Germany"),
        ("германия", "ru", "uk", "Німеччина"),
        ("germani", "en", "ru", "Германия"),
        ("англійський", "uk", "en", "English"),
        ("париж", "uk", "en", "Paris"),
        ("київ", "uk", "en", "Kyiv"),
    ],
)
def test_names_of_cldr(lemma: str, source: Language, target: Language, expected: str) -> None:
    assert expected in translations([lemma], source, target)


def test_an_unknown_word_has_no_translation() -> None:
    assert translations(["нісенітницький"], "uk", "en") == ()


def test_a_row_has_alternatives_and_a_comment() -> None:
    assert list(parse_rows("вибори\tвыборы\telection|vote # both\n\n# all comment\n", "table")) == [
        Row(("вибори",), ("выборы",), ("election", "vote"))
    ]


@pytest.mark.parametrize("line", ["вибори\tвыборы", "вибори\t\telection", "a\tb\tc\td", "вибори выборы election"])
def test_a_broken_line_is_named_and_skipped(line: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert list(parse_rows(f"так\tда\tyes\n{line}\n", "table.tsv")) == [Row(("так",), ("да",), ("yes",))]
    assert "table.tsv:2" in caplog.text
