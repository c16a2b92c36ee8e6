"""The OpenAPI description of the API: parameters from the table that reads them, schemas from ``schemas.json``."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from web.formats import FORMATS
from web.parameters import PARAMETERS, Parameter
from web.service import search_limits

#: Status → what it means, in the answers of every path.
PROBLEMS = {
    "400": "A parameter is not of its form, or there is no such parameter.",
    "413": "The request is too large.",
    "414": "The address is too long.",
    "429": "Too many requests; Retry-After says when to come back.",
    "503": "No index is loaded, or the machine cannot answer now; Retry-After says when to come back.",
}
REFUSED = {"422": "The query would cost too much; `errors[].limit` names the limit."}
MISSING = {"404": "There is no such article."}


@cache
def schemas() -> dict[str, Any]:
    """Return the JSON Schemas of the answers, by name."""
    loaded: dict[str, Any] = json.loads(files("web").joinpath("schemas.json").read_text("utf-8"))
    return loaded


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Poshuk",
            "version": version("poshuk"),
            "description": "Full-text search in a news archive in Ukrainian, Russian and English.  Read only.",
        },
        "paths": {
            "/api/search": searching(),
            "/api/suggest": path("suggest", "Complete a query.", "Suggestions", suggest_parameters(), {}),
            "/api/articles/{id}": path("article", "Get a stored article.", "ArticleView", [identifier], MISSING),
            "/api/articles/{id}/related": path("related", "Get related stories.", "Related", [identifier], MISSING),
            "/readyz": path("readiness", "Ask whether searches can be answered.", "Readiness", [], {}),
            "/healthz": path("health", "Ask whether the process answers.", "Health", [], {}),
        },
        "components": {"schemas": schemas()},
    }


def path(name: str, summary: str, schema: str, parameters: list[dict[str, Any]], more: dict[str, str]) -> Any:
    """Return a path that can be read, with its answer and its errors."""
    answers = {"200": answer("The answer.", "application/json", schema)}
    for status, description in sorted((PROBLEMS | more).items()):
        answers[status] = answer(description, "application/problem+json", "Problem")
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}}


def searching() -> Any:
    """Return the path of a search, whose answer has several formats."""
    made = path("search", "Search the archive.", "Answer", parameters(), REFUSED)
    for row in FORMATS.values():
        made["get"]["responses"]["200"]["content"].setdefault(row.media_type, {"schema": {"type": "string"}})
    return made


def answer(description: str, media_type: str, schema: str) -> dict[str, Any]:
    """Return one possible answer of a path."""
    content = {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def parameters() -> list[dict[str, Any]]:
    """Return the parameters of a search."""
    return [*(parameter(row) for row in PARAMETERS), format_parameter(*FORMATS)]


def suggest_parameters() -> list[dict[str, Any]]:
    """Return the parameters of a completion."""
    return [
        *(parameter(row) for row in PARAMETERS if row.name in {"q", "lang"}),
        format_parameter("json", "opensearch"),
    ]


def format_parameter(*names: str) -> dict[str, Any]:
    """Return the parameter that chooses between formats."""
    schema = {"type": "string", "enum": list(names)}
    return {"name": "format", "in": "query", "description": "Format of the answer.", "schema": schema}


def parameter(row: Parameter) -> dict[str, Any]:
    """Return a row of the table as OpenAPI has it."""
    schema = dict(row.schema)
    if row.limit:
        schema["maximum"] = getattr(search_limits(), row.limit)
    if row.many:
        schema = {"type": "array", "items": schema}
    described = {"name": row.name, "in": "query", "description": row.sentence, "schema": schema}
    return described | ({"style": "form", "explode": not row.commas} if row.many else {})
