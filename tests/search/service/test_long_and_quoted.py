"""Pasted texts, and phrases that no article has: what is searched for instead, and how that is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.errors import QueryRefused, TimedOut
from search.query.parse import parse
from search.service.service import SearchService
from search.settings import Settings

COMMON = "Уряд повідомив новини дня про ціни, роботу, погоду, людей, місто та країну. "
ARCHIVE = [
    article("target", "Зубри повернулися", "Зубри в Сколівських Бескидах народили телят, кажуть єгері. " + COMMON),
    *(article(f"common{n}", f"Новини дня {n}", COMMON * 2) for n in range(30)),
    article("drones", "Нічна атака", "Сили оборони збили вісім безпілотників типу шахед над морем."),
    article("quoted", "Фраза", "Це червона калина, а не інша."),
]
PASTED = COMMON * 5 + "Учора зубри у Бескидах, за словами єгерів, мали телят. " + COMMON * 3


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    directory = tmp_path_factory.mktemp("pasted")
    publish(directory, ARCHIVE)
    made = SearchService(directory)
    yield made
    made.close()


@pytest.mark.parametrize("text", [PASTED, PASTED.upper(), " ".join(PASTED.split()[:80])])
def test_a_pasted_text_finds_the_story_by_its_most_telling_words(service: SearchService, text: str) -> None:
    answer = service.search(SearchRequest(q=text))
    assert answer.hits[0].article.id == "target"
    ((_, words),) = [notice for notice in answer.notices if notice[0] == "shortened"]
    assert "зубри" in words.lower() and len(words) <= 256 and len(words.split()) <= 32


def test_the_rarest_words_are_chosen_of_many_different_ones(service: SearchService) -> None:
    common = ["Уряд", "повідомив", "новини", "дня", "про", "ціни", "роботу", "погоду", "людей", "місто", "країну"]
    fillers = [
        f"{word}{n}" for n in range(5) for word in ("невідоме", "вигадане", "небувале", "чуже", "дивне", "інакше")
    ]
    answer = service.search(SearchRequest(q=" ".join([*common, *fillers, "зубри", "єгері"])))
    ((_, words),) = [notice for notice in answer.notices if notice[0] == "shortened"]
    assert {"зубри", "єгері"} <= set(words.split())
    assert answer.hits[0].article.id == "target"


def test_a_cut_is_said_where_the_text_is_repaired_as_well(service: SearchService) -> None:
    mixed = PASTED.replace("роботу", "poбoту")  # with Latin letters among Cyrillic ones
    answer = service.search(SearchRequest(q=mixed))
    assert "homoglyphs" in [row.kind for row in answer.rewrites]
    assert "shortened" in [code for code, _ in answer.notices]


def test_a_text_within_the_limits_stays_as_it_is(service: SearchService) -> None:
    q = " ".join(PASTED.split()[-40:][:31])
    assert not [notice for notice in service.search(SearchRequest(q=q)).notices if notice[0] == "shortened"]


@pytest.mark.parametrize("q", ["а" * 300, " OR ".join(f'"слово {n}"' for n in range(40)), "(" * 9 + "а" + ")" * 9])
def test_what_is_long_on_purpose_is_still_refused(service: SearchService, q: str) -> None:
    with pytest.raises(QueryRefused):
        service.search(SearchRequest(q=q))


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ('збили вісім "Шахедів"', "drones"),
        ('"калина червона"', "quoted"),
        ('title:"фраза червона" OR "калина червона"', "quoted"),
        ('"вісім шахедів над морем"', "drones"),
    ],
)
def test_a_phrase_that_nobody_wrote_gives_its_words(service: SearchService, q: str, found: str) -> None:
    answer = service.search(SearchRequest(q=q))
    assert answer.hits[0].article.id == found
    if "Шахедів" not in q:
        (rewrite,) = [row for row in answer.rewrites if row.kind == "phrase"]
        assert (rewrite.original, rewrite.undo, rewrite.off) == (q, q, "repair")
        assert not service.search(SearchRequest(q=rewrite.undo, repair=False)).hits


def test_a_phrase_that_is_found_stays_a_phrase(service: SearchService) -> None:
    answer = service.search(SearchRequest(q='"червона калина"'))
    assert [hit.article.id for hit in answer.hits] == ["quoted"]
    assert not answer.rewrites


def test_an_excluded_phrase_stays_excluded(service: SearchService) -> None:
    answer = service.search(SearchRequest(q='калина -"червона калина"'))
    assert not answer.hits


@pytest.mark.parametrize("q", ["калина", "калына", '"калина червона"', "ghbdtn", "rfkbyf"])
def test_a_request_costs_two_searches_at_most_and_plans_each_text_once(
    service: SearchService, q: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.search(SearchRequest(q=q))  # the tables of its languages are loaded
    searched, planned = [], []
    with service._live.generation() as generation:
        kind = type(generation.snapshot)
    plain_search = kind.search

    def search(snapshot, plan, deadline):
        searched.append(plan)
        return plain_search(snapshot, plan, deadline)

    def read(text, settings):
        planned.append(text)
        return parse(text, settings)

    monkeypatch.setattr(kind, "search", search)
    monkeypatch.setattr("search.service.readings.parse", read)
    service.search(SearchRequest(q=q))
    assert len(searched) <= 2
    assert len(planned) == len(set(planned))


def test_time_that_is_over_is_not_nothing_found(service: SearchService, tmp_path) -> None:
    publish(tmp_path, ARCHIVE)
    moments = iter(range(0, 10_000, 100))
    hasty = SearchService(tmp_path, settings=Settings(deadline_seconds=0.001), clock=lambda: float(next(moments)))
    try:
        with pytest.raises(TimedOut):
            hasty.search(SearchRequest(q="новини"))
    finally:
        hasty.close()


def test_a_cold_process_answers_its_first_query(tmp_path: Path) -> None:
    """Loading dictionaries and tables takes longer than a search may: it is not the search's time."""
    publish(tmp_path, ARCHIVE)
    code = f"""
from search.answer.answer import SearchRequest
from search.service.service import SearchService
from search.settings import Settings
service = SearchService({str(tmp_path)!r}, settings=Settings(deadline_seconds=0.3))
answer = service.search(SearchRequest(q="зубрам"))
assert answer.hits and not answer.partial
"""
    subprocess.run([sys.executable, "-c", code], check=True)
