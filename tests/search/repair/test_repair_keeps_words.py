"""Did-you-mean: what is a word, a brand or an abbreviation stays, and what is put right is of one language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.service.service import SearchService

ARCHIVE = [
    *(
        article(f"pm-uk-{n}", f"Прем'єр-міністр відкрив міст {n}", "Прем'єр-міністра зустрічали, віцепрем'єр мовчав.")
        for n in range(4)
    ),
    *(
        article(f"pm-ru-{n}", f"Премьер-министр открыл мост {n}", "Премьер приехал, премьера встречали.", lang="ru")
        for n in range(9)
    ),
    *(article(f"air-{n}", "Авіакомпанії", "Перевізник Ryanair та Lufthansa літають щодня.") for n in range(4)),
    *(article(f"policy-{n}", "Policy", "The policy of the town is to wait for a letter.", lang="en") for n in range(4)),
    article("us", "A treaty", "The U.S. signed it, and NATO watched.", lang="en"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("words-stay")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    made.search(SearchRequest(q="Київ Smith"))  # reads the dictionaries and tables, once a process
    yield made
    made.close()


def meant(service: SearchService, q: str) -> str | None:
    """Return what was searched for instead, or is proposed."""
    answer = service.search(SearchRequest(q=q))
    return next((row.rewritten for row in answer.rewrites if row.off == "repair"), next(iter(answer.suggestions), None))


@pytest.mark.parametrize("q", ["U.S.", "NATO", "NAFO", "police", "launch", "PoliCy", "сметана"])
def test_words_brands_and_abbreviations_stay(service: SearchService, q: str) -> None:
    assert meant(service, q) is None


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("прем'ер-міністр", "прем'єр-міністр"),
        ("премьер-минестр", "премьер-министр"),
        ("Ryaniar", "Ryanair"),
        ("Lufthnasa", "Lufthansa"),
        ("tetter", "letter"),
    ],
)
def test_a_mistake_is_put_right_in_its_own_language(service: SearchService, q: str, expected: str) -> None:
    assert meant(service, q) == expected


@pytest.mark.parametrize(("q", "found"), [("tetter~1", "policy-0"), ("etter~", "policy-1"), ("Gyanair~1", "air-0")])
def test_a_similar_word_may_begin_with_another_letter(service: SearchService, q: str, found: str) -> None:
    hits = service.search(SearchRequest(q=q, group="none", page_size=50)).hits
    assert found in {hit.article.id for hit in hits}
