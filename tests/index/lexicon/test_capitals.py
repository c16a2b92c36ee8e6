"""An archive tells which of its words are names by how it writes them within sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles.article import Article, Language
from index.lexicon import NO_CAPITALS, load_capitals, save_capitals


def text(body: str, lang: Language = "uk") -> Article:
    return Article("1", None, lang, "", body)


@pytest.mark.parametrize(
    ("body", "word", "written"),
    [
        ("Поїхали в Тернопіль. У місті Тернопіль тепло.", "тернопіль", "name"),
        ("Тернопіль чекає. Тернопіль святкує.", "тернопіль", None),
        ("Це наша справа. А це їхня справа.", "справа", "ordinary"),
        ("Це справа честі.", "справа", None),
        ("Там марка і марка, а пан Марка чекав.", "марка", "ordinary"),
        ("Його, Івана Коваля, чекали в місті.", "коваля", "name"),
        ("Сказала міністерка Наталія (Коваль) з уряду.", "наталія", "name"),
    ],
)
def test_how_a_word_is_written(body: str, word: str, written: str | None) -> None:
    assert NO_CAPITALS.and_of([text(body)]).written(word, "uk") == written


def test_an_update_adds_to_what_was_counted(tmp_path: Path) -> None:
    save_capitals(NO_CAPITALS.and_of([text("Їдемо в Суми."), text("a fair Price", "en")]), tmp_path)
    save_capitals(load_capitals(tmp_path).and_of([text("Ці суми та суми, суми.")]), tmp_path)
    capitals = load_capitals(tmp_path)
    assert capitals.written("суми", "uk") == "ordinary"
    assert capitals.written("price", "en") == "name"
    assert capitals.written("суми", "ru") is None


def test_a_generation_without_the_file_tells_nothing(tmp_path: Path) -> None:
    assert load_capitals(tmp_path) is NO_CAPITALS


def test_a_word_that_is_hardly_ever_small_is_always_capital() -> None:
    capitals = NO_CAPITALS.and_of([text("Тут був Трамп, і Трамп пішов. Ця марка та пан Марка, і пан Марка.")])
    assert capitals.is_always_capital("трамп", "uk")
    assert not capitals.is_always_capital("марка", "uk")
    assert not capitals.is_always_capital("невідоме", "uk")
