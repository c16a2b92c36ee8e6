"""The search service of this process, and the limits of a search."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app

from index.articles.article import Language
from search.answer.answer import ArticleView, Readiness, SearchAnswer, SearchRequest, Suggestion, Translation
from search.service.service import SearchService
from search.settings import Settings


class Service(Protocol):
    """What the web needs of ``search.service.service.SearchService``."""

    settings: Settings

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer ``request``, or raise a ``SearchError``."""

    def article(self, article_id: str, request: SearchRequest | None = None) -> ArticleView | None:
        """Return a stored article and the other versions of its story; None when there is none with this id.

        What ``request`` matches is marked.
        """

    def related(
        self, article_id: str, limit: int = 5, prefer: Language | None = None
    ) -> tuple[Translation, ...] | None:
        """Return other stories that tell of the same; None when there is no such article."""

    def suggest(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return what a reader may be about to type."""

    def readiness(self) -> Readiness:
        """Say whether searches can be answered."""


def init_app(app: Flask) -> None:
    """Give ``app`` its service: ``SERVICE`` in the configuration, else one over the data directory.

    It opens nothing before the first request, so that gunicorn can fork after this.
    """
    app.extensions["search_service"] = app.config.get("SERVICE") or SearchService(
        Path(app.config["DATA"]), app.config["ENGINE"], Settings.from_environment(os.environ)
    )


def search_service() -> Service:
    """Return the search service of the current application."""
    service: Service = current_app.extensions["search_service"]
    return service


def search_limits() -> Settings:
    """Return the limits of a search."""
    return search_service().settings
