"""The search service from a request to an answer, on a small archive with the real analysis."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from archive import article, publish
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from index.articles.article import Article
from search.answer.answer import Passage, SearchRequest
from search.answer.answer_json import answer_to_json, article_to_json
from search.commands.search import search as search_command
from search.errors import ParameterError, QueryRefused, SearchError
from search.service.service import SearchService
from search.settings import Settings

EXAMPLES = {"small": 150, "large": 5000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
#: A failing example is printed as found: making it smaller takes minutes of rebuilding indexes.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
HOSTILE = Path(__file__).parents[4] / "shared" / "data" / "hostile_queries.json"

ARCHIVE = [
    article("z-uk", "Залужний розповів про річку Рось", "Головнокомандувач Валерій Залужний любить Рось.", day=1,
            story_id="z", section="Політика", tags=("Армія",), authors=("Роман Петренко",)),
    article("z-ru", "Залужный рассказал о реке Рось", "Валерий Залужный любит реку.", lang="ru", day=1, story_id="z",
            section="Политика"),
    article("z-en", "Zaluzhnyi speaks of a river", "The general likes jealousy and the river.", lang="en", day=1,
            story_id="z", section="Politics"),
    article("k-uk", "Здоров’я киян", "У Києві відкрили лікарню. Не буде черг до лікарів.", day=2, section="Здоров'я",
            tags=("Київ", "армія")),
    article("m-uk", "Мости Києва", "Міст через річку закрили. Буде об'їзд.", day=40, section="Політика",
            tags=("Київ", "АРМІЯ", "армія"), lead="Коротко про мости."),
    article("e-en", "Bridges of Kyiv", "The bridge over the river is closed.", lang="en", day=41),
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("archive")
    publish(directory, ARCHIVE)
    return directory


@pytest.fixture(scope="module")
def service(data: Path) -> Iterator[SearchService]:
    made = SearchService(data)
    yield made
    made.close()


def ids(service: SearchService, q: str, **more: object) -> list[str]:
    return [hit.article.id for hit in service.search(SearchRequest(q=q, **more)).hits]  # type: ignore[arg-type]


def words(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in passage.ranges]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Залужним", {"z-uk", "z-ru"}),
        ("jealousy", {"z-en"}),
        ("здоров'я", {"k-uk"}),
        ("ЗДОРОВ`Я", {"k-uk"}),
        ('"не буде"', {"k-uk"}),
        ('"буде об\'їзд"', {"m-uk"}),
        ("київ -лікарня", {"m-uk"}),
        ("київ AND річка", {"m-uk"}),
        ("міст* річка", {"m-uk", "z-uk"}),
        ("bridge~ river", {"e-en", "z-en"}),
        ("title:мости", {"m-uk"}),
        ("author:Петренко", {"z-uk"}),
        ("section:політика річка", {"z-uk", "m-uk"}),
        ("tag:армія", {"z-uk", "k-uk", "m-uk"}),
        ("lang:en river", {"z-en", "e-en"}),
        ("after:2024-02-01 river", {"e-en"}),
        ("нісенітниця", set()),
        ("***", set()),
    ],
)
def test_a_query_finds(service: SearchService, q: str, expected: set[str]) -> None:
    assert set(ids(service, q, group="none", cross=False, translit=False)) == expected


def test_nothing_asked_is_everything_newest_first(service: SearchService) -> None:
    assert ids(service, "") == ["e-en", "m-uk", "k-uk", "z-en"]


def test_a_hit_is_a_story_with_its_translations(service: SearchService) -> None:
    (hit,) = service.search(SearchRequest(q="Залужний розповів", translit=False)).hits
    assert (hit.story_id, hit.article.title) == ("z", "Залужний розповів про річку Рось")
    assert words(hit.title) == ["Залужний", "розповів"]
    assert [words(passage) for passage in hit.body] == [["Залужний"]]
    assert [(row.lang, row.id, row.matched, row.title) for row in hit.translations] == [
        ("ru", "z-ru", True, "Залужный рассказал о реке Рось"),
        ("en", "z-en", False, "Zaluzhnyi speaks of a river"),
    ]


def test_totals_and_pages(service: SearchService) -> None:
    answer = service.search(SearchRequest(q="", page_size=3))
    assert (answer.totals.stories, answer.totals.documents, answer.totals.relation) == (4, 6, "eq")
    assert (answer.pages, len(answer.hits), answer.partial) == (2, 3, False)
    assert service.search(SearchRequest(q="", page_size=3, group="none")).pages == 2
    assert len(service.search(SearchRequest(q="", page_size=3, page=2)).hits) == 1


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"section": ("ПОЛІТИКА",)}, {"z-uk", "m-uk"}),
        ({"section": ("Політика", "здоров’я")}, {"z-uk", "m-uk", "k-uk"}),
        ({"tag": ("київ",), "section": ("політика",)}, {"m-uk"}),
        ({"author": ("роман петренко",)}, {"z-uk"}),
        ({"lang": ("en", "ru")}, {"z-en", "z-ru", "e-en"}),
        ({"from_date": date(2024, 1, 3), "to_date": date(2024, 1, 3)}, {"k-uk"}),
        ({"from_date": date(2024, 2, 11)}, {"e-en"}),
        ({"to_date": date(2023, 12, 31)}, set()),
    ],
)
def test_filters(service: SearchService, more: dict[str, object], expected: set[str]) -> None:
    assert set(ids(service, "", group="none", **more)) == expected


def test_facets_are_spelled_as_written_and_know_what_is_chosen(service: SearchService) -> None:
    facets = service.search(SearchRequest(q="", tag=("АРМІЯ",), lang=("uk",))).facets
    assert [(value.value, value.count, value.selected) for value in facets["tag"]] == [
        ("армія", 3, True),
        ("Київ", 2, False),
    ]
    assert [(value.value, value.selected) for value in facets["lang"]] == [("uk", True)]
    assert [(value.value, value.count) for value in facets["section"]] == [("Політика", 2), ("Здоров'я", 1)]
    assert service.search(SearchRequest(q="", facets=False)).facets == {}


@pytest.mark.parametrize(
    ("request_", "parameter"),
    [
        (SearchRequest(page=0), "page"),
        (SearchRequest(page=-1), "page"),
        (SearchRequest(page=1001), "page"),
        (SearchRequest(page=10**30), "page"),
        (SearchRequest(page_size=0), "page-size"),
        (SearchRequest(page_size=101), "page-size"),
    ],
)
def test_paging_is_bounded(service: SearchService, request_: SearchRequest, parameter: str) -> None:
    with pytest.raises(ParameterError) as caught:
        service.search(request_)
    assert caught.value.parameter == parameter


def test_a_costly_query_is_refused(service: SearchService) -> None:
    with pytest.raises(QueryRefused):
        service.search(SearchRequest(q="(слово) " * 50))


def test_the_deadline_gives_a_partial_answer(data: Path) -> None:
    ticks = iter(range(10**9))
    made = SearchService(data, settings=Settings(deadline_seconds=3), clock=lambda: next(ticks))
    answer = made.search(SearchRequest(q="київ річка залужний"))
    made.close()
    assert answer.partial
    assert answer.totals.relation == "gte"


def test_an_article_and_its_other_versions(service: SearchService) -> None:
    view = service.article("z-en")
    assert view is not None
    assert view.article == ARCHIVE[2]
    assert [row.id for row in view.translations] == ["z-uk", "z-ru"]
    assert service.article("немає") is None


def test_json_has_the_shape_of_the_design(service: SearchService) -> None:
    answer = json.loads(json.dumps(answer_to_json(service.search(SearchRequest(q="jealousy")))))
    assert answer["query"] == {"q": "jealousy", "lang": ["uk", "ru", "en"], "rewrites": []}
    assert answer["total"] == {"stories": 1, "documents": 1, "relation": "eq"}
    assert (answer["page"], answer["page_size"], answer["pages"], answer["suggestions"]) == (1, 10, 1, [])
    (hit,) = answer["hits"]
    assert hit["highlights"]["title"] == [{"text": "Zaluzhnyi speaks of a river", "ranges": []}]
    (passage,) = hit["highlights"]["body"]
    assert [passage["text"][start:end] for start, end in passage["ranges"]] == ["jealousy"]
    assert {"lang": "uk", "id": "z-uk", "url": "https://example.org/z-uk"}.items() <= hit["translations"][0].items()
    assert answer["facets"]["lang"] == [{"value": "en", "count": 1, "selected": False}]
    view = service.article("k-uk")
    assert view is not None
    assert json.loads(json.dumps(article_to_json(view)))["body"] == ARCHIVE[3].body


def test_the_terminal(data: Path) -> None:
    run = CliRunner().invoke
    plain = run(search_command, ["Залужним", "--data", str(data)])
    assert plain.exit_code == 0
    assert "Залужний розповів про річку Рось" in plain.output
    assert "Also searched: " in plain.output
    as_typed = run(search_command, ["Залужним", "--no-cross", "--no-translit", "--data", str(data)])
    assert "Also searched: " not in as_typed.output
    as_json = run(search_command, ["Залужним", "--lang", "uk", "--json", "--data", str(data)])
    assert json.loads(as_json.output)["hits"][0]["id"] == "z-uk"
    for arguments in (["x", "--page", "0"], ["x", "--lang", "de"], ["(слово) " * 50], ["x", "--from-date", "Easter"]):
        refused = run(search_command, [*arguments, "--data", str(data)])
        assert refused.exit_code != 0
        assert "Error: " in refused.output
        assert "Traceback" not in refused.output


def test_hostile_queries_are_answered_or_refused_in_time(service: SearchService) -> None:
    if not HOSTILE.exists():
        pytest.skip("needs ../shared/data")
    for q in json.loads(HOSTILE.read_text()):
        started = time.thread_time()
        try:
            service.search(SearchRequest(q=q))
        except SearchError as refusal:
            assert str(refusal).endswith(".")
        assert time.thread_time() - started < 1, q


# Every text hit is marked, whatever the text and the query.

WORDS = {
    "uk": ["Київ", "києва", "річка", "річці", "не", "буде", "здоров’я", "Івано-Франківськ", "С-300", "50 000", "ЗСУ"],
    "ru": ["река", "реке", "ёлка", "елки", "не", "будет", "Санкт-Петербург", "Киев"],
    "en": ["river", "rivers", "running", "ran", "jealousy", "U.S.", "well-known", "HIMARS"],
}
ENDS = [" ", " ", ". ", ", ", "\n", "! «", "» — "]


@st.composite
def random_articles(draw: st.DrawFn) -> list[Article]:
    rows = []
    for number, lang in enumerate(product(range(3), WORDS)):
        words = st.lists(st.tuples(st.sampled_from(WORDS[lang[1]]), st.sampled_from(ENDS)), max_size=25)
        title, lead, body = ("".join(map("".join, draw(words))) for _ in range(3))
        rows.append(article(f"r{number}", title, body, lang=lang[1], lead=lead or None))
    return rows


def random_queries() -> st.SearchStrategy[str]:
    word = st.sampled_from(sorted({word for words in WORDS.values() for word in words}))
    phrase = st.lists(word, min_size=2, max_size=3).map(" ".join)
    leaf = st.one_of(
        word, word.map("={}".format), word.map(lambda text: f"{text[:3]}*"), word.map("{}~1".format),
        phrase.map('"{}"'.format), phrase.map('"{}"~4'.format), word.map("-{}".format), word.map("title:{}".format),
    )  # fmt: skip
    return st.lists(st.one_of(leaf, st.sampled_from(["AND", "OR", "NOT"])), min_size=1, max_size=5).map(" ".join)


@example_settings(
    max_examples=EXAMPLES // 15, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True, phases=QUICK
)
@given(random_articles(), st.lists(random_queries(), min_size=15, max_size=15))
def test_every_text_hit_is_marked(tmp_path_factory: pytest.TempPathFactory, rows: list[Article], qs: list[str]) -> None:
    directory = tmp_path_factory.mktemp("random")
    publish(directory, rows)
    made = SearchService(directory)
    try:
        for q in qs:
            try:
                answer = made.search(SearchRequest(q=q, group="none"))
            except QueryRefused:
                continue
            excluded = re.search(r"NOT|(^| )-", q)  # then OR, or nothing else, may match by what is not there
            positive = not excluded or not ("OR" in q or "NOT" in q or re.fullmatch(r"(-\S+( |$)|AND )+", q))
            for hit in answer.hits:
                passages = [hit.title, *hit.body]
                assert not positive or any(passage.ranges for passage in passages), (q, hit.article)
                check_ranges(hit.article, passages)
    finally:
        made.close()


def check_ranges(source: Article, passages: list[Passage]) -> None:
    """Ranges are ascending and apart; what is marked is a piece of the article's own text."""
    texts = " ".join(f"{source.title} {source.lead} {source.body}".split())
    for passage in passages:
        ends = [0, *(place for pair in passage.ranges for place in pair), len(passage.text)]
        assert ends == sorted(ends)
        assert all(start < end for start, end in passage.ranges)
        assert " ".join(passage.text.split()) in texts
