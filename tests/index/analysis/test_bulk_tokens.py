"""Bulk analysis gives the very tokens of ``index.analysis.one_article``."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.chunk_table import ChunkTable
from index.analysis.one_article import AUTHOR_GAP, analysed, texts
from index.articles.article import LANGUAGES, Article
from index.articles.schema import TEXT_FIELDS, exact_field
from index.files.tokens import HIDDEN_BYTES

LARGE = os.environ.get("POSHUK_TEST_SIZE") == "large"
DATA = Path(__file__).parents[4] / "shared" / "data"

#: What the tokenizer treats specially, whole and in pieces.
PIECES = (
    *" \t\n\v\f\r\x1c\x1f\x85\u00a0\u2009\u202f\u2028\u3000",
    *".,:;!?-–—'’ʼ`´\"«»()[]/\\@_#%&+*=<>|{}^~…№",
    *"\u0301\u0308\u0306\u00ad\u200b\u200d\ufeff\u2010\u2011",
    *"aZіїґЁйßœǅİςﬁ٣²½日𝒳😀\U0001f1fa",
    "http://", "www.", "a@b.com", "ukr.net", "U.S.", "т.д.", "С-300", "1 000", "1\u00a0000", "26.03.2023", "2023-03-26",
    "здоров'я", "київ-львів", "Кiл", "KoЯn", "e\u0301", "И\u0306", "x" * 70, "ж-" * 9, "Україна", "the",
)  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
texts_of_any_kind = hostile | st.text(st.characters(codec="utf-8"), max_size=60)
articles = st.builds(
    Article,
    id=st.just("a"),
    url=st.none(),
    lang=st.sampled_from(LANGUAGES),
    title=texts_of_any_kind,
    lead=st.none() | texts_of_any_kind,
    body=texts_of_any_kind,
    authors=st.lists(texts_of_any_kind, max_size=3).map(tuple),
)
tables = {lang: ChunkTable(lang) for lang in LANGUAGES}


def expected(article: Article) -> dict[str, tuple[dict[str, list[int]], int]]:
    return {name: (dict(positions), length) for name, (positions, length) in analysed(article).postings.items()}


def found(batch: list[Article]) -> list[dict[str, tuple[dict[str, list[int]], int]]]:
    """Analyse articles of one language in bulk."""
    table = tables[batch[0].lang]
    answers: list[dict[str, tuple[dict[str, list[int]], int]]] = [{} for _ in batch]
    for name in TEXT_FIELDS:
        tokens = table.analyse([texts(article)[name] for article in batch], AUTHOR_GAP)
        for field, terms in ((name, tokens.lemmas), (exact_field(name), tokens.forms)):
            start = 0
            for answer, size, length in zip(answers, tokens.sizes.tolist(), tokens.lengths.tolist(), strict=True):
                here = slice(start, start + size)
                answer[field] = (_positions(table, terms[here], tokens.positions[here]), length)
                start += size
    return answers


def _positions(table, terms, positions) -> dict[str, list[int]]:
    """Return the positions of lemmas that are not hidden, or of forms that are at home."""
    places: dict[str, list[int]] = {}
    for term, position in zip(terms.tolist(), positions.tolist(), strict=True):
        string = table.vocabulary.strings[term]
        if term >= 0 and not string.startswith(HIDDEN_BYTES):
            places.setdefault(string.decode(), []).append(position)
    return places


@given(st.lists(articles, min_size=1, max_size=4))
@settings(max_examples=5_000 if LARGE else 100, deadline=None)
def test_any_text(batch):
    same = [article for article in batch if article.lang == batch[0].lang]
    assert found(same) == list(map(expected, same))


def _shared_articles() -> Iterator[Article]:
    for path in sorted(DATA.rglob("docs.jsonl.gz")) + sorted(DATA.glob("scale/*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines if LARGE else islice(lines, 0, 2_000, 50)):
                if row.get("lang") in LANGUAGES:
                    yield Article(str(row["id"]), None, row["lang"], row.get("title") or "", row["text"])


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there")
def test_every_real_text():
    count = 0
    for _, group in groupby(_shared_articles(), lambda article: article.lang):
        while batch := list(islice(group, 64)):
            assert found(batch) == list(map(expected, batch))
            count += len(batch)
    assert count > 100
