"""Highlighting agrees with matching: a leaf matches a field if and only if it marks it, and exactly where it matches.

The judge is slow and plain: the postings of the index, and every combination of positions for a phrase.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis.chunk_table import ChunkTable
from index.analysis.lookup import open_lookup
from index.analysis.one_article import AnalysedDocument, analysed, placed, texts
from index.analysis.table_file import save
from index.articles.article import LANGUAGES, Article, Language
from index.articles.schema import exact_field
from index.language import Token, analyze
from search.hits import highlight as marks
from search.hits.explain import explain
from search.hits.highlight import Marking
from search.plan.phrases import standing
from search.plan.plan import All, Alternative, Any, Everything, FieldBoost, Node, Phrase, Unit, Without

EXAMPLES = {"small": 100, "large": 20_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
FIELDS = ("title", "lead", "body")
WORDS: dict[Language, list[str]] = {
    "uk": ["Київ", "києва", "КИЄВІ", "Не", "не", "буде", "здоров’я", "здоров'я", "Київ-Львів", "Львів", "50\u00a0000",
           "ЗСУ", "т. д.", "мати", "мати-й-мачуха", "Украї\u0301на", "об\u00adлік"],
    "ru": ["река", "реке", "РЕКУ", "ёлка", "елки", "не", "Будет", "Санкт-Петербург", "стали", "сталь", "5", "000"],
    "en": ["river", "Rivers", "the", "ran", "running", "U.S.", "well-known", "known", "don't", "don’t", "HIMARS", "2"],
}  # fmt: skip
ENDS = [" ", " ", ". ", ", ", "\n", "! «", "» — ", "-", "\u00a0"]


@st.composite
def vocabularies(draw: st.DrawFn) -> tuple[Language, list[str]]:
    """Return a language and a few of its words: so few that texts repeat them and queries hit them."""
    lang = draw(st.sampled_from(LANGUAGES))
    return lang, draw(st.lists(st.sampled_from(WORDS[lang]), min_size=1, max_size=4, unique=True))


@st.composite
def articles(draw: st.DrawFn, lang: Language, words: list[str]) -> Article:
    pieces = st.lists(st.tuples(st.sampled_from(words), st.sampled_from(ENDS)), max_size=10)
    title, lead, body = ("".join(map("".join, draw(pieces))) for _ in FIELDS)
    return Article("a", None, lang, title, draw(st.sampled_from(["", lead])) + body, lead)


def alternatives(lang: Language, words: list[str]) -> st.SearchStrategy[Alternative]:
    """Return lemmas and exact forms of words that texts have."""
    tokens = [token for word in words for token in analyze(word, lang)]
    lemmas = sorted({lemma for token in tokens for lemma in token.lemmas})
    forms = sorted({token.form for token in tokens})
    terms = [*map(Alternative, lemmas), *(Alternative(form, exact=True) for form in forms)]
    return st.sampled_from(terms)


@st.composite
def leaves(draw: st.DrawFn, terms: st.SearchStrategy[Alternative]) -> Unit | Phrase:
    names = draw(st.lists(st.sampled_from(FIELDS), min_size=1, unique=True))
    fields = tuple(map(FieldBoost, names))
    words = draw(st.lists(st.lists(terms, min_size=1, max_size=2), min_size=1, max_size=3))
    units = tuple(Unit(f"x{number}", tuple(word), fields) for number, word in enumerate(words))
    if draw(st.booleans()):
        return units[0]
    gaps = draw(st.lists(st.sampled_from([1, 1, 2]), min_size=len(units) - 1, max_size=len(units) - 1))
    offsets = tuple(sum(gaps[:at]) for at in range(len(units)))
    return Phrase(units, offsets, draw(st.sampled_from([0, 0, 1, 3, 6])))


@st.composite
def trees(draw: st.DrawFn, terms: st.SearchStrategy[Alternative], depth: int = 2) -> Node:
    kind = draw(st.sampled_from(["leaf", "any", "all", "without"])) if depth else "leaf"
    if kind == "leaf":
        return draw(leaves(terms))
    inner = tuple(draw(st.lists(trees(terms, depth - 1), min_size=1, max_size=3)))
    match kind:
        case "any":
            return Any(inner, 0.5, tuple(draw(st.lists(leaves(terms), max_size=1))))
        case "all":
            return All(inner)
        case _:
            return Without(draw(st.sampled_from([inner[0], Everything()])), inner[-1])


@st.composite
def cases(draw: st.DrawFn, depth: int = 2) -> tuple[Article, Node]:
    lang, words = draw(vocabularies())
    return draw(articles(lang, words)), draw(trees(alternatives(lang, words), depth))


def wanted_leaves(node: Node) -> list[Unit | Phrase]:
    match node:
        case Unit() | Phrase():
            return [node]
        case Any(children) | All(children):
            return [leaf for child in children for leaf in wanted_leaves(child)]
        case Without(wanted):
            return wanted_leaves(wanted)
        case _:
            return []


def asks_for(unit: Unit, token: Token) -> bool:
    return any(one.text == token.form if one.exact else one.text in token.lemmas for one in unit.alternatives)


def matching(leaf: Unit | Phrase, document: AnalysedDocument, field: str) -> set[tuple[int, Unit]]:
    """Return where in the field which unit of the leaf matches: by the postings, and every combination of places."""
    units = leaf.units if isinstance(leaf, Phrase) else (leaf,)
    if field not in {boost.name for boost in units[0].fields}:
        return set()
    slots = [
        {
            position
            for one in unit.alternatives
            for position in document.postings[exact_field(field) if one.exact else field].positions.get(one.text, [])
        }
        for unit in units
    ]
    if isinstance(leaf, Unit):
        return {(position, leaf) for position in slots[0]}
    return {(place, unit) for places in product(*slots) if stands(leaf, places)
            for place, unit in zip(places, units, strict=True)}  # fmt: skip


def stands(phrase: Phrase, places: tuple[int, ...]) -> bool:
    if not phrase.slop:
        return all(place - places[0] == offset for place, offset in zip(places, phrase.offsets, strict=True))
    return len(set(places)) == len(places) and max(places) - min(places) <= max(phrase.offsets) + phrase.slop


def expected(article: Article, node: Node, field: str) -> set[tuple[int, int]]:
    """Return the ranges of a field's text that are to be marked."""
    document = analysed(article)
    places = {place for leaf in wanted_leaves(node) for place in matching(leaf, document, field)}
    return {
        (token.start, token.end)
        for _, position, token in placed(texts(article)[field], article.lang)
        if any(at == position and asks_for(unit, token) for at, unit in places)
    }


