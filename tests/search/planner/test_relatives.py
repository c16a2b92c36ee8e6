"""Queries in one language find stories in all: translations, names in other scripts, and the switches for both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from archive import article, publish

from index.language.query_language import likely_languages
from search.answer.answer import Passage, SearchAnswer, SearchRequest
from search.planner.expansion import Expansion
from search.planner.relatives import MOST_RELATIVES
from search.planner.units import EVERYWHERE
from search.service.service import SearchService

ARCHIVE = [
    article("g-uk", "Зеленський приїхав до Німеччини", "У Берліні президент говорив про допомогу."),
    article("g-ru", "Зеленский приехал в Германию", "В Берлине президент говорил о помощи.", lang="ru"),
    article("g-en", "Zelensky arrives in Germany", "In Berlin the president spoke of help.", lang="en"),
    article("y-en", "Zelenskyy visits Kharkiv", "The city was cold.", lang="en"),
    article("h-uk", "Харків узимку", "Місто взимку."),
    article("h-ru", "Харьков зимой", "Город зимой.", lang="ru"),
    article("p-en", "A private matter", "The pound fell on Monday.", lang="en"),
    article("w-ru", "Паутина на окне", "Осенью её больше.", lang="ru"),
    article("n-en", "Nothing of the kind", "A sentence of desert and dessert.", lang="en"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("three")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    yield made
    made.close()


def answer(service: SearchService, q: str, **more: Any) -> SearchAnswer:
    return service.search(SearchRequest(q=q, group="none", **more))


def ids(service: SearchService, q: str, **more: Any) -> set[str]:
    return {hit.article.id for hit in answer(service, q, **more).hits}


ZELENSKY = {"g-uk", "g-ru", "g-en", "y-en"}
KHARKIV = {"h-uk", "h-ru", "y-en"}
GERMANY = {"g-uk", "g-ru", "g-en"}


@pytest.mark.parametrize("q", ["привет", "привіт", "Путин", "Путін", "путин"])
def test_common_words_are_no_names_and_names_no_common_words(service: SearchService, q: str) -> None:
    assert not ids(service, q)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Зеленський", ZELENSKY),
        ("Зеленського", ZELENSKY),
        ("зеленским", ZELENSKY),
        ("Zelensky", ZELENSKY),
        ("zelenskyy", ZELENSKY),
        ("Zelenskyi", ZELENSKY),
        ("Zelenskiy", ZELENSKY),
        ("Харкові", KHARKIV),
        ("Харьков", KHARKIV),
        ("Kharkiv", KHARKIV),
        ("Kharkov", KHARKIV),
        ("Німеччині", GERMANY),
        ("Германия", GERMANY),
        ("germany", GERMANY),
        ('"Зеленський приїхав"', {"g-uk", "g-ru", "g-en"}),
        ("=Zelensky", {"g-en"}),
        ("zelensk*", {"g-en", "y-en"}),
        ("title:Germany", GERMANY),
        ("Germany -Zelensky", set()),
        ("desert", {"n-en"}),
    ],
)
def test_a_query_finds(service: SearchService, q: str, expected: set[str]) -> None:
    assert ids(service, q) == expected


@pytest.mark.parametrize(
    ("q", "switches", "expected"),
    [
        ("Німеччина", {"cross": False}, {"g-uk"}),
        ("Німеччина", {"translit": False}, GERMANY),
        ("Zelensky", {"translit": False}, {"g-en"}),
        ("Zelensky", {"cross": False}, ZELENSKY),
        ("Зеленський", {"cross": False, "translit": False}, {"g-uk"}),
        ("Зеленський", {"cross": False}, {"g-uk", "g-en", "y-en"}),
        ("Зеленський", {"translit": False}, {"g-uk", "g-ru"}),
        ("Німеччина", {"lang": ("en",)}, {"g-en"}),
        ("Germany", {"lang": ("uk", "ru")}, {"g-uk", "g-ru"}),
    ],
)
def test_switches_and_the_language_filter(
    service: SearchService, q: str, switches: dict[str, Any], expected: set[str]
) -> None:
    assert ids(service, q, **switches) == expected


def test_the_reader_is_told_and_can_switch_it_off(service: SearchService) -> None:
    rewrites = {row.off: row for row in answer(service, "Зеленський у Німеччині").rewrites}
    assert set(rewrites) == {"cross", "translit"}
    assert rewrites["cross"].kind == "cross"
    assert set(rewrites["cross"].rewritten.split(", ")) == {"зеленский", "Германия", "Germany"}
    assert rewrites["translit"].rewritten in {"zelensky", "zelenskyy"}
    assert rewrites["cross"].undo == "Зеленський у Німеччині"


def test_only_what_is_shown_is_told(service: SearchService) -> None:
    assert answer(service, "Німеччина", lang=("uk",)).rewrites == ()
    assert answer(service, "президент Зеленського", cross=False, translit=False).rewrites == ()


def test_hits_in_other_languages_are_marked(service: SearchService) -> None:
    titles = {hit.article.id: marked(hit.title) for hit in answer(service, "Зеленський Німеччина").hits}
    assert titles["g-ru"] == ["Зеленский", "Германию"]
    assert titles["g-en"] == ["Zelensky", "Germany"]
    assert titles["y-en"] == ["Zelenskyy"]


def marked(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in passage.ranges]


def test_own_language_comes_out_as_without_expansion(service: SearchService) -> None:
    with_it, without = (
        answer(service, "президент Німеччини", lang=("uk",), cross=on, translit=on) for on in (True, False)
    )
    assert [(hit.article.id, hit.score) for hit in with_it.hits] == [
        (hit.article.id, hit.score) for hit in without.hits
    ]


def test_alternatives_are_bounded(tmp_path: Any) -> None:
    names = [article(f"n{i}", f"Zelensk{i * 'y'}", lang="en") for i in range(1, 40)]
    publish(tmp_path, names)
    service = SearchService(tmp_path)
    with service._generation() as generation:
        expansion = Expansion(generation.relatives, SearchRequest(q="Зеленський"))
        assert len(expansion.alternatives("Зеленський", "en", EVERYWHERE)) <= MOST_RELATIVES
    service.close()


@pytest.mark.parametrize(
    ("query", "languages"),
    [
        ("київ", ("uk",)),
        ("выборы", ("ru",)),
        ("президент", ("uk", "ru")),
        ("Zelensky", ("en",)),
        ("ракета HIMARS", ("uk", "ru")),
        ("2023", ("en",)),
    ],
)
def test_likely_languages(query: str, languages: tuple[str, ...]) -> None:
    assert likely_languages(query) == languages
