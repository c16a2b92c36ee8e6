"""What every response carries, whatever it is."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

PATHS = [
    "/",
    "/uk/",
    "/uk/search?q=a",
    "/uk/search?page=0",
    "/uk/nothing",
    "/uk",
    "/api/search",
    "/api/nothing",
    "/healthz",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_is_locked_down(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(directive.split(" ", 1) for directive in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {"Referrer-Policy", "Permissions-Policy", "Cache-Control"} <= set(headers.keys())


def test_pages_need_no_inline_script_or_style(client: FlaskClient) -> None:
    for path in ("/uk/", "/uk/search?q=a", "/uk/articles/metro-uk", "/uk/help", "/uk/nothing"):
        page = client.get(path).get_data(as_text=True)
        assert not re.search(r"<style|<script(?! src=| type=.application/ld)|\sstyle=|\son\w+=|javascript:", page)


def test_https_is_kept(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" in client.get("/uk/", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in client.get("/uk/").headers


def test_static_files_are_kept_for_ever_under_their_fingerprint(client: FlaskClient) -> None:
    page = client.get("/uk/").get_data(as_text=True)
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        assert "immutable" in client.get(address, buffered=True).headers["Cache-Control"]
        assert client.get(address.split("?")[0], buffered=True).headers["Cache-Control"] == "no-cache"
        assert client.get(address + "0", buffered=True).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/api/search?q=%0d%0aSet-Cookie:%20a=b",
        "/uk/search?q=%0d%0aSet-Cookie:%20a=b",
        "/search?q=%0d%0aSet-Cookie:%20a=b",
        "/uk/articles/%0d%0aSet-Cookie:%20a=b",
        "/articles/%0d%0aSet-Cookie:%20a=b",
        "/uk/%0d%0aSet-Cookie:%20a=b",
        "/%0d%0aSet-Cookie:%20a=b/",
    ],
)
def test_no_header_echoes_raw_input(client: FlaskClient, path: str) -> None:
    for name, value in client.get(path).headers:
        assert "a=b" not in value or name == "Location"
        assert value.isprintable()
        assert value.isascii()


def test_changing_anything_is_for_the_command_line(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}, rule
