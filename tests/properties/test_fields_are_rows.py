"""A field is a row of ``index.articles.schema``: everything that goes by fields has it."""

from __future__ import annotations

import dataclasses

import pytest

from index.analysis.one_article import keyword_values, texts
from index.articles.article import Article
from index.articles.schema import KEYWORD_FIELDS, KEYWORDS, TEXT_FIELDS, TEXTS
from search.answer.answer import SearchRequest
from search.commands.search import search
from search.plan.scoring import FIELD_BOOSTS, B
from search.planner.planner import FACETS
from search.query.lexer import FIELD_NAMES
from search.query.parse import parse
from search.settings import Settings
from web import refine
from web.parameters import NAMES

ARTICLE = Article("a", None, "uk", "T", "B", "L", ("A",), None, "S", ("G",))


@pytest.mark.parametrize("name", KEYWORD_FIELDS)
def test_a_keyword_field_is_a_filter_and_a_facet_wherever_one_searches(name):
    assert {field.name: field.default for field in dataclasses.fields(SearchRequest)}[name] == ()
    assert name in NAMES
    assert name in {parameter.name for parameter in search.params}
    assert name in FACETS
    assert str(refine.FACETS[name])


@pytest.mark.parametrize("name", TEXT_FIELDS)
def test_a_text_field_has_its_length_normalised(name):
    assert all(0 <= b[name] <= 1 for b in B.values())


def test_what_is_boosted_is_a_text_field():
    assert set(FIELD_BOOSTS) <= set(TEXT_FIELDS)


def test_every_row_reads_its_values_from_the_article():
    assert {"title": ("T",), "lead": ("L",), "body": ("B",), "authors": ("A",)}.items() <= texts(ARTICLE).items()
    assert {"section": ("S",), "tag": ("G",), "author": ("A",)}.items() <= keyword_values(ARTICLE).items()


@pytest.mark.parametrize("row", [row for row in (*TEXTS, *KEYWORDS) if row.query_names], ids=lambda row: row.name)
def test_every_name_before_a_colon_is_the_same_query(row):
    assert {FIELD_NAMES[name] for name in row.query_names} == {row.query_names[0]}
    queries = {repr(parse(f"{name}:слово", Settings())) for name in row.query_names}
    assert len(queries) == 1
