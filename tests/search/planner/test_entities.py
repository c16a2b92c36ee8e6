"""Names that each language has its own word or words for, abbreviations included, are found in all three."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.service.service import SearchService

ARCHIVE = [
    article("gb-uk", "Вибори", "Парламент Великої Британії оголосив дату."),
    article("gb-ru", "Выборы", "Парламент Великобритании объявил дату.", lang="ru"),
    article("gb-en", "Elections", "The parliament of the United Kingdom named the day.", lang="en"),
    article("gb-en-2", "Cricket", "Britain won again.", lang="en"),
    article("us-uk", "Допомога", "США передали літаки."),
    article("us-ru", "Помощь", "Соединенные Штаты передали самолеты.", lang="ru"),
    article("us-en", "Aid", "The United States handed over planes.", lang="en"),
    article("wh-uk", "Прес-секретар", "У Білому домі не коментують."),
    article("wh-ru", "Пресс-секретарь", "В Белом доме не комментируют.", lang="ru"),
    article("wh-en", "Spokesman", "The White House does not comment.", lang="en"),
    article("no-uk", "Дім і сад", "Пофарбуйте білий паркан біля дому."),
    article("no-en", "Garden", "A house with a white fence. Airlines united. Animal kingdom.", lang="en"),
    article("eu-uk", "Союз", "ЄС продовжив санкції."),
    article("eu-ru", "Союз", "ЕС продлил санкции.", lang="ru"),
    article("eu-en", "Union", "The EU extended the sanctions.", lang="en"),
    article("zsu-uk", "Фронт", "ЗСУ просунулися."),
    article("zsu-ru", "Фронт", "ВСУ продвинулись.", lang="ru"),
    article("zsu-en", "Front", "The Armed Forces of Ukraine advanced.", lang="en"),
    article("kr-uk", "Сеул", "Південна Корея запустила супутник."),
    article("kr-ru", "Сеул", "Южная Корея запустила спутник.", lang="ru"),
    article("kr-en", "Seoul", "South Korea launched a satellite.", lang="en"),
    article("us-pronoun", "Letter", "Tell us more.", lang="en"),
]
GB = {"gb-uk", "gb-ru", "gb-en", "gb-en-2"}
US = {"us-uk", "us-ru", "us-en"}
WH = {"wh-uk", "wh-ru", "wh-en"}
EU = {"eu-uk", "eu-ru", "eu-en"}
ZSU = {"zsu-uk", "zsu-ru", "zsu-en"}
KR = {"kr-uk", "kr-ru", "kr-en"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("entities")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    made.search(SearchRequest(q="Київ Smith"))  # reads the dictionaries and tables, once a process, within its deadline
    yield made
    made.close()


def ids(service: SearchService, q: str, **more: object) -> set[str]:
    return {hit.article.id for hit in service.search(SearchRequest(q=q, group="none", page_size=50, **more)).hits}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Великобритания", GB),
        ("Великобритании", GB),
        ('"Велика Британія"', {"gb-uk", "gb-ru", "gb-en", "gb-en-2"}),
        ('"United Kingdom"', {"gb-uk", "gb-ru", "gb-en"}),
        ('"Сполучених Штатів"', {"us-ru", "us-en"}),
        ("США", {"us-uk", "us-en"}),  # an English index has US and us as one term, which mostly is the pronoun
        ("USA", US - {"us-en"}),
        ('"United States"', US),
        ('"Білий дім"', WH),
        ('"Белым домом"', WH),
        ('"white house"', WH),
        ("ЄС", EU),
        ("ЕС", EU),
        ("EU", EU),
        ("ЗСУ", ZSU),
        ("ВСУ", ZSU),
        ("AFU", ZSU - {"zsu-en"}),
        ('"Південної Кореї"', KR),
        ('"Южной Кореей"', KR),
        ('"South Korea"', KR),
        ("=США", {"us-uk"}),
    ],
)
def test_a_name_is_found_as_it_is_called_elsewhere(service: SearchService, q: str, expected: set[str]) -> None:
    assert ids(service, q) == expected


@pytest.mark.parametrize(
    ("q", "expected"), [("Білий дім", WH | {"no-uk"}), ("Велика Британія", GB), ("South Korea", KR)]
)
def test_without_quotation_marks_they_are_found(service: SearchService, q: str, expected: set[str]) -> None:
    assert expected <= ids(service, q)


def test_words_of_the_name_alone_are_not_it(service: SearchService) -> None:
    assert ids(service, "Білий дім", lang=("en",)) == {"wh-en"}


def test_the_reader_is_told_and_can_switch_it_off(service: SearchService) -> None:
    request = SearchRequest(q="Білий дім", group="none")
    assert any("White House" in row.rewritten and row.off == "cross" for row in service.search(request).rewrites)
    assert ids(service, "США", cross=False) == {"us-uk"}
