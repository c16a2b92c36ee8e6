"""The page of an article: every match of the query marked, and the story shown in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import MarkedArticle, SearchRequest
from search.service.service import SearchService

FILLER = "Інші новини дня без потрібного слова. " * 30
ARCHIVE = [
    article("m-uk", "Метро Києва", f"Метро відкрили зранку.\n\n{FILLER}\n\nУ метро Києва нові потяги.\n", story_id="m"),
    article("m-ru", "Метро Киева", "Киевское метро открыли утром.", lang="ru", story_id="m"),
    article("m-en", "Kyiv metro metro", "The Kyiv metro opened. Metro again.", lang="en", story_id="m"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("marked")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    yield made
    made.close()


def marked(service: SearchService, article_id: str, q: str) -> MarkedArticle:
    view = service.article(article_id, SearchRequest(q=q))
    assert view is not None and view.marked is not None
    return view.marked


def words(made: MarkedArticle) -> list[str]:
    passages = (made.title, made.lead, *made.paragraphs)
    return [passage.text[start:end] for passage in passages for start, end in passage.ranges]


def test_every_form_is_marked_down_to_the_last_paragraph(service: SearchService) -> None:
    made = marked(service, "m-uk", "києві метро")
    assert words(made) == ["Метро", "Києва", "Метро", "метро", "Києва"]
    assert [len(passage.ranges) for passage in made.paragraphs] == [1, 0, 2]


def test_the_best_passage_is_where_most_words_stand_together(service: SearchService) -> None:
    made = marked(service, "m-uk", "метро Київ")
    assert (made.count, made.best) == (3, 2)


def test_a_version_in_another_language_is_marked_by_what_the_words_are_called_there(service: SearchService) -> None:
    assert {"Метро", "Киева", "метро"} <= set(words(marked(service, "m-ru", "Київ метро")))
    assert "metro" in words(marked(service, "m-en", "метро"))


def test_a_phrase_is_marked_only_where_it_stands(service: SearchService) -> None:
    assert words(marked(service, "m-uk", '"нові потяги"')) == ["нові", "потяги"]


def test_without_a_query_nothing_is_marked(service: SearchService) -> None:
    view = service.article("m-uk")
    assert view is not None and view.marked is None


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_a_story_is_shown_in_the_readers_language_where_that_matches_about_as_well(service, lang: str) -> None:
    (hit,) = service.search(SearchRequest(q="метро", prefer=lang)).hits
    assert hit.article.lang == lang
    assert {row.lang for row in hit.translations} == {"uk", "ru", "en"} - {lang}


def test_a_version_that_matches_much_worse_is_not_preferred(service: SearchService) -> None:
    (hit,) = service.search(SearchRequest(q="opened", prefer="uk", cross=False)).hits
    assert hit.article.lang == "en"
