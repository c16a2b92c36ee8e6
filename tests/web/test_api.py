"""The JSON API: shapes, errors, caching."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.errors import DamagedIndex
from search.answer.answer import Readiness, Rewrite
from search.errors import NotReady, ParameterError, QueryRefused


def validate(client: FlaskClient, name: str, value: Any) -> None:
    """Hold an answer against the schema that the API publishes for it."""
    document = client.get("/api/openapi.json").get_json()
    jsonschema.validate(value, {"$ref": f"#/components/schemas/{name}", **document})


def test_search_keeps_its_schema(client: FlaskClient, service: Any) -> None:
    service.changes = {
        "rewrites": (Rewrite("layout", "ghbdtn", "привет", "ghbdtn", "repair"),),
        "suggestions": ("привіт",),
        "notices": (("wildcard", "*а"),),
    }
    answer = client.get("/api/search?q=метро").get_json()
    validate(client, "Answer", answer)
    made = {"kind": "layout", "from": "ghbdtn", "to": "привет", "undo": "ghbdtn", "off": "repair"}
    assert answer["query"]["rewrites"] == [made]
    hit = answer["hits"][0]
    start, end = hit["highlights"]["body"][0]["ranges"][0]
    assert hit["highlights"]["body"][0]["text"][start:end] == "метро"


def test_article_keeps_its_schema(client: FlaskClient) -> None:
    answer = client.get("/api/articles/metro-uk").get_json()
    validate(client, "ArticleView", answer)
    assert answer["body"] == "Перший абзац.\n\nДругий абзац про метро."
    assert answer["translations"][0]["id"] == "metro-en"


def test_article_ids_may_hold_anything(client: FlaskClient, service: Any) -> None:
    for article_id in ("a/b//c", "з пробілом?", "100%"):
        service.stored[article_id] = service.stored["metro-uk"]
    assert client.get("/api/articles/a/b//c").status_code == 200
    assert client.get("/api/articles/%D0%B7%20%D0%BF%D1%80%D0%BE%D0%B1%D1%96%D0%BB%D0%BE%D0%BC%3F").status_code == 200
    assert client.get("/api/articles/100%25").status_code == 200


def test_missing_article(client: FlaskClient) -> None:
    answer = client.get("/api/articles/none")
    assert answer.status_code == 404
    validate(client, "Problem", answer.get_json())


def test_cyrillic_stays_readable(client: FlaskClient) -> None:
    assert "Як будували метро" in client.get("/api/search").get_data(as_text=True)


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (ParameterError("page", "There is no such page."), 400),
        (QueryRefused("query_terms", "Too many words."), 422),
        (NotReady("/data/index/7 is of another version"), 503),
        (DamagedIndex("/data/index/7 is damaged"), 503),
        (OSError(5, "Input/output error", "/data/index/7"), 503),
        (MemoryError(), 503),
        (ZeroDivisionError("secret"), 500),
    ],
)
@pytest.mark.parametrize("path", ["/api/search?q=a", "/ru/search?q=a"])
def test_failures_are_answers(client: FlaskClient, service: Any, path: str, failure: Exception, status: int) -> None:
    service.failure = failure
    answer = client.get(path)
    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert answer.headers["Cache-Control"] == "no-store"
    for leak in ("Traceback", "/data/", "secret", "ZeroDivision"):
        assert leak not in text
    if path.startswith("/api"):
        assert answer.mimetype == "application/problem+json"
        validate(client, "Problem", answer.get_json(force=True))
    else:
        assert '<html lang="ru">' in text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("POST", "/api/search", 405),
        ("DELETE", "/api/articles/metro-uk", 405),
        ("PUT", "/readyz", 405),
    ],
)
def test_errors_have_one_shape(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    problem = answer.get_json(force=True)
    validate(client, "Problem", problem)
    assert answer.mimetype == "application/problem+json"
    assert answer.status_code == problem["status"] == status
    assert ("Allow" in answer.headers) == (status == 405)


def test_refusal_names_its_limit(client: FlaskClient, service: Any) -> None:
    service.failure = QueryRefused("query_terms", "Too many words.")
    error = client.get("/api/search?q=a").get_json(force=True)["errors"][0]
    assert error == {"parameter": "q", "detail": "The query has too many words; 32 at most.", "limit": "query_terms"}


def test_health_and_readiness(client: FlaskClient, service: Any) -> None:
    health, ready = client.get("/healthz"), client.get("/readyz")
    assert (health.status_code, ready.status_code) == (200, 200)
    validate(client, "Health", health.get_json())
    validate(client, "Readiness", ready.get_json())
    service.ready = Readiness(False, "There is no index yet; run `poshuk rebuild`.")
    assert client.get("/readyz").status_code == 503
    validate(client, "Readiness", client.get("/readyz").get_json())
    assert client.get("/healthz").status_code == 200


def test_answers_are_revalidated_by_generation_and_query(client: FlaskClient, service: Any) -> None:
    first = client.get("/api/search?q=a")
    again = client.get("/api/search?q=a", headers={"If-None-Match": first.headers["ETag"]})
    other = client.get("/api/search?q=b", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, other.status_code) == (304, 200)
    assert first.headers["Cache-Control"] == "no-cache"
    article = client.get("/api/articles/metro-uk")
    assert client.get("/api/articles/metro-uk", headers={"If-None-Match": article.headers["ETag"]}).status_code == 304


def test_pages_of_any_origin_may_read(client: FlaskClient) -> None:
    for path in ("/api/search", "/api/search?page=0", "/api/nothing"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/uk/").headers


def test_description_is_valid_and_complete(app: Flask, client: FlaskClient) -> None:
    document = client.get("/api/openapi.json").get_json()
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    described = {path.replace("{id}", "<article:article_id>") for path in document["paths"]} | {"/api/openapi.json"}
    served = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    assert described == served
    sizes = {p["name"]: p["schema"] for p in document["paths"]["/api/search"]["get"]["parameters"]}
    assert sizes["page-size"]["maximum"] == 100
    assert sizes["lang"]["items"]["enum"] == ["uk", "ru", "en"]


def test_a_query_that_comes_again_is_answered_from_memory(client: FlaskClient, service: Any) -> None:
    first, again = (client.get("/api/search?q=a") for _ in range(2))
    assert len(service.asked) == 1
    assert {**again.json, "took_ms": 3.2} == first.json
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/api/search?q=a&page=2").json["page"] == 2


@pytest.mark.parametrize(
    ("query", "changes", "ready"),
    [
        ("q=a", {"partial": True}, "g1"),
        ("q=a&explain=on", {}, "g1"),
        ("q=a", {}, "g2"),
    ],
    ids=["cut short", "explained", "another generation"],
)
def test_an_answer_that_may_change_is_asked_for_again(
    client: FlaskClient, service: Any, query: str, changes: dict[str, Any], ready: str
) -> None:
    service.changes = changes
    service.ready = replace(service.ready, generation=ready)
    for _ in range(2):
        client.get(f"/api/search?{query}")
    assert len(service.asked) == 2


@pytest.mark.parametrize("text", ['"took_ms":0.0', '\\"took_ms":0.0', 'took_ms":0.0'])
def test_a_query_about_milliseconds_is_told_as_it_is(client: FlaskClient, text: str) -> None:
    for _ in range(2):
        answer = client.get("/api/search", query_string={"q": text}).json
        assert answer["query"]["q"] == text


def test_no_more_is_remembered_than_fits(make_app: Callable[..., Flask], service: Any) -> None:
    client = make_app(REMEMBERED=0).test_client()
    for _ in range(2):
        client.get("/api/search?q=a")
    assert len(service.asked) == 2
