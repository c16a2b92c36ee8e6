"""The outlet of an article as filter, facet and operator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.service.service import SearchService

ARCHIVE = [
    article("named", "Метро Києва", "Метро відкрили.", source="Деснянський вісник"),
    article("host", "Метро Харкова", "Метро закрили.", url="https://www.paper.example/1"),
    article("same", "Метро Дніпра", "Метро будують.", url="https://paper.example/2"),
    article("none", "Метро Львова", "Метро немає.", url=None),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("outlets")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    yield made
    made.close()


def ids(service: SearchService, q: str, **more: object) -> set[str]:
    return {hit.article.id for hit in service.search(SearchRequest(q=q, **more)).hits}  # type: ignore[arg-type]


def test_the_facet_counts_names_and_hosts(service: SearchService) -> None:
    facet = service.search(SearchRequest(q="метро")).facets["source"]
    assert {value.value: value.count for value in facet} == {"paper.example": 2, "Деснянський вісник": 1}


def test_the_filter_and_its_operators_agree(service: SearchService) -> None:
    assert ids(service, "метро", source=("paper.example",)) == {"host", "same"}
    assert ids(service, "метро source:paper.example") == ids(service, "метро site:paper.example") == {"host", "same"}
    assert ids(service, 'метро джерело:"деснянський вісник"') == {"named"}
    assert ids(service, "метро -site:paper.example") == {"named", "none"}
