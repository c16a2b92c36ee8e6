"""What was searched for besides is shown in real words, in their dictionary form; false friends are left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.service.service import SearchService

ARCHIVE = [
    article("vuchych-ru", "Встреча", "Об этом говорили с Блюменталем. Письмо Блюменталя получили.", lang="ru"),
    article("blum-uk", "Зустріч", "Про це говорили з Блюменталем у місті."),
    article("chas", "Час", "Настав час рухатися вперед."),
    article("chasy", "Часы", "На башне часы и старые часы.", lang="ru"),
    article("maie", "Рішення", "Він має рішення, яке має силу."),
    article("may-ru", "Праздник", "Первое мая и девятое мая.", lang="ru"),
    article("may-en", "A month", "The month of May came, and in May it rained.", lang="en"),
    article("us", "Letter", "Tell us more, they told us.", lang="en"),
    article("us-uk", "США", "Про це заявили у США."),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("told")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    made.search(SearchRequest(q="Київ Smith"))  # reads the dictionaries and tables, once a process
    yield made
    made.close()


def test_a_name_is_shown_in_its_base_form(service: SearchService) -> None:
    rewrites = service.search(SearchRequest(q="Blumental", group="none")).rewrites
    assert {word for row in rewrites for word in row.rewritten.split(", ")} == {"блюменталь"}


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("May", {"may-en", "may-ru"}),
        ("Май", {"may-ru"}),  # no form of мати
        ("us", {"us"}),
        ("US", {"us", "us-uk"}),
        ("США", {"us-uk"}),
        ("час", {"chas", "chasy"}),  # in Russian час is an hour, of which часы is the plural
        ("часу", {"chas", "chasy"}),
        ("часом", {"chas", "chasy"}),
    ],
)
def test_false_friends(service: SearchService, q: str, expected: set[str]) -> None:
    assert {hit.article.id for hit in service.search(SearchRequest(q=q, group="none")).hits} == expected
