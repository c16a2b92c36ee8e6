"""Any string is a query or is refused with a sentence, in linear time (promises 15 to 17)."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import QueryRefused
from search.query.notices import NOTICES
from search.query.parse import Parsed, parse
from search.query.query import And, Exact, Fielded, Fuzzy, Not, Or, Phrase, Prefix, Query, Ranked, Word
from search.settings import Settings

EXAMPLES = {"small": 300, "large": 100_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
LIMITS = Settings()
WIDE = replace(LIMITS, query_characters=10**6, query_terms=10**6)
HOSTILE = Path(__file__).parents[3] / "shared/data/hostile_queries.json"

SYNTAX = """AND OR NOT І АБО НЕ И ИЛИ ( ) " « » “ ” „ - = * ~ ~2 ~9 : title: author: section: lang: lang:uk before:
    after:2023 foo: київ львів м'ясо a 1 2023-02-30 , . ' ’ / \\ ^2 [ ] { } ß İ ١٢ ... TO r" + && || 😀"""
PIECES = [*SYNTAX.split(), " ", "  ", "\t", "\u00a0", "\0", "\u200b", "и\u0306"]
anything = st.text(max_size=260) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)

REPEATED = [
    *(
        "NOT ",
        "a AND ",
        "a OR ",
        "-a ",
        '"a b" ',
        "слово* ",
        "к*",
        "слово~2 ",
        "title:",
        "a:",
        "1,",
        "1\u00a0",
        "и\u0306",
    ),
    *(
        "-",
        "(",
        ")",
        "()",
        '"',
        "«",
        "„",
        "*",
        "~",
        ":",
        "=",
        "я",
        ".",
        " ",
        "'",
        "before:1 ",
        "(a OR (b AND ",
        "a^2",
        "[",
    ),
]
BOMBS = [*(piece * 5000 for piece in REPEATED), '"' * 9001, "~" + "9" * 9000, '"a b"~' + "9" * 9000]


def outcome(text: str, limits: Settings) -> Parsed | None:
    try:
        return parse(text, limits)
    except QueryRefused as refusal:
        assert str(refusal).endswith("."), refusal
        assert hasattr(limits, refusal.limit)
        return None


@settings(max_examples=EXAMPLES, deadline=None)
@given(anything)
def test_any_string_is_a_query_or_is_refused(text: str) -> None:
    parsed = outcome(text, LIMITS)
    if parsed:
        assert hash(parsed.query) == hash(parse(text, LIMITS).query)
        assert {code for code, _ in parsed.notices} <= NOTICES.keys()
        assert isinstance(repr(parsed.query), str)


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: repr(bomb[:8]))
def test_bombs_cost_little_even_without_a_limit_on_their_length(bomb: str) -> None:
    for text in (bomb, bomb[:256]):
        started = time.thread_time()
        outcome(text, WIDE)
        assert time.thread_time() - started < 1


@pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile queries are not on this machine")
def test_hostile_queries_are_answered_or_refused_at_once() -> None:
    for text in json.loads(HOSTILE.read_text(encoding="utf-8")):
        started = time.thread_time()
        outcome(text, LIMITS)
        assert time.thread_time() - started < 0.1, text


words = st.sampled_from(["київ", "київ-львів", "м'ясо", "погода", "HIMARS", "2023"]).map(Word)
bare = (
    words
    | st.sampled_from(["Київ", "погода"]).map(Exact)
    | st.sampled_from(["прези", "здоров'"]).map(Prefix)
    | st.builds(Fuzzy, st.sampled_from(["погода", "київ"]), st.integers(1, 2))
)
phrases = st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(tuple), st.integers(0, 20), st.booleans())
dated = st.builds(Fielded, st.sampled_from(["before", "after"]), st.dates().map(lambda day: Word(day.isoformat())))


def several(kind: type[Query], parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """A query of two or three parts; a Ranked in a Ranked would be one, and so is read as one."""
    kept = parts.filter(lambda part: not isinstance(part, Ranked)) if kind is Ranked else parts
    return st.lists(kept, min_size=2, max_size=3).map(lambda found: kind(tuple(found)))


def larger(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    negated = parts.filter(lambda part: not isinstance(part, Not)).map(Not)
    fielded = st.builds(Fielded, st.sampled_from(["title", "author", "section", "tag"]), parts.filter(unfielded))
    return several(Ranked, parts) | several(And, parts) | several(Or, parts) | negated | fielded


def unfielded(query: Query) -> bool:
    return not isinstance(query, Not | Fielded)


@settings(max_examples=min(EXAMPLES, 5_000), deadline=None)
@given(st.recursive(bare | phrases | dated, larger, max_leaves=6))
def test_a_query_reads_as_itself(query: Query) -> None:
    limits = replace(WIDE, query_depth=100, sentence_words=100)
    assert parse(repr(query), limits).query == query
