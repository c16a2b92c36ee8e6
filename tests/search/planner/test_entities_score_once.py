"""The names of one entity score once: who asks in a language gets an article in that language first."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
from archive import article, publish

from index.articles.article import LANGUAGES, Article, Language
from index.language.translations import Row, parse_rows
from search.answer.answer import SearchRequest
from search.service.service import SearchService

TABLE = files("index.language") / "data" / "entities.tsv"
ROWS = list(parse_rows(TABLE.read_text(encoding="utf-8"), TABLE.name))
#: A sentence about the first name, and one with every other name, which must not add up.
TEXTS = {
    "uk": ("Огляд подій {}", "У новинах тижня згадано: {}. Про це повідомили журналісти."),
    "ru": ("Обзор событий {}", "В новостях недели упомянуто: {}. Об этом сообщили журналисты."),
    "en": ("A review of events {}", "The news of the week mentioned: {}. Reporters said so."),
}


def of_row(number: int, row: Row, lang: Language) -> Article:
    title, body = TEXTS[lang]
    names = ", ".join(row.of(lang)) if lang == "en" else row.of(lang)[0]
    return article(f"{number}-{lang}", title.format(row.of(lang)[0]), body.format(names), lang=lang)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("all-entities")
    publish(directory, [of_row(number, row, lang) for number, row in enumerate(ROWS) for lang in LANGUAGES])
    made = SearchService(directory)
    made.search(SearchRequest(q="Київ Smith"))  # reads the dictionaries and tables, once a process, within its deadline
    yield made
    made.close()


def first(service: SearchService, q: str) -> Language:
    return service.search(SearchRequest(q=q, group="none", facets=False)).hits[0].article.lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_hit_is_in_the_language_of_the_query(service: SearchService, lang: Language) -> None:
    names = {
        row.of(lang)[0]
        for row in ROWS
        if row.of(lang)[0][0].isupper()
        and not any(row.of(lang)[0] in row.of(other) for other in LANGUAGES if other != lang)
    }
    assert len(names) > 100
    wrong = {name: found for name in sorted(names) if (found := first(service, name)) != lang}
    assert wrong == {}


def test_many_names_in_one_article_do_not_add_up(tmp_path: object) -> None:
    many = [article(f"uk-{n}", f"США і мита, частина {n}", "Рішення США набуде чинності.") for n in range(30)]
    few = [
        article(f"en-{n}", "USA, the United States, America", "The United States of America, USA, America.", lang="en")
        for n in range(5)
    ]
    publish(tmp_path, many + few)  # type: ignore[arg-type]
    service = SearchService(tmp_path)  # type: ignore[arg-type]
    hits = service.search(SearchRequest(q="США", group="none", page_size=20)).hits
    assert {hit.article.lang for hit in hits} == {"uk"}
    service.close()
