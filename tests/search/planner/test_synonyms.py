"""A plain file of synonyms: what its lines say, what becomes of broken ones, and what a search does with them."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.planner.synonyms import NO_SYNONYMS, parse_synonyms, read_synonyms, synonyms_file
from search.service.service import SearchService
from search.settings import Settings

ARCHIVE = [
    article("car", "Автомобілі подорожчали", "Ціни на автомобілі ростуть."),
    article("auto", "Авто на вулицях", "Скільки авто в місті?"),
    article("army", "Новини фронту", "ЗСУ тримають оборону."),
    article("en", "Cars", "An automobile.", lang="en"),
]
#: The machine may be busy.
PATIENT = Settings(deadline_seconds=60)
FILE = """\
# Synonyms of the newsroom
uk: авто = автомобіль = машина   # any finds all
uk: військо => ЗСУ
"""


def of(text: str, lemma: str, lang: str = "uk") -> list[str]:
    return [synonym.written for synonym in parse_synonyms(text, "file").of([lemma], lang)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("авто", ["автомобіль", "машина"]),
        ("машина", ["авто", "автомобіль"]),
        ("військо", ["ЗСУ"]),
        ("зсу", []),
        ("місто", []),
    ],
)
def test_lines_say_what_finds_what(lemma: str, expected: list[str]) -> None:
    assert of(FILE, lemma) == expected
    assert of(FILE, lemma, "ru") == []


@pytest.mark.parametrize(
    "line",
    ["авто = автомобіль", "pl: auto = samochód", "uk: авто", "uk:", "uk: авто = ", "uk: авто => автомобіль => машина",
     "uk: авто = легкова машина", "uk: = = =", "uk: " + " = ".join(f"слово{n}" for n in range(30)), "\x00\ufffd"],
)  # fmt: skip
def test_a_broken_line_is_named_and_skipped(line: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert of(f"# words\n{line}\nuk: дощ = злива\n", "дощ") == ["злива"]
    (record,) = caplog.records
    assert record.getMessage().startswith("file:2 ")


def test_without_a_file_there_are_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert read_synonyms(tmp_path / "none.txt") is NO_SYNONYMS
    assert not caplog.records
    assert read_synonyms(tmp_path) is NO_SYNONYMS
    assert str(tmp_path) in caplog.text


def test_the_environment_names_the_file() -> None:
    assert synonyms_file("data", {}) == Path("data/synonyms.txt")
    assert synonyms_file("data", {"POSHUK_SYNONYMS": "words.txt"}) == Path("words.txt")


def test_synonyms_are_searched_for_told_and_switched_off(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text(FILE)
    publish(tmp_path, ARCHIVE)
    service = SearchService(tmp_path, settings=PATIENT)
    try:
        answer = service.search(SearchRequest(q="авто", lang=("uk",), explain=True))
        assert [hit.article.id for hit in answer.hits] == ["auto", "car"]
        assert [(row.kind, row.rewritten, row.off) for row in answer.rewrites] == [
            ("synonyms", "автомобіль", "synonyms")
        ]
        explanation = answer.hits[1].explanation
        assert explanation is not None
        assert {place.origin for part in explanation.parts for place in part.places} == {"synonym"}
        for q, more, expected in (
            ("авто", {"synonyms": False}, ["auto"]),
            ("=авто", {}, ["auto"]),
            ("ЗСУ", {}, ["army"]),
        ):
            answer = service.search(SearchRequest(q=q, lang=("uk",), **more))  # type: ignore[arg-type]
            assert [hit.article.id for hit in answer.hits] == expected
    finally:
        service.close()


def test_another_file_counts_from_the_next_generation_on(tmp_path: Path) -> None:
    publish(tmp_path, ARCHIVE)
    asked = SearchRequest(q="військом", lang=("uk",), repair=False)
    service = SearchService(tmp_path, settings=PATIENT)
    try:
        assert service.search(asked).hits == ()
        (tmp_path / "synonyms.txt").write_text(FILE)
        publish(tmp_path, [article("new", "Новина")])
        service._live.refresh()
        assert [hit.article.id for hit in service.search(asked).hits] == ["army"]
    finally:
        service.close()
