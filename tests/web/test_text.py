"""Plain text and ranges become HTML in which only ``<mark>`` is markup; only http(s) becomes a link."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from search.answer.answer import Passage
from web.template_filters import excerpt, host, linkable, marked

EXAMPLES = {"small": 200, "large": 5000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
hostile = st.text(st.sampled_from("<>\"'&;=/!-[]{}%#scriptmarkonloadЇї…\u00a0\u202e"), max_size=60)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    text = draw(hostile)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    ranges = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    return Passage(text, ranges, draw(st.booleans()), draw(st.booleans()))


@settings(max_examples=EXAMPLES)
@given(passages())
def test_only_marks_are_markup_and_no_character_is_lost(passage: Passage) -> None:
    tree = html.fromstring(f"<p>|{marked(passage)}|</p>")  # the parser drops spaces at the edges
    assert {element.tag for element in tree.iterdescendants()} <= {"mark"}
    assert not any(element.attrib for element in tree.iterdescendants())
    assert tree.text_content() == f"|{passage.text}|"
    assert [mark.text_content() for mark in tree] == [passage.text[start:end] for start, end in passage.ranges]


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ([("a", False, False)], "a"),
        ([("a", True, False)], "…_a"),
        ([("a", False, True)], "a_…"),
        ([("a", True, True), ("b", True, True)], "…_a …_b_…"),
        ([("a", False, False), ("b", False, False)], "a b"),
        ([("a", False, True), ("b", False, False)], "a …_b"),
    ],
)
def test_ellipses_stand_where_something_is_left_out(pieces: list[tuple[str, bool, bool]], shown: str) -> None:
    html = excerpt(tuple(Passage(text, (), start, end) for text, start, end in pieces))
    assert html == shown.replace("_", "\N{NO-BREAK SPACE}")


SAFE = [
    "http://visnyk.example",
    "https://visnyk.example/a?b=c&d=%20#e",
    "HTTPS://VISNYK.EXAMPLE/",
    "https://visnyk.example:8443/шлях/",
    "https://[2001:db8::1]/a",
]
UNSAFE = [
    None,
    "",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://visnyk.example/",
    "//visnyk.example/",
    "/path",
    "visnyk.example",
    "http:/visnyk.example",
    "http:\\\\visnyk.example",
    "http://",
    "https:///path",
    "http://visnyk.example/a b",
    "http://visnyk.example/\r\nSet-Cookie: a=b",
    "http://visnyk.example/\x00",
    'http://visnyk.example/"onclick="x',
    "http://visnyk.example/<b>",
    "http://[visnyk",
    " http://visnyk.example",
    "http://visnyk.example ",
    "x:http://visnyk.example",
]


@pytest.mark.parametrize("url", SAFE)
def test_links(url: str) -> None:
    assert linkable(url) == url


@pytest.mark.parametrize("url", UNSAFE)
@pytest.mark.parametrize("wrap", ["{}", "\t{}", "{}\x7f", "\u00a0{}"])
def test_no_links(url: str | None, wrap: str) -> None:
    assert linkable(None if url is None else wrap.format(url)) is None


def test_host_is_named_as_readers_name_a_site() -> None:
    assert host("https://www.visnyk.example:8443/a") == "visnyk.example"
