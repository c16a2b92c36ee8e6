"""The JSON API: read only, public, in English."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from search.answer.answer import SearchAnswer
from search.answer.answer_json import article_to_json, related_to_json, suggestion_to_json
from web.answer_cache import answer_body, today
from web.errors import missing_article
from web.formats import chosen_format, formatted
from web.headers import tag
from web.openapi import document
from web.parameters import search_request, suggest_request
from web.service import search_service
from web.why import why

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> Response:
    """Search.  The answer can change with the generation, with the query, and with the day (news ages)."""
    name = chosen_format()
    arguments = MultiDict((key, value) for key, value in request.args.items(multi=True) if key != "format")
    asked = search_request(arguments, strict=True)
    if name != "json":
        answer = search_service().search(asked)
        return tag(formatted(answer, name), answer.generation, today(), name, request.query_string.decode("latin-1"))
    text, body = answer_body(asked, _explain)
    response = Response(text, mimetype="application/json")
    response.vary.add("Accept")
    return tag(response, body.generation, body.day, request.query_string.decode("latin-1"))


def _explain(answer: SearchAnswer, body: dict[str, Any]) -> None:
    """Add to each explanation what it comes to in words."""
    for hit, values in zip(answer.hits, body["hits"], strict=True):
        if reasons := why(hit):
            values["explanation"]["sentences"] = reasons.sentences()


@blueprint.get("/api/articles/<article:article_id>")
def article(article_id: str) -> Response:
    """Return a stored article."""
    view = search_service().article(article_id)
    if view is None:
        raise missing_article()
    response = jsonify(article_to_json(view))
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.get("/api/articles/<article:article_id>/related")
def related(article_id: str) -> Response:
    """Return other stories that tell of the same as an article."""
    rows = search_service().related(article_id)
    if rows is None:
        raise missing_article()
    return jsonify({"id": article_id, "related": [related_to_json(row) for row in rows]})


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Complete a query; ``format=opensearch`` is what browsers' search fields read (OpenSearch Suggestions 1.1)."""
    asked = suggest_request(request.args)
    found = search_service().suggest(asked)
    if request.args.get("format") == "opensearch":
        words = [row for row in found if row.kind == "word"]
        return Response(orjson.dumps([asked.q, [row.text for row in words]]), mimetype="application/x-suggestions+json")
    return jsonify({"q": asked.q, "suggestions": [suggestion_to_json(row) for row in found]})


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """Describe this API."""
    return jsonify(document())


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that this process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Say whether searches can be answered, and from what."""
    state = search_service().readiness()
    body: dict[str, Any] = {
        "ready": state.ready,
        "reason": state.reason,
        "generation": state.generation,
        "built": state.built.isoformat() if state.built else None,
        "sequence": state.sequence,
        "documents": state.documents,
    }
    return jsonify(body), 200 if state.ready else 503


def init_app(app: Flask) -> None:
    """Register the routes."""
    app.register_blueprint(blueprint)
