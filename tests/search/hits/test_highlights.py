"""What a query finds is what it marks, in every language: over a real index of either engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive import article

from index.analysis.one_article import texts
from index.articles.article import Article
from index.build.builder import rebuild
from index.store.generations import Generations
from index.store.store import Store
from search.answer.answer import SearchRequest
from search.engines import engine_named
from search.engines.base import Snapshot
from search.hits.highlight import Marking
from search.plan.plan import Plan
from search.planner.planner import plan
from search.query.parse import parse
from search.settings import Settings

FIELDS = ("title", "lead", "body")
ARCHIVE = [
    article("a", "Мости Києва", "У Києві закрили міст. Не буде об’їзду, і не скоро буде. Охорона здоров'я.",
            lead="Коротко про міст."),
    article("b", "Валерій Залужний у Лондоні", "Посол Залужного чекав. Потяг Київ-Львів о 8:30, 50\u00a0000 людей."),
    article("c", "Спорт", "Спортивні новини. Буде й футбол. Здоровʼя спортсменів. Бути чи не бути."),
    article("d", "Мосты Киева", "Мост закрыли. Не будет объезда. Ёлка и елки. Спорт.", lang="ru"),
    article("e", "Посол Залужный в Лондоне", "Не скоро. Валерия Залужного ждали.", lang="ru"),
    article("f", "Zaluzhnyi in London", "The sports news. To be or not to be. Kyiv’s bridge isn’t open.", lang="en"),
    article("g", "Bridges", "Running over the bridge; they don't run. Kiev's bridge. U.S. sport.", lang="en"),
]  # fmt: skip


class Never:
    def passed(self) -> bool:
        return False


@pytest.fixture(scope="module", params=["whoosh", "arrays"])
def snapshot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    data: Path = tmp_path_factory.mktemp("marked")
    with Store(data) as store:
        store.upsert(ARCHIVE)
        generations = Generations(data)
        rebuild(store, generations, request.param)
    current = generations.current()
    assert current is not None
    opened = engine_named(request.param).open(generations.path(current.name))
    yield opened
    opened.close()


def planned(q: str, snapshot: Snapshot) -> Plan:
    request = SearchRequest(q=q, group="none", page_size=20)
    return plan(parse(q, Settings()).query, request, snapshot, Settings()).plan


def marks(row: Article, made: Plan) -> list[str]:
    """Return all that is marked in an article, as it is written there."""
    marking = Marking(made.roots[row.lang], row.lang)
    return [
        text[mark.start : mark.end]
        for field in FIELDS
        for text in texts(row)[field]
        for mark in marking.marks(field, text, needed=True)
    ]


@pytest.mark.parametrize(
    "q",
    [
        "міст", "МІСТ", "=міст", "=МІСТ", "=мости", "здоров'я", "здоров’я", "ЗДОРОВ`Я", "=здоров'я", "здоровя",
        '"не буде"', '"не скоро буде"', '"буде не"~2', '"не =буде"', '"бути чи не бути"', '"to be or not to be"',
        '"to be"~5', "title:міст", "title:Zaluzhny", "мост*", "спорт*", "спорту~", "bridge~1", "Залужний",
        "Zaluzhny", "Zaluzhnyi", "=Zaluzhnyi", "Залужным", "sport", "спорт", "=sport", "Київ-Львів", "Львів",
        "50000", "50\u00a0000", "8:30", "елка", "ёлка", "isn't", "don’t", "=don't", "US", "U.S.", "Kyiv", "Kiev",
        "Київ bridge", "міст футбол", "run", "=run", '"Валерій Залужний"', '"Залужний Валерій"~3',
        '"over the bridge"', "посол OR ёлка", "немає",
    ],
)  # fmt: skip
def test_an_article_is_found_if_and_only_if_something_is_marked(snapshot: Snapshot, q: str) -> None:
    made = planned(q, snapshot)
    found = {group.matches[0].id for group in snapshot.search(made, Never()).groups}
    assert {row.id: bool(marks(row, made)) for row in ARCHIVE} == {row.id: row.id in found for row in ARCHIVE}


@pytest.mark.parametrize(
    ("q", "hit", "expected"),
    [
        ("=міст", "a", ["міст", "міст"]),
        ("=МОСТИ", "a", ["Мости"]),
        ('"не буде"', "a", ["Не", "буде"]),
        ('"не буде"~1', "a", ["Не", "буде", "не", "буде"]),
        ("буде -футбол", "a", ["буде", "буде"]),
        ('буде -"не спорт"', "c", ["Буде", "Бути", "бути"]),
        ("ЗДОРОВ`Я", "c", ["Здоровʼя"]),
        ("=здоров’я", "a", ["здоров'я"]),
        ("sport", "c", ["Спорт", "Спортивні"]),
        ("спорт", "g", ["sport"]),
        ("Залужний", "f", ["Zaluzhnyi"]),
        ("Залужний", "e", ["Залужный", "Залужного"]),
        ("Zaluzhnyi", "b", ["Залужний", "Залужного"]),
        ("львів", "b", ["Львів"]),
        ("київ не буде", "b", ["Київ"]),
        ('"to be or not to be"', "f", ["To", "be", "or", "not", "to", "be"]),
        ("the bridge", "f", ["bridge"]),
    ],
)
def test_exactly_what_matches_is_marked(snapshot: Snapshot, q: str, hit: str, expected: list[str]) -> None:
    made = planned(q, snapshot)
    (row,) = (row for row in ARCHIVE if row.id == hit)
    assert hit in {group.matches[0].id for group in snapshot.search(made, Never()).groups}
    assert marks(row, made) == expected
