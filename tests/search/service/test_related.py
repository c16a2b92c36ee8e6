"""Stories that tell of the same as an article."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.service.service import SearchService

ARCHIVE = [
    article("metro-uk", "Нова станція метро в Києві", "Київське метро відкриє станцію на Виноградарі.", story_id="m"),
    article("metro-en", "New metro station in Kyiv", "The Kyiv metro opens a station.", lang="en", story_id="m"),
    article("tunnel", "Тунель метро добудують", "Тунель до станції метро на Виноградарі добудують.", day=2),
    article("old", "Тунель метро добудують", "Тунель до станції метро на Виноградарі добудують.", day=300),
    article("gauge-en", "Metro gauge in Kyiv", "The metro of Kyiv has a wide gauge, a station says.", lang="en"),
    *(article(f"other{n}", f"Weather report {n}", "Rain and wind all week.", lang="en") for n in range(12)),
    article("apples", "Яблука подешевшали", "Ціни на яблука впали через врожай."),
    article("pears", "Груші подешевшали", "Ціни на груші впали через врожай."),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("related")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    yield made
    made.close()


def related(service: SearchService, article_id: str) -> list[str]:
    rows = service.related(article_id)
    assert rows is not None
    return [row.id for row in rows]


def test_stories_of_the_same_are_found_in_all_languages_and_others_are_not(service: SearchService) -> None:
    found = related(service, "metro-uk")
    assert {"tunnel", "gauge-en"} <= set(found)
    assert not {"apples", "pears"} & set(found)


def test_the_articles_own_story_is_left_out(service: SearchService) -> None:
    assert not {"metro-uk", "metro-en"} & set(related(service, "metro-en"))


def test_of_two_alike_the_one_published_nearer_comes_first(service: SearchService) -> None:
    found = related(service, "metro-uk")
    assert found.index("tunnel") < found.index("old")


def test_an_article_that_is_not_there_has_none(service: SearchService) -> None:
    assert service.related("nothing") is None
