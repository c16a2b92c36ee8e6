"""Forms are told apart among the occurrences of their lemmas, each occurrence at home under one of them."""

from __future__ import annotations

import pytest

from index.articles.article import Article
from index.engines.arrays.format.layout import AWAY
from index.engines.arrays.whoosh_view.toc import open_segments
from index.engines.arrays.write.index_writer import open_writer
from index.files.tokens import HIDDEN, at_home


@pytest.mark.parametrize(
    ("tokens", "homes"),
    [
        ([], {}),
        ([("мати", 0, ["мати", "мат"])], {(0, "мати"): "мати", (0, "мат"): None}),
        ([("a", 0, ["x"]), ("a", 1, ["x"])], {(0, "x"): "a", (1, "x"): "a"}),
        ([("a", 0, ["x"]), ("b", 0, ["x", "y"])], {(0, "x"): "a", (0, "y"): "b"}),
        ([("a", 0, ["x", "y"]), ("b", 0, ["y"])], {(0, "x"): "a", (0, "y"): "b"}),
        ([("a", 0, ["x"]), ("a", 0, ["x", "y"])], {(0, "x"): "a", (0, "y"): None}),
        ([("a", 0, ["x"]), ("b", 0, ["x"])], {(0, "x"): "a", (0, HIDDEN + "b"): "b"}),
        ([(None, 3, ["x"])], {(3, "x"): None}),
    ],
)
def test_a_form_is_at_home_with_its_first_free_lemma(tokens, homes):
    found = at_home(tokens)
    assert dict(found) == homes
    assert list(found) == sorted(found, key=lambda place: place[0])


def document(name: str, body: str) -> Article:
    return Article(name, None, "uk", "", body)


DOCUMENTS = (
    document("1", "a/x a/y b/x"),
    document("2", "a/x&b/x"),
    document("3", "c/y|z"),
)


def fill(directory, documents, deleted=()):
    writer = open_writer(directory, "uk")
    for each in documents:
        writer.write_article(each)
    writer.delete(deleted)
    writer.commit()
    return open_segments(directory)


def postings(view) -> dict[str, list[list[int]]]:
    field = view.forms("body")
    return {term.decode(): [each.tolist() for each in field.postings(at)] for at, term in enumerate(field.terms)}


def test_the_postings_of_a_form_are_those_of_its_homes(tmp_path):
    (view,) = fill(tmp_path, DOCUMENTS)
    assert postings(view) == {"a": [[0, 1], [2, 1], [0, 1, 0]], "b": [[0, 1], [1, 1], [2, 0]], "c": [[2], [1], [0]]}
    lemmas, forms = view.text("body"), view.forms("body")
    assert list(lemmas.terms) == [b"x", b"y", b"z"]
    assert list(lemmas.all_terms) == [b"x", b"y", b"z", b"\xffb"]
    assert [forms.homes_of(at) for at in range(3)] == [[(0, 0), (1, 0)], [(0, 1), (3, -1)], [(1, 1)]]
    assert lemmas.forms.tolist() == [0, 1, 0, 2, AWAY, 1]
    assert [lemmas.codes_of(at).tolist() for at in range(4)] == [[0, 1, 0], [0, 1], [], []]


@pytest.mark.parametrize("deleted", [(), ("1",), ("2",), ("1", "2"), ("3",)])
def test_a_merge_keeps_forms_and_counts_their_living_documents(tmp_path, deleted):
    fill(tmp_path / "merged", DOCUMENTS)
    more = [document("4", "a/x a/w")]
    (merged,) = fill(tmp_path / "merged", more, deleted)
    documents = {each.id: each for each in (*DOCUMENTS, *more)}
    order = [merged.id(number) for number in range(merged.documents)]
    assert set(order) == {"1", "2", "3", "4"} - set(deleted)
    (fresh,) = fill(tmp_path / "fresh", [documents[name] for name in order])
    assert postings(merged) == postings(fresh)
    assert {name: array.tolist() for name, array in _text(merged)} == {n: a.tolist() for n, a in _text(fresh)}


def _text(view):
    return ((name, view.container[name]) for name in view.container if name.startswith("body"))
