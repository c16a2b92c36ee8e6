"""The search service of this process."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app

from search.answer import ArticleView, Readiness, SearchAnswer, SearchRequest
from search.settings import Settings


class Service(Protocol):
    """What the web needs of ``search.service.SearchService``."""

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer ``request``, or raise a ``SearchError``."""

    def article(self, article_id: str) -> ArticleView | None:
        """Return a stored article and the other versions of its story; None when there is none with this id."""

    def readiness(self) -> Readiness:
        """Say whether searches can be answered."""


class LazyService:
    """Opens the search service on first use, which is after gunicorn has forked: open indexes must not be inherited."""

    def __init__(self, data: Path, engine: str, limits: Settings) -> None:
        self._data = data
        self._engine = engine
        self._limits = limits
        self._lock = threading.Lock()
        self._service: Service | None = None

    def get(self) -> Service:
        """Return the service, opened once."""
        with self._lock:
            if self._service is None:
                from search.service import SearchService

                self._service = SearchService(self._data, engine=self._engine, settings=self._limits)
            return self._service


def init_app(app: Flask) -> None:
    """Give ``app`` its service, from ``SERVICE`` in the configuration or from the data directory, and its limits."""
    limits = Settings.from_environment(os.environ)
    service = app.config.get("SERVICE") or LazyService(Path(app.config["DATA"]), app.config["ENGINE"], limits)
    app.extensions["search_limits"] = limits
    app.extensions["search_service"] = service


def open_service(app: Flask) -> None:
    """Open the search service of this process now rather than in its first request."""
    with app.app_context():
        search_service()


def search_limits() -> Settings:
    """Return the limits of a search."""
    limits: Settings = current_app.extensions["search_limits"]
    return limits


def search_service() -> Service:
    """Return the search service of the current application in this process."""
    held: Service | LazyService = current_app.extensions["search_service"]
    return held.get() if isinstance(held, LazyService) else held
