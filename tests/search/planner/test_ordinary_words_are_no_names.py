"""Ordinary words are searched for as they are; only names are spelled otherwise in another script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.service.service import SearchService

ARCHIVE = [
    article("launch", "The launch of a ferry", "They launch it on Monday.", lang="en"),
    article("long", "A long way home", "It was a long winter on the island.", lang="en"),
    article("plants", "Energy from plants", "New plants give energy.", lang="en"),
    article("plans", "Energy plans", "The council has energy plans and a plan of its own.", lang="en"),
    article("crime", "Crime falls", "Less crime was reported, and the kitty of Rosie is back.", lang="en"),
    article("rosie", "A cat", "They gave it to Rosie, and then Rosie went home.", lang="en"),
    article("krym", "Крим", "Погода в Криму тепла."),
    article("smittia", "Сміття", "Мешканці міста сортують сміття, а сміття вивозять."),
    article("smit", "Коваль", "Про це сказав Сміт, якого запросили. Потім Сміт поїхав."),
    article("policy", "Policy", "Their policy is to wait.", lang="en"),
    article("trump-uk", "Вибори", "Про це сказав Трамп, якого обрали. Потім Трамп поїхав."),
    article("trump-en", "A vote", "They voted for Trump, and then Trump left.", lang="en"),
    article("lyzhva", "Лижви", "Спортсмени з міста Лижва приїхали до міста Лижва.", lang="uk"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("ordinary")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    made.search(SearchRequest(q="Київ Smith"))  # reads the dictionaries and tables, once a process, within its deadline
    yield made
    made.close()


def ids(service: SearchService, q: str) -> set[str]:
    return {hit.article.id for hit in service.search(SearchRequest(q=q, group="none", page_size=50)).hits}


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("launch", {"launch"}),
        ("Launch", {"launch"}),
        ("plants", {"plants"}),
        ("Plants", {"plants"}),
        ("police", set()),
        ("Crimea", {"krym"}),
        ("Росією", set()),
        ("Китаєм", set()),
        ("Smith", {"smit"}),
        ("Сміт", {"smit"}),
        ("Lyzhva", {"lyzhva"}),
        ("trump", {"trump-uk", "trump-en"}),  # a word of the dictionary that the archive writes as a name only
        ("трамп", {"trump-uk", "trump-en"}),
        ("title:plants", {"plants"}),
    ],
)
def test_a_query_finds_its_words_and_no_words_that_sound_like_them(
    service: SearchService, q: str, expected: set[str]
) -> None:
    assert ids(service, q) == expected


def test_an_excluded_word_excludes_nothing_that_sounds_like_it(service: SearchService) -> None:
    assert ids(service, "energy -plants") == {"plans"}


def test_an_excluded_name_is_excluded_in_any_script(service: SearchService) -> None:
    assert ids(service, "міста -Lyzhva") == {"smittia"}
