"""Random analysed documents, and what a Whoosh reader says about an index, in a form that can be compared."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from whoosh.reading import IndexReader

from index.analysis.one_article import AnalysedDocument, FieldPostings
from index.articles.article import Article
from index.articles.schema import KEYWORD_FIELDS, TEXT_FIELDS, exact_field
from index.engines.arrays.format.layout import POSITION_FIELDS
from index.engines.whoosh.schema import length_column, value_column

TERMS = ("a", "b", "ba", "київ", "киїі", "c300", "я", "зсу", "\U0001f600", "x" * 64)
VALUES = ("", "Політика", "політика", "Київ", "a,b", "x" * 200)

_ids = st.sampled_from([f"id{number}" for number in range(12)])
_positions = st.lists(st.integers(0, 90), min_size=1, max_size=6, unique=True).map(sorted)
#: More occurrences than a byte counts, further out than 16 bits reach.
_many = st.integers(256, 300).map(lambda count: list(range(65_500, 65_500 + count)))
_postings = st.dictionaries(st.sampled_from(TERMS), st.one_of(_positions, _positions, _positions, _many), max_size=6)
_values = st.lists(st.sampled_from(VALUES), max_size=3, unique=True).map(tuple)


@st.composite
def documents(draw: st.DrawFn, ids: st.SearchStrategy[str] = _ids) -> AnalysedDocument:
    """A document with any terms at any positions; a field and its twin have the same length."""
    postings: dict[str, FieldPostings] = {}
    for name in TEXT_FIELDS:
        lemmas, forms = draw(_postings), draw(_postings)
        length = len({place for places in (*lemmas.values(), *forms.values()) for place in places})
        postings |= {name: FieldPostings(lemmas, length), exact_field(name): FieldPostings(forms, length)}
    published = draw(st.one_of(st.none(), st.integers(-(10**9), 4 * 10**9)))
    section, tags, authors = draw(_values), draw(_values), draw(_values)
    article = Article(
        id=draw(ids),
        url=None,
        lang="uk",
        title=draw(st.text(max_size=40)),
        body=draw(st.text(st.characters(codec="utf-8"), max_size=300)),
        section=section[0] if section else None,
        tags=tags,
        authors=authors,
        published=None if published is None else datetime.fromtimestamp(published, UTC),
    )
    shown = {"section": (article.section,) if article.section else (), "tag": tags, "author": authors}
    return AnalysedDocument(
        id=article.id,
        lang="uk",
        story=draw(st.sampled_from(("s1", "s2", article.id))),
        published=published,
        postings=postings,
        keywords={name: tuple(value.lower() for value in shown[name]) for name in KEYWORD_FIELDS},
        article=article,
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
