"""Whatever is typed is planned or refused, at a cost that its limits bound (promises 15 and 16)."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from fake_snapshot import FakeSnapshot
from hypothesis import given, settings
from hypothesis import strategies as st

from search.answer.answer import SearchRequest
from search.errors import QueryRefused
from search.plan.nodes import describe
from search.planner.planner import plan
from search.query.parse import parse
from search.settings import Settings

EXAMPLES = {"small": 300, "large": 20_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
LIMITS = Settings()
HOSTILE = Path(__file__).parents[4] / "shared/data/hostile_queries.json"
SNAPSHOT = FakeSnapshot(forms=tuple(f"слово{number}" for number in range(150)))

WORDS = """київ слово м'ясо не в the AND OR НЕ ( ) " « » - = слово* сло* слово1~2 * ~ title: author:( section: tag:(
    lang:uk lang:ru before:2023 after:x київ-львів-одеса С-300 a/b/c http://a.ua/b 50 000 ' 😀"""
PIECES = WORDS.split(" ")
BOMBS = {
    "stars": "слово1* " * 31,
    "tildes": "слово1~2 " * 28,
    "compounds": "а-б-в-г-ґ-д-е-є " * 16,
    "one compound": "-".join("абвгґдеє" * 16),
    "slashes": "/".join("абвгґдеє" * 16),
    "phrases": '"а-б в-г"~20 ' * 16,
    "depth": "(а OR (б AND " * 4 + "в" + "))" * 4,
    "negations": "NOT -" * 40 + "а",
    "fields": "title:(author:(section:(tag:(" * 2 + "а" + "))))" * 2,
    "long word": "я" * 256,
    "marks": "и\u0306\u0301" * 85,
    "digits": "1" * 256,
    "decimals": "1," * 128,
    "address": "http://" + "a." * 120,
}


def planned(text: str) -> str:
    """Return the plan for all languages as text, or why there is none."""
    try:
        made = plan(parse(text, LIMITS).query, SearchRequest(q=text), SNAPSHOT, LIMITS).plan
    except QueryRefused as refusal:
        assert str(refusal).endswith("."), refusal
        return refusal.limit
    assert hash(made) == hash(made)
    return " ".join(map(describe, made.roots.values()))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=256) | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_anything_is_planned_or_refused(text: str) -> None:
    assert planned(text)


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs(bomb: str) -> None:
    planned("слово")  # dictionaries are loaded once
    started = time.thread_time()
    planned(bomb[:256])
    assert time.thread_time() - started < 0.5


@pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile queries are not on this machine")
def test_hostile_queries() -> None:
    planned("слово")
    for text in json.loads(HOSTILE.read_text(encoding="utf-8")):
        started = time.thread_time()
        planned(text)
        assert time.thread_time() - started < 0.5, text
