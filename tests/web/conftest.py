"""A search service without an index, and the application around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.articles.article import Article
from search.answer.answer import (
    ArticleView,
    FacetValue,
    Hit,
    Passage,
    Readiness,
    SearchAnswer,
    SearchRequest,
    Suggestion,
    Totals,
    Translation,
)
from search.settings import Settings
from web import create_app

METRO = Article(
    id="metro-uk",
    url="https://visnyk.example/metro/",
    lang="uk",
    title="Як будували метро",
    lead="П’ять станцій.",
    body="Перший абзац.\n\nДругий абзац про метро.",
    authors=("Відділ регіонів",),
    published=datetime(2023, 3, 26, 8, 21, tzinfo=UTC),
    section="Регіони",
    tags=("Київ", "метро"),
    story_id="metro",
)
ENGLISH = Translation("en", "metro-en", "https://visnyk.example/en/metro/", "How the metro was built", matched=True)


class FakeService:
    """Answers every search with the same hit and remembers what it was asked; ``failure`` is raised instead."""

    settings = Settings()

    def __init__(self) -> None:
        self.asked: list[SearchRequest] = []
        self.failure: Exception | None = None
        self.stored = {METRO.id: ArticleView(METRO, (ENGLISH,))}
        self.found = METRO
        self.versions: tuple[Translation, ...] = (ENGLISH,)
        self.passage = Passage("Другий абзац про метро.", ((17, 22),), clipped_start=True)
        self.changes: dict[str, Any] = {}
        self.suggested: tuple[Suggestion, ...] = ()
        self.ready = Readiness(True, "ok", "g1", METRO.published, 7, {"uk": 1, "ru": 0, "en": 1})

    def search(self, request: SearchRequest) -> SearchAnswer:
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        title = Passage(self.found.title, ((12, 17),))
        hit = Hit(self.found, "metro", 1.5, title, (self.passage,), self.versions)
        facets = {
            "lang": (FacetValue("uk", 30), FacetValue("en", 12)),
            "section": (FacetValue("Регіони", 3, "Регіони" in request.section),),
        }
        values = {"totals": Totals(42, 97), "pages": 5, "hits": (hit,), "facets": facets} | self.changes
        return SearchAnswer(request=request, generation="g1", took_ms=3.2, **values)

    def article(self, article_id: str, request: SearchRequest | None = None) -> ArticleView | None:
        return self.stored.get(article_id)

    def related(self, article_id: str, limit: int = 5, prefer: str | None = None) -> tuple[Translation, ...] | None:
        return self.versions if article_id in self.stored else None

    def suggest(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        return self.suggested

    def readiness(self) -> Readiness:
        return self.ready


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def make_app(service: FakeService) -> Callable[..., Flask]:
    return lambda **config: create_app({"SERVICE": service, **config})


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture(scope="session")
def fake_app() -> Flask:
    """One application for a whole run of random tests."""
    return create_app({"SERVICE": FakeService()})


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client
