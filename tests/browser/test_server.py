"""gunicorn with the packaged settings: what the client library of the tests cannot show."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Callable
from urllib.parse import quote, urlsplit


def get(site: str, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_the_longest_query_with_filters_fits_the_request_line(site: str) -> None:
    letters = quote("і" * 125 + " " + "ї" * 130)
    filters = "&section=" + quote("Міжнародна політика та дипломатія") + "&tag=" + quote("Європейський Союз") * 3
    status, _, body = get(site, f"/api/search?q={letters}{filters}&from-date=2020-01-01&to-date=2026-01-01")
    assert status == 200, body


def test_nothing_tells_the_server_and_its_version(site: str) -> None:
    _, headers, _ = get(site, "/uk/")
    assert headers["server"] == "Poshuk"
    assert "gunicorn" not in str(headers).lower()


def test_scheme_cannot_be_forged(site: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
    connection.request("GET", "/en/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on"})
    answer = connection.getresponse()
    assert answer.getheader("Strict-Transport-Security") is None
    connection.close()


def test_garbage_is_refused_and_the_server_lives(site: str) -> None:
    where = urlsplit(site)
    for garbage in (b"\x16\x03\x01\x02\x00", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        with socket.create_connection((str(where.hostname), where.port or 0), timeout=5) as connection:
            connection.sendall(garbage)
            connection.shutdown(socket.SHUT_WR)
            assert b"Traceback" not in connection.recv(4096)
    assert get(site, "/healthz")[0] == 200


def keep_asking(site: str, path: str, stop: threading.Event, seen: list[tuple[int, str]]) -> None:
    while not stop.is_set():
        status, _, body = get(site, path)
        seen.append((status, json.loads(body).get("generation", body.decode())))


def test_no_request_fails_while_generations_are_swapped(site: str, rebuild: Callable[[], None]) -> None:
    stop = threading.Event()
    seen: list[tuple[int, str]] = []
    path = f"/api/search?q={quote('метро')}"
    askers = [threading.Thread(target=keep_asking, args=(site, path, stop, seen)) for _ in range(4)]
    for asker in askers:
        asker.start()
    try:
        for _ in range(2):
            rebuild()
    finally:
        stop.wait(2)
        stop.set()
        for asker in askers:
            asker.join()
    assert {status for status, _ in seen} == {200}, [answer for answer in seen if answer[0] != 200][:3]
    assert len({generation for _, generation in seen}) == 3


def test_new_generation_is_served_within_two_seconds_by_every_worker(site: str, rebuild: Callable[[], None]) -> None:
    rebuild()
    threading.Event().wait(2)
    generations = {json.loads(get(site, "/readyz")[2])["generation"] for _ in range(40)}
    assert len(generations) == 1


def test_a_server_without_an_index_waits_for_one(empty_site: tuple[str, Callable[[], None]]) -> None:
    site, make_index = empty_site
    for path in ("/uk/", "/uk/search?q=a", "/api/search?q=a", "/api/articles/1", "/readyz"):
        status, headers, body = get(site, path)
        assert (status, b"Traceback" in body) == (503, False)
        assert path == "/readyz" or "retry-after" in headers
    assert get(site, "/healthz")[0] == get(site, "/uk/help")[0] == 200
    make_index()
    threading.Event().wait(2)
    assert {get(site, "/api/search?q=" + quote("метро"))[0] for _ in range(20)} == {200}
