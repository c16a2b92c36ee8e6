"""Random articles in the toy language, and what a Whoosh reader says about an index, in a form that can be compared."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from whoosh.reading import IndexReader

from index.articles.article import Article
from index.articles.schema import KEYWORD_FIELDS, TEXT_FIELDS
from index.engines.arrays.format.layout import POSITION_FIELDS
from index.engines.whoosh.schema import length_column, value_column

TERMS = ("a", "b", "ba", "київ", "киїі", "c300", "я", "зсу", "\U0001f600", "x" * 64)
VALUES = ("", "Політика", "політика", "Київ", "a,b", "x" * 200)

_ids = st.sampled_from([f"id{number}" for number in range(12)])
#: Words of the toy language: forms with lemmas of their own and of others, and two forms at one position.
_forms = st.sampled_from(TERMS)
_tokens = st.builds("{}/{}".format, _forms, st.lists(_forms, min_size=1, max_size=3, unique=True).map("|".join))
_words = _forms | _tokens | st.lists(_tokens, min_size=2, max_size=2).map("&".join)
_texts = st.lists(_words, max_size=12).map(" ".join)
_values = st.lists(st.sampled_from(VALUES), max_size=3, unique=True).map(tuple)
_moments = st.integers(-(10**9), 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def articles(ids: st.SearchStrategy[str] = _ids) -> st.SearchStrategy[Article]:
    """Articles with any terms; ``source`` is only stored."""
    return st.builds(
        Article,
        id=ids,
        url=st.none(),
        lang=st.just("uk"),
        title=_texts,
        lead=st.none() | _texts,
        body=_texts,
        section=st.none() | st.sampled_from(VALUES[1:]),
        tags=_values,
        authors=st.lists(_texts | st.sampled_from(VALUES), max_size=3, unique=True).map(tuple),
        published=st.none() | _moments,
        source=st.text(st.characters(codec="utf-8"), max_size=60),
        story_id=st.none() | st.sampled_from(("s1", "s2")),
    )


def contents(reader: IndexReader) -> dict[str, Any]:
    """Return all that the reader says about live documents, by id instead of number."""
    ids = {number: reader.column_reader(value_column("id"))[number].decode() for number in reader.all_doc_ids()}
    assert len(set(ids.values())) == len(ids), "an id is there twice"
    return {
        "documents": {ids[number]: _document(reader, number) for number in ids},
        "terms": dict(filter(lambda item: item[1], ((term, _term(reader, term, ids)) for term in reader.all_terms()))),
    }


def _document(reader: IndexReader, number: int) -> dict[str, Any]:
    columns = ["published", *map(length_column, TEXT_FIELDS), *map(value_column, (*KEYWORD_FIELDS, "id", "story"))]
    return {
        "stored": reader.stored_fields(number),
        "lengths": {name: reader.doc_field_length(number, name) or 0 for name in POSITION_FIELDS},
        "columns": {name: _column(reader, name, number) for name in columns},
    }


def _column(reader: IndexReader, name: str, number: int) -> Any:
    return (
        reader.column_reader(name)[number]
        if reader.has_column(name)
        else reader.schema[name].column_type.default_value()
    )


def _term(reader: IndexReader, term: tuple[str, bytes], ids: dict[int, str]) -> dict[str, Any]:
    matcher, found = reader.postings(*term), {}
    while matcher.is_active():
        positions = tuple(matcher.value_as("positions")) if term[0] in POSITION_FIELDS else ()
        found[ids[matcher.id()]] = (matcher.weight(), positions)
        matcher.next()
    return found
