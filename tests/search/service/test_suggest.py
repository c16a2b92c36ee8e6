"""Completions of what a reader is typing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.service.service import SearchService

ARCHIVE = [
    article("1", "Метро відкрили", "Київське метро чекає пасажирів."),
    article("2", "Метро закрили", "Метро стоїть, метрополітен мовчить."),
    article("3", "Метрополітен росте", "Метрополітен будують."),
    article("4", "Метро бастует", "Метро не работает.", lang="ru"),
    article("5", "The metro opens", "The metro and the mayor.", lang="en"),
    article("6", "Metro closes", "The metro is closed.", lang="en"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("suggest")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    yield made
    made.close()


def words(service: SearchService, q: str, **more: object) -> list[str]:
    rows = service.suggest(SearchRequest(q=q, **more))  # type: ignore[arg-type]
    return [row.text for row in rows if row.kind == "word"]


def test_the_most_frequent_word_comes_first(service: SearchService) -> None:
    assert words(service, "мет") == ["метро", "метрополітен"]


def test_only_the_last_word_is_completed(service: SearchService) -> None:
    assert words(service, "київське мет")[0] == "київське метро"
    assert words(service, "метро ") == []


def test_a_capital_stays(service: SearchService) -> None:
    assert words(service, "Мет")[0] == "Метро"


def test_a_word_of_one_document_may_be_a_misprint_and_is_not_offered(service: SearchService) -> None:
    assert "mayor" not in words(service, "ma")


def test_the_wrong_layout_is_read_as_meant(service: SearchService) -> None:
    assert "метро" in words(service, "vtn")


def test_headlines_lead_to_their_articles(service: SearchService) -> None:
    rows = [row for row in service.suggest(SearchRequest(q="метро від")) if row.kind == "title"]
    assert (rows[0].text, rows[0].id) == ("Метро відкрили", "1")


@pytest.mark.parametrize("q", ["", "м", "*", '"', "((((((((((((", "а" * 300, "-", "мет*~ро"])
def test_anything_typed_is_answered(service: SearchService, q: str) -> None:
    assert isinstance(service.suggest(SearchRequest(q=q)), tuple)