def marked(article: Article, node: Node, field: str) -> set[tuple[int, int]]:
    found = Marking(node, article.lang).marks(field, texts(article)[field][0], needed=True)
    assert [mark.start for mark in found] == sorted(mark.start for mark in found)
    return {(mark.start, mark.end) for mark in found}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


several = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@several
@given(cases())
def test_marks_are_exactly_the_tokens_that_match(case: tuple[Article, Node]) -> None:
    article, node = case
    for field in FIELDS:
        assert marked(article, node, field) == expected(article, node, field)


@several
@given(cases(depth=0))
def test_a_leaf_matches_if_and_only_if_it_is_marked(case: tuple[Article, Node]) -> None:
    article, leaf = case
    matches = bool(explain(analysed(article), leaf, dict.fromkeys(FIELDS, 5.0), None, "few").parts)
    assert matches == any(marked(article, leaf, field) for field in FIELDS)


@pytest.mark.parametrize("look", [1, 20, marks.FIRST_LOOK])
@several
@given(cases(), st.sets(st.integers(0, 7)))
def test_marks_are_the_same_by_a_table_of_some_chunks(
    directory: Path, look: int, case: tuple[Article, Node], left_out: set[int]
) -> None:
    article, node = case
    table = ChunkTable(article.lang)
    chunks = " ".join(text for field in FIELDS for text in texts(article)[field]).split(" ")
    table.analyse([[chunk for at, chunk in enumerate(chunks) if at % 8 not in left_out]], 0)
    table.analyse([["щось"]], 0)
    save(table, directory)
    lookup = open_lookup(directory, article.lang)
    assert lookup is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "FIRST_LOOK", look)
        for field in FIELDS:
            text = texts(article)[field][0]
            found = Marking(node, article.lang, lookup).marks(field, text, needed=True)
            assert found == Marking(node, article.lang).marks(field, text, needed=True)


@pytest.mark.parametrize("look", [1, 20])
@several
@given(cases())
def test_looking_bit_by_bit_marks_the_same(look: int, case: tuple[Article, Node]) -> None:
    article, node = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "FIRST_LOOK", look)
        for field in FIELDS:
            found, whole = marked(article, node, field), expected(article, node, field)
            assert found <= whole
            assert bool(found) == bool(whole)


@several
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5, unique=True).map(sorted), min_size=1, max_size=4),
    st.integers(1, 4),
)
def test_the_places_of_a_loose_phrase_are_all_that_take_part(slots: list[list[int]], slop: int) -> None:
    offsets = tuple(range(len(slots)))
    reach = offsets[-1] + slop
    places = [p for p in product(*slots) if len(set(p)) == len(p) and max(p) - min(p) <= reach]
    assert standing(slots, offsets, slop) == [{place[at] for place in places} for at in range(len(slots))]
