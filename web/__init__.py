"""HTTP: the pages, the JSON API and the command line.  Knows the search side, touches no index."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the WSGI application.

    ``config`` overrides the settings of ``web.settings``; ``SERVICE`` may bring another search service.  The parts are
    imported here because ``poshuk ingest`` and its like need none of them.
    """
    from flask import Flask

    from web import (
        answer_cache,
        api,
        commands,
        errors,
        headers,
        languages,
        links,
        pages,
        request_limits,
        service,
        template_filters,
    )
    from web.settings import settings_from

    app = Flask(__name__)
    app.config.from_mapping(settings_from(os.environ))
    app.config.from_mapping(config or {})
    app.url_map.converters["article"] = links.ArticleId
    app.url_map.merge_slashes = False  # an article's id may hold "//"
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Cyrillic stays readable, and a third of the size
    app.json.sort_keys = False  # type: ignore[attr-defined]
    parts = (headers, request_limits, languages, service, answer_cache, errors, template_filters, pages, api, commands)
    for part in parts:
        part.init_app(app)
    return app
