"""Queries that find poorly are put right, visibly, and nothing else is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive import article, publish
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from index.articles.article import LANGUAGES
from search.answer.answer import SearchAnswer, SearchRequest
from search.answer.answer_json import answer_to_json
from search.errors import SearchError
from search.service.service import SearchService
from search.settings import Settings

EXAMPLES = {"small": 100, "large": 5000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
HOSTILE = Path(__file__).parents[4] / "shared" / "data" / "hostile_queries.json"

TEXTS = {
    "uk": "Президент України подав у відставку. Зв'язок і технології: як п'ять об'єктів зустріли зиму у Києві. "
    "Я не знаю, що сказав Залужний про якщо й сьогодні. Прес-служба повідомила про автомобіль.",
    "ru": "Правительство России обсуждает проект закона. Довольно сложный эксперимент объявили сегодня. "
    "Что-то произошло в Москве: объезд закрыт, привет журналистам.",
    "en": "The government has received an accommodation letter. Because of the weather, bridges are closed until "
    "tomorrow. Hello world, this is necessary and definitely true.",
}
ARCHIVE = [article(f"{lang}-{n}", text.split(".")[0], text, lang=lang, day=n)
           for lang, text in TEXTS.items() for n in range(4)]  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("repair")
    publish(directory, ARCHIVE)
    made = SearchService(directory, settings=Settings(deadline_seconds=30.0))
    yield made
    made.close()


def ask(service: SearchService, q: str, **more: object) -> SearchAnswer:
    return service.search(SearchRequest(q=q, **more))  # type: ignore[arg-type]


def repaired(answer: SearchAnswer) -> tuple[str, str] | None:
    """Return the kind of repair and what was searched for instead, if anything."""
    return next(((row.kind, row.rewritten) for row in answer.rewrites if row.off == "repair"), None)


CORRUPTIONS = [
    # typed, kind, meant
    ('зв"язок', "apostrophe", "зв'язок"),
    ("об*єктів", "apostrophe", "об'єктів"),
    ("ghtpbltyn", "layout", "президент"),
    ("Ghtpbltyn Erhf]yb", "layout", "Президент України"),
    ("пщмуктьуте", "layout", "government"),
    ("ntujkjus", "spelling", None),
    ("pfrjyf ghjtrn", "layout", "закона проект"),
    ("j,]tpl", "layout", None),
    ("ghbdtn? vjcrdf", "layout", "привет, москва"),
    ('"gjlfd e dslcnfdre"', "layout", '"подав у відставку"'),
    ("киэв", "spelling", None),
    ("тeхнoлoгiї", None, None),
    ("зимy", None, None),
    ("pакон", None, None),
    ("зaкoнa", "homoglyphs", "закона"),
    ("gоvеrnmеnt", None, None),
    ("prezydent podav", "transliteration", "президент подав"),
    ("pravitelstvo rossii", "transliteration", "правительство россии"),
    ("авто мобіль", "words", "автомобіль"),
    ("обєктів", "apostrophe", "об'єктів"),
    ("президнет", "spelling", "президент"),
    ("технольогії", "spelling", "технології"),
    ("Правительсвто", "spelling", "Правительство"),
    ("довольна", None, None),
    ("експеримент", None, None),
    ("незнаю", "spelling", "не знаю"),
    ("чтото", "spelling", "что-то"),
    ("goverment", "spelling", "government"),
    ("accomodation", "spelling", "accommodation"),
    ("recieved", "spelling", "received"),
    ("neccessary", "spelling", "necessary"),
]
CERTAIN = [row for row in CORRUPTIONS if row[2] is not None]


@pytest.mark.parametrize(("typed", "kind", "meant"), CERTAIN)
def test_what_was_meant_is_searched_for_and_can_be_undone(
    service: SearchService, typed: str, kind: str, meant: str
) -> None:
    answer = ask(service, typed)
    assert repaired(answer) == (kind, meant)
    assert answer.hits
    made = answer_to_json(answer)["query"]["rewrites"][0]
    assert made == {"kind": kind, "from": typed, "to": meant, "undo": typed, "off": "repair"}
    undone = ask(service, made["undo"], repair=False)
    assert repaired(undone) is None
    assert not undone.suggestions


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ('"ghtpbltyn crfpfd"', "layout", '"президент сказав"'),
        ("cj,frf", "layout", "собака"),
    ],
)
def test_slips_of_the_keyboard_are_put_right_where_nothing_is_found(
    service: SearchService, typed: str, kind: str, meant: str
) -> None:
    answer = ask(service, typed)
    assert repaired(answer) == (kind, meant)
    assert not answer.hits


@pytest.mark.parametrize(
    "typed",
    [
        *(text.split(".")[0] for text in TEXTS.values()),
        "президентом",
        "технологіями",
        '"президнет"',
        "=президнет",
        "президн*",
        "президнет~",
        "title:президнет",
        "автор: президнет",
        "президент -президнет",
        "президент NOT ghbdtn",
        "12345",
        "C-300",
        "https://example.org/президнет",
        "goverment@example.org",
        "NVDQ",
        "хцщ",
        "Zaluzhnyi",
        "",
        "***",
    ],
)
def test_what_is_right_or_marked_is_left_alone(service: SearchService, typed: str) -> None:
    answer = ask(service, typed)
    assert (repaired(answer), answer.suggestions) == (None, ())


def test_a_mistake_among_words_that_find_something_is_only_proposed(tmp_path: Path) -> None:
    publish(tmp_path, [article(f"a{n}", "Уряд", "Президент України подав закон про освіту") for n in range(200)])
    service = SearchService(tmp_path)
    answer = ask(service, "україна уряд закон освіта призидент")
    service.close()
    assert (repaired(answer), answer.suggestions) == (None, ("україна уряд закон освіта президент",))
    assert answer.hits


def test_a_rare_word_beside_a_frequent_neighbour_is_proposed(tmp_path: Path) -> None:
    publish(
        tmp_path,
        [article(f"a{n}", "Заява", "Виступ Залужного", day=n) for n in range(60)] + [article("b", "Заява Залужнаго")],
    )
    service = SearchService(tmp_path)
    answer = ask(service, "Залужнаго", lang=("uk",))
    service.close()
    assert (repaired(answer), answer.suggestions) == (None, ("Залужного",))


def test_filters_that_leave_nothing_undo_a_repair(service: SearchService) -> None:
    assert repaired(ask(service, "президнет", section=("Спорт",))) is None


def test_every_page_is_of_the_same_query(service: SearchService) -> None:
    first, second = (ask(service, "президнет", page=page, page_size=1, group="none", cross=False) for page in (1, 2))
    assert repaired(first) == repaired(second)
    assert first.hits[0].article.id != second.hits[0].article.id


WORDS = [row[0] for row in CORRUPTIONS] + ["AND", "OR", '"', "(", ")", "-", "title:", "~", "*", "'", "-х", "і", "the"]


@example_settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text(max_size=40))
def test_repair_is_total_and_what_is_repaired_stays(service: SearchService, q: str) -> None:
    with service._generation() as generation:
        better = generation.repairer.repair(q, LANGUAGES)
        if better.q is not None:
            assert better.q != q
            assert generation.repairer.repair(better.q, LANGUAGES).q is None


@pytest.mark.skipif(not HOSTILE.exists(), reason="the measuring data are not beside the project")
def test_hostile_queries_are_answered_or_refused(service: SearchService) -> None:
    for entry in json.loads(HOSTILE.read_text(encoding="utf-8")):
        try:
            answer = ask(service, entry if isinstance(entry, str) else entry["q"], facets=False, page_size=1)
            assert not answer.partial
        except SearchError as refused:
            assert str(refused).endswith(".")
