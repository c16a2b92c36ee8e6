"""How much one request and one client may ask for."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.request_limits import RateLimit, client_network


def test_a_client_may_burst_and_then_keep_the_rate() -> None:
    limit = RateLimit(rate=60, burst=3)
    assert [limit.wait("a", 100.0) for _ in range(4)] == [0, 0, 0, 1]
    assert limit.wait("a", 100.5) == pytest.approx(0.5)
    assert limit.wait("a", 101.0) == 0
    assert limit.wait("a", 101.0) > 0
    assert limit.wait("a", 1000.0) == 0


def test_clients_do_not_pay_for_one_another() -> None:
    limit = RateLimit(rate=60, burst=1)
    waits = [limit.wait(f"10.0.0.{n}", 5.0) for n in range(256)]
    assert sum(wait > 0 for wait in waits) <= 8  # those that share a slot with another: half a client expected


def test_refused_requests_do_not_count() -> None:
    limit = RateLimit(rate=60, burst=1)
    limit.wait("a", 10.0)
    for _ in range(100):
        limit.wait("a", 10.5)
    assert limit.wait("a", 11.0) == 0


def ask(limit: RateLimit, times: int) -> None:
    for _ in range(times):
        limit.wait("a", 1.0)


def test_processes_count_together() -> None:
    limit = RateLimit(rate=1, burst=10)
    worker = multiprocessing.get_context("fork").Process(target=ask, args=(limit, 6))
    worker.start()
    worker.join()
    assert [limit.wait("a", 1.0) > 0 for _ in range(5)] == [False] * 4 + [True]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "local"),
        (None, "local"),
        ("unix:", "local"),
    ],
)
def test_who_is_one_client(address: str | None, network: str) -> None:
    assert client_network(address) == network


def test_burst_is_refused_with_retry_after(make_app: Callable[..., Flask]) -> None:
    client = make_app(RATE=60, BURST=5).test_client()
    answers = [client.get("/api/search?q=a") for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
    assert answers[-1].mimetype == "application/problem+json"
    assert int(answers[-1].headers["Retry-After"]) >= 1
    page = client.get("/uk/")
    assert (page.status_code, "Забагато запитів" in page.get_data(as_text=True)) == (429, True)
    for path in ("/healthz", "/readyz", "/static/poshuk.css"):
        assert client.get(path, buffered=True).status_code == 200


def forged(client: FlaskClient, number: int) -> int:
    headers = {
        "X-Forwarded-For": f"10.0.{number}.1",
        "Forwarded": f"for=10.0.{number}.1",
        "X-Real-IP": f"10.1.{number}.1",
    }
    return client.get("/api/search", headers=headers).status_code


def test_identity_cannot_be_forged(make_app: Callable[..., Flask]) -> None:
    client = make_app(RATE=1, BURST=1).test_client()
    assert [forged(client, number) for number in range(100)].count(200) == 1


def test_behind_a_proxy_only_what_it_appends_counts(make_app: Callable[..., Flask]) -> None:
    client = make_app(RATE=1, BURST=1, PROXIES=1).test_client()

    def ask_as(header: str) -> int:
        return client.get("/api/search", headers={"X-Forwarded-For": header}).status_code

    assert [ask_as(f"10.0.{number}.1, 192.0.2.1") for number in range(100)].count(200) == 1
    assert ask_as("192.0.2.2") == 200


def test_without_a_rate_nothing_is_limited(client: FlaskClient) -> None:
    assert {client.get("/api/search").status_code for _ in range(50)} == {200}


@pytest.mark.parametrize("path", ["/api/search", "/uk/search", "/nothing"])
def test_large_requests_are_refused(client: FlaskClient, path: str) -> None:
    assert client.get(path, data=b"x" * 20_000).status_code == 413
    assert client.post(path, data=b"x" * 20_000).status_code == 413
    assert client.get(path, headers={"Transfer-Encoding": "chunked"}).status_code == 413
    assert client.get(path, query_string={"q": "x" * 8000}).status_code == 414


@pytest.mark.parametrize("path", ["/api/search", "/uk/search", "/search", "/nothing", "/uk"])
@pytest.mark.parametrize("query", ["q=\xff", "q=\xec\xe5\xf2\xf0\xee", "\xff=1&q=%ff", "q=%"])
def test_bytes_that_are_no_text_are_no_error_of_ours(client: FlaskClient, path: str, query: str) -> None:
    response = client.get(path, environ_overrides={"QUERY_STRING": query})
    assert response.status_code < 500


def test_unquoted_letters_are_read(client: FlaskClient, service: Any) -> None:
    client.get("/api/search", environ_overrides={"QUERY_STRING": "q=метро".encode().decode("latin-1")})
    assert service.asked[-1].q == "метро"


def test_the_longest_query_with_filters_fits(client: FlaskClient) -> None:
    letters = {"q": "і" * 256, "section": "Міжнародна політика", "tag": "Європейський Союз", "author": "Відділ новин"}
    assert client.get("/api/search", query_string=letters).status_code == 200
