"""JSON Lines: one broken line never stops the rest."""

import json

import pytest

from index.limits import LIMITS

GOOD = '{"id": "a", "title": "Library opens", "text": "The library has opened its reading room after repairs."}'


def test_every_line_is_an_article_or_a_rejection(read_file):
    found = read_file("\n".join([GOOD, "{broken", "", "[1, 2]", '"text"', GOOD.replace('"a"', '"b"')]))
    assert [article.id for article in found.articles] == ["a", "b"]
    assert [(item.position, item.reason) for item in found.rejections] == [
        ("line 2", "bad-json"),
        ("line 4", "bad-json"),
        ("line 5", "bad-json"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "nonsense",
        '{"title": "x',
        '{"a":' * 100_000,
        "[" * 100_000,
        '{"id": ' + "9" * 5000 + "}",
        '{"title": {}, "text": []}',
        '{"title": 5e999}',
        "\x00\x00\x00",
        '{"title": "' + "я" * 10 + '\\ud800"}',
        "{" + '"title": "x", ' * 3 + "}",
        "null",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_hostile_lines(read_file, line, first):
    if first and len(line) > 1 << 16:
        pytest.skip("the format is told from the first 64 KiB")
    lines = [line, GOOD, GOOD] if first else [GOOD, line, GOOD]
    found = read_file("\n".join(lines))
    assert [article.id for article in found.articles if article.id == "a"] == ["a", "a"]
    assert len(found) == 3


def test_invalid_utf8_costs_a_character_not_an_article(read_file):
    found = read_file(GOOD.encode().replace(b"opens", b"op\xffens") + b"\n" + GOOD.encode())
    assert found.titles == ["Library op�ens", "Library opens"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_encodings(read_file, encoding):
    record = {"title": "Бібліотека відкрила зал", "text": "Читальний зал працює щодня. Вхід вільний, є книжки."}
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    found = read_file(mark + (json.dumps(record, ensure_ascii=False) + "\n").encode(encoding) * 1)
    assert found.titles == ["Бібліотека відкрила зал"]


def test_a_line_beyond_the_limit_is_skipped_not_held(read_file, monkeypatch):
    monkeypatch.setitem(LIMITS, "record_bytes", 1000)
    found = read_file(GOOD + "\n" + '{"title": "' + "x" * 5000 + '"}\n' + GOOD)
    assert len(found.articles) == 2
    assert found.reasons == {"too-long": 1}


def test_lone_surrogates_and_control_characters_do_not_survive(read_file):
    article = read_file('{"title": "Library\\u0000 \\ud800opens\\u001b[31m", "text": "The room is open."}').articles[0]
    assert article.title == "Library �opens[31m"
    article.title.encode()
