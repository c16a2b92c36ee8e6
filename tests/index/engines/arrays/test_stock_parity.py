"""Every call of a stock Whoosh reader gives on array segments what it gives on stock segments."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import whoosh.index
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from segment_articles import TERMS, articles, contents
from whoosh.query import And, Or, Phrase, Prefix, Term
from whoosh.scoring import BM25F
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.analysis.one_article import analysed
from index.articles.article import Article
from index.articles.schema import KEYWORD_FIELDS
from index.engines.arrays.format.layout import POSITION_FIELDS
from index.engines.arrays.write import index_writer as arrays
from index.engines.whoosh import writer as stock
from index.engines.whoosh.schema import INDEX_NAME, VALUE_FIELDS

EXAMPLES = 500 if os.environ.get("POSHUK_TEST_SIZE") == "large" else 8
_settings = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

Batch = tuple[list[Article], list[str]]
batches = st.lists(
    st.tuples(
        st.lists(articles(), max_size=8),
        st.lists(st.sampled_from([f"id{n}" for n in range(12)] + ["none"]), max_size=4),
    ),
    min_size=1,
    max_size=4,
)
distinct = st.lists(articles(), min_size=1, max_size=12, unique_by=lambda article: article.id)


def _index(writers, directory: Path, changes: list[Batch]):
    """Apply the batches, a commit each, and return the deletions' counts and a stock index."""
    counts = []
    for written, deleted in changes:
        writer = writers.open_writer(directory, "uk")
        for article in written:
            writer.write_article(article)
        counts.append(writer.delete(deleted))
        counts.append(writer.commit())
    return counts, whoosh.index.open_dir(str(directory), INDEX_NAME)


@pytest.fixture(scope="module")
def pair():
    """Two empty directories per example."""

    def make(changes: list[Batch]):
        root = Path(directory.name, str(next(numbers)))
        return tuple(_index(writers, root / writers.__name__, changes) for writers in (stock, arrays))

    directory = TemporaryDirectory()
    numbers = count()
    yield make
    directory.cleanup()


@given(batches)
@_settings
def test_updates_deletes_and_merges(pair, changes):
    (stock_counts, stock_index), (counts, index) = pair(changes)
    assert counts == stock_counts
    with index.reader() as reader, stock_index.reader() as stock_reader:
        assert contents(reader) == contents(stock_reader)


def test_counts_beyond_a_byte_and_positions_beyond_16_bits(pair):
    """The second commit merges what both wrote."""
    long = Article("id1", None, "uk", "a/b " * 300, " ".join([*["a"] * 65_400, *["b/ba|a"] * 300]))
    short = Article("id2", None, "uk", "b", "a b")
    (stock_counts, stock_index), (counts, index) = pair([([long], []), ([short], [])])
    assert counts == stock_counts
    with index.reader() as reader, stock_index.reader() as stock_reader:
        assert contents(reader) == contents(stock_reader)


@given(distinct)
@_settings
def test_statistics_of_one_segment(pair, written):
    (_, stock_index), (_, index) = pair([(written, [])])
    with index.reader() as reader, stock_index.reader() as expected:
        assert set(reader.indexed_field_names()) == set(expected.indexed_field_names())
        terms = list(expected.all_terms())
        assert list(reader.all_terms()) == terms
        for term in terms:
            info, expected_info = reader.term_info(*term), expected.term_info(*term)
            assert {name: getattr(info, name)() for name in INFO} == {
                name: getattr(expected_info, name)() for name in INFO
            }
            assert (info.min_length(), info.max_length()) == _lengths(written, *term)
            assert reader.doc_frequency(*term) == expected.doc_frequency(*term)
            assert reader.frequency(*term) == expected.frequency(*term)
            assert reader.first_id(*term) == expected.first_id(*term)
        for name in POSITION_FIELDS:
            assert reader.field_length(name) == expected.field_length(name)
            if expected.field_length(name):
                assert reader.min_field_length(name) == expected.min_field_length(name)
                assert reader.max_field_length(name) == expected.max_field_length(name)


INFO = ("weight", "doc_frequency", "max_weight", "min_id", "max_id")


def _lengths(written: list[Article], field: str, term: bytes) -> tuple[int, int]:
    """Return the smallest and the largest length, as a byte keeps them, of the documents with the term."""
    if field not in POSITION_FIELDS:
        return 0, 0
    postings = [analysed(article).postings[field] for article in written]
    lengths = [byte_to_length(length_to_byte(length)) for places, length in postings if term.decode() in places]
    return min(lengths), max(lengths)


@given(distinct, st.sampled_from([*TERMS, "б", "zz", ""]))
@_settings
def test_term_navigation(pair, written, text):
    (_, stock_index), (_, index) = pair([(written, [])])
    with index.reader() as reader, stock_index.reader() as expected:
        for name in (*POSITION_FIELDS, *KEYWORD_FIELDS, *VALUE_FIELDS):
            assert list(reader.terms_from(name, text)) == list(expected.terms_from(name, text))
            assert list(reader.expand_prefix(name, text)) == list(expected.expand_prefix(name, text))
            assert list(reader.field_terms(name)) == list(expected.field_terms(name))
            assert list(reader.terms_within(name, text, 1)) == list(expected.terms_within(name, text, 1))
            assert ((name, text) in reader) == ((name, text) in expected)


_terms = st.builds(Term, st.sampled_from(("body", "title")), st.sampled_from(TERMS))
_phrases = st.builds(
    Phrase,
    st.sampled_from(("body", "title_exact")),
    st.lists(st.sampled_from(TERMS[:4]), min_size=2, max_size=3),
    slop=st.integers(1, 3),
)
_queries = st.recursive(
    st.one_of(_terms, _phrases, st.builds(Prefix, st.just("body"), st.sampled_from(("k", "ки", "b")))),
    lambda inner: st.builds(
        lambda kind, items: kind(items), st.sampled_from((And, Or)), st.lists(inner, min_size=2, max_size=3)
    ),
    max_leaves=5,
)


@given(distinct, st.lists(_queries, min_size=1, max_size=8))
@_settings
def test_stock_matchers_give_the_same_scores(pair, written, queries):
    (_, stock_index), (_, index) = pair([(written, [])])
    with index.searcher(weighting=BM25F()) as searcher, stock_index.searcher(weighting=BM25F()) as expected:
        for query in queries:
            hits = [(hit.docnum, hit.score) for hit in expected.search(query, limit=5)]
            found = [(hit.docnum, hit.score) for hit in searcher.search(query, limit=5)]
            assert [number for number, _ in found] == [number for number, _ in hits]
            assert [score for _, score in found] == pytest.approx([score for _, score in hits], rel=1e-6)
