"""Why a hit is there: in words that are in the article, and numbers that add up to its score."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive import article

from index.build.builder import rebuild
from index.store.generations import Generations
from index.store.store import Store
from search.answer.answer import Hit, SearchRequest
from search.answer.answer_json import answer_to_json
from search.answer.explanation import Explanation
from search.plan.plan import Alternative, Any, FieldBoost, Plan, Unit
from search.service.service import SearchService
from search.settings import Settings


class Never:
    def passed(self) -> bool:
        return False


LONG = "Довгий текст про слона. " * 50_000
RECENT = datetime.now(UTC) - timedelta(days=2)
ARCHIVE = [
    article("k-uk", "Мости Києва", "У Києві закрили міст через річку. Не буде об'їзду. Київ чекає.", day=1,
            lead="Коротко про мости.", section="Політика", authors=("Роман Петренко",)),
    article("k-ru", "Мосты Киева", "Мост через реку закрыли.", lang="ru", day=2),
    article("s-uk", "Спорт повертається", "Спортивні змагання. Валерій Залужний був на футболі.", published=RECENT),
    article("z-en", "Zaluzhnyi at the match", "Sports are back, and the general likes it.", lang="en", published=None),
    article("long", "Слон", LONG),
]  # fmt: skip


@pytest.fixture(scope="module", params=["whoosh", "arrays"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    data: Path = tmp_path_factory.mktemp("explained")
    with Store(data) as store:
        store.upsert(ARCHIVE)
        rebuild(store, Generations(data), request.param)
    made = SearchService(data, request.param, Settings(deadline_seconds=60))
    yield made
    made.close()


def hits(service: SearchService, q: str, **more: object) -> dict[str, Hit]:
    asked = SearchRequest(q=q, group="none", **{"explain": True, "repair": False, **more})  # type: ignore[arg-type]
    return {hit.article.id: hit for hit in service.search(asked).hits}


def scores_extras(service: SearchService) -> bool:
    """Say whether the engine adds what ``Any.extras`` score: one of an older format does not."""
    word = Unit("міст", (Alternative("міст"),), (FieldBoost("body"),))
    plans = (Plan({"uk": Any((word,), extras=extras)}) for extras in ((), (word,)))
    with service._generation() as generation:
        one, two = (generation.snapshot.search(made, Never()).groups[0].matches[0].score for made in plans)
    return two > one


def told(explanation: Explanation | None) -> list[str]:
    """Return a line for each word of each field: ``word: field count × spellings, origin``."""
    assert explanation is not None
    return [
        f"{part.query}: {place.field} {place.count} × {'|'.join(place.written)}, {place.origin}"
        for part in explanation.parts
        for place in part.places
    ]


QUERIES = [
    "київ", "Києвом міст", "міст річка немає", "=Київ", "=києві міст", '"не буде"', '"буде не"~3', "міст -спорт",
    "міст*", "спортивний~", "київ AND річка", "(київ річка) OR спорт", "title:мости", "section:політика міст",
    "sport", "спорт", "Zaluzhny", "Залужного", "author:Петренко", "київ (річка AND (міст OR об'їзд)) немає",
    "lang:uk міст", "NOT київ", "after:2020-01-01 міст", "", "Київ-Мости", "слон",
    "what is in Kyiv and the bridge", "не буде об'їзду",
]  # fmt: skip


@pytest.mark.parametrize("order", ["relevance", "newest"])
@pytest.mark.parametrize("q", QUERIES)
def test_the_parts_add_up_to_the_score(service: SearchService, q: str, order: str) -> None:
    for hit in hits(service, q, order_by=order).values():
        if hit.score != pytest.approx(hit.explanation.score, abs=1e-6) and not scores_extras(service):  # type: ignore[union-attr]
            pytest.skip("this engine does not score extras")
        assert hit.explanation is not None
        assert hit.explanation.score == pytest.approx(hit.score, abs=1e-6)
        if hit.explanation.counted:
            assert sum(part.score for part in hit.explanation.parts) == pytest.approx(hit.score, abs=1e-6)


@pytest.mark.parametrize(
    ("q", "hit", "lines"),
    [
        ("Києвом", "k-uk", ["Києвом: title 1 × Києва, form", "Києвом: body 2 × Києві|Київ, form"]),
        ("=києві", "k-uk", ["=києві: body 1 × Києві, form"]),
        ('"НЕ БУДЕ"', "k-uk", ["НЕ БУДЕ: body 1 × Не буде, form"]),
        ('"об’їзду буде"~2', "k-uk", ["об’їзду буде: body 1 × буде об'їзду, form"]),
        ("title:мостом", "k-uk", ["мостом: title 1 × Мости, form"]),
        ("author:петренка", "k-uk", ["петренка: authors 1 × Петренко, form"]),
        ("section:ПОЛІТИКА lang:uk", "k-uk", ["section: section 1 × Політика, form"]),
        ("змаг*", "s-uk", ["змаг*: body 1 × змагання, prefix"]),
        ("змаганя~1", "s-uk", ["змаганя~1: body 1 × змагання, similar"]),
        ("sport", "s-uk", ["sport: title 1 × Спорт, translation", "sport: body 1 × Спортивні, translation"]),
        ("Залужний", "z-en", ["Залужний: title 1 × Zaluzhnyi, spelling"]),
        ("київ -спорт", "k-ru", ["київ: title 1 × Киева, translation"]),
    ],
)
def test_it_says_what_is_where_and_why(service: SearchService, q: str, hit: str, lines: list[str]) -> None:
    assert told(hits(service, q)[hit].explanation) == lines


def test_it_says_what_may_have_been_meant(service: SearchService) -> None:
    explanation = hits(service, "обїзд", cross=False, translit=False)["k-uk"].explanation
    assert told(explanation) == ["обїзд: body 1 × об'їзду, slip"]


def test_it_says_which_words_are_missing_and_what_that_costs(service: SearchService) -> None:
    explanation = hits(service, "київ річка вертоліт", lang=("uk",))["k-uk"].explanation
    assert explanation is not None
    (row,) = explanation.coordinations
    assert (row.matched, row.words, row.missing) == (2, 3, ("вертоліт",))
    assert 0 < row.value < 1


def test_it_says_what_being_recent_gives(service: SearchService) -> None:
    recent = hits(service, "спорт sports")["s-uk"].explanation
    undated = hits(service, "спорт sports")["z-en"].explanation
    assert recent is not None
    assert undated is not None
    assert recent.freshness > 1.1
    assert undated.freshness == 1.0


def test_only_the_hit_that_is_asked_about_is_explained(service: SearchService) -> None:
    found = hits(service, "київ", explain=False, why="k-ru")
    assert {name: hit.explanation is not None for name, hit in found.items()} == {"k-uk": False, "k-ru": True}
    assert all(hit.explanation is None for hit in hits(service, "київ", explain=False).values())


def test_an_article_that_is_too_long_takes_no_time(service: SearchService) -> None:
    hits(service, "слон", explain=False)
    started = time.process_time()
    explanation = hits(service, "слон")["long"].explanation
    assert time.process_time() - started < 0.5
    assert explanation is not None
    assert (explanation.counted, explanation.parts) == (False, ())


def test_json_has_the_numbers(service: SearchService) -> None:
    answer = service.search(SearchRequest(q="Києвом вертоліт", explain=True))
    values = answer_to_json(answer)["hits"][0]["explanation"]
    assert set(values) == {"score", "counted", "parts", "coordination", "freshness"}
    assert sum(part["score"] for part in values["parts"]) == pytest.approx(values["score"], abs=1e-6)
    assert values["coordination"][0]["missing"] == ["вертоліт"]


def test_the_bound_is_a_setting(service: SearchService) -> None:
    assert Settings().explained_characters < len(LONG)
