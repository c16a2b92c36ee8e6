"""Documents to measure on: the same in every run, real ones first, languages in turn."""

from __future__ import annotations

import pytest
from tiny_corpus import tiny_corpus, tiny_texts

from bench.corpus import Corpus
from bench.questions import CLASSES, ROWS, questions
from bench.texts import Text, Texts, paragraphs, texts, whence
from index.articles.article import LANGUAGES


def test_a_document_is_the_same_whatever_the_number_of_documents() -> None:
    few, many = list(tiny_corpus(30).all()), list(tiny_corpus(90).all())
    assert few == many[:30]
    assert [article.lang for article in few[:6]] == ["uk", "ru", "en"] * 2
    assert [article for article in few if article.lang == "ru"] == list(tiny_corpus(30).articles("ru"))


def test_real_texts_come_first_and_once() -> None:
    corpus = tiny_corpus(60)
    bodies = [article.body for article in corpus.articles("en")]
    assert bodies[:3] == [text.paragraphs[0] for text in tiny_texts()["en"].texts]
    assert corpus.size().real == 9
    assert corpus.size().bytes == sum(len(f"{a.title} {a.body}".encode()) for a in corpus.all())


def test_a_long_text_is_cut_at_the_ends_of_paragraphs() -> None:
    parts = tuple(f"Paragraph {n} has exactly ten words, this is one of them." for n in range(20))
    long = Texts([Text("Long", parts)], ["Long"], ["long"])
    bodies = [article.body for article in Corpus({**tiny_texts(), "en": long}, 12, words=25).articles("en")]
    assert "\n\n".join(bodies) == "\n\n".join(parts[:16])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{'a' * 50}\n\nshort\n\n{'b' * 50}\n{'c' * 50}", ("a" * 50, f"{'b' * 50} {'c' * 50}")),
        (f"{'a' * 50}\n{'b' * 50}", ("a" * 50, "b" * 50)),
    ],
)
def test_paragraphs_end_where_their_source_ends_them(text: str, expected: tuple[str, ...]) -> None:
    assert paragraphs(text) == expected


def test_without_measuring_data_the_sample_corpus_is_read(tmp_path: object) -> None:
    away = tmp_path / "away"  # type: ignore[operator]
    assert "sample corpus" in whence(away)
    for lang in LANGUAGES:
        found = texts(lang, data=away)
        assert found.texts
        assert found.queries == found.titles


@pytest.mark.parametrize("number", [3, 9, 60, 600])
def test_a_corpus_of_any_size_has_questions_or_none(number: int) -> None:
    asked = questions(tiny_corpus(number), tiny_texts(), 30)
    assert list(asked) == list(ROWS)
    assert all(question.words for row in asked.values() for question in row)
    assert all(question.kind == ROWS[row][0] for row, drawn in asked.items() for question in drawn)


def test_words_of_a_conjunction_and_of_a_phrase_stand_in_one_document() -> None:
    corpus = tiny_corpus(60)
    asked = questions(corpus, tiny_texts(), 30)
    bodies = {lang: [article.body.lower() for article in corpus.articles(lang)] for lang in LANGUAGES}
    for row in (*(f"AND, {name}" for name in CLASSES), "phrase"):
        for question in asked[row]:
            joined = " ".join(question.words) if row == "phrase" else ""
            assert any(all(w in body for w in question.words) and joined in body for body in bodies[question.lang])
    assert asked["AND, frequent"]
    assert asked["phrase"]
