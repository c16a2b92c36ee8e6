"""Names of several words and abbreviations: the table, and how they are met in a text."""

from __future__ import annotations

from importlib.resources import files

import pytest

from index.articles.article import LANGUAGES, Language
from index.language import entities
from index.language.translations import parse_rows

TABLE = (files("index.language") / "data" / "entities.tsv").read_text(encoding="utf-8")
ROWS = list(parse_rows(TABLE, "entities.tsv"))


def met(text: str, lang: Language) -> list[str]:
    return [entity.name for entity in entities(text.split(), lang)]


def test_every_line_is_a_row() -> None:
    assert len(ROWS) == sum(bool(line.partition("#")[0].strip()) for line in TABLE.splitlines())
    assert len(ROWS) > 350


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.en[0])
def test_every_name_of_a_row_is_met(row: tuple[tuple[str, ...], ...]) -> None:
    lost = [name for lang, names in zip(LANGUAGES, row, strict=True) for name in names if len(met(name, lang)) != 1]
    assert lost == []


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("uk", "у Великій Британії сьогодні", ["Велика Британія"]),
        ("uk", "Збройними силами України", ["Збройні сили України"]),
        ("uk", "у складі ООН та НАТО", ["ООН", "НАТО"]),
        ("uk", "постанова Радбезу ООН", ["Радбез ООН"]),
        ("uk", "великий дім", []),
        ("ru", "с Соединенными Штатами", ["Соединенные Штаты"]),
        ("ru", "в Белом доме", ["Белый дом"]),
        ("ru", "на Ближнем Востоке", ["Ближний Восток"]),
        ("en", "the United Nations and the US", ["United Nations", "US"]),
        ("en", "tell us who", []),
        ("en", "nato and the eu", ["NATO"]),
        ("en", "South Korea's army", ["South Korea"]),
        ("en", "Armed Forces of Ukraine", ["Armed Forces of Ukraine"]),
        ("en", "united airlines", []),
    ],
)
def test_names_are_met_in_any_form(lang: Language, text: str, expected: list[str]) -> None:
    assert met(text, lang) == expected


def test_what_is_called_the_same_is_not_expanded() -> None:
    (entity,) = entities(["США"], "uk")
    assert entity.elsewhere("ru") == ()
    assert "United States" in entity.elsewhere("en")
