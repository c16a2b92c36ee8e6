"""What analysis makes of words, as tables that a linguist can read and edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.language import analyze, fold, is_stop, prefix_fold, query_alternatives
from index.language.languages import TABLES

HERE = Path(__file__).parent
APOSTROPHES = "'’ʼ‘`´"


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def lemmas(text, lang):
    return {lemma for token in analyze(text, lang) for lemma in token.lemmas}


def whole_lemmas(word, lang):
    return set(analyze(word, lang)[0].lemmas)


def shown(text, lang) -> Iterator[str]:
    for token in analyze(text, lang):
        surface = text[token.start : token.end]
        yield f"{surface}|{token.position}|{token.form}|{'+'.join(token.lemmas)}"


@pytest.mark.parametrize(("lang", "text", "expected"), rows("tokens.tsv"))
def test_tokens(lang, text, expected):
    assert "  ".join(shown(text, lang)) == expected


@pytest.mark.parametrize(("requirement", "lang", "one", "other", "meet"), rows("meeting.tsv"))
def test_words_that_meet(requirement, lang, one, other, meet):
    assert bool(whole_lemmas(one, lang) & whole_lemmas(other, lang)) == (meet == "yes")


def surname_forms():
    paradigms = {(lang, name): endings.split() for lang, name, endings in rows("paradigms.tsv")}
    for lang, paradigm, stems in rows("surnames.tsv"):
        for stem in stems.split():
            yield lang, [stem + ending.strip("-") for ending in paradigms[lang, paradigm]]


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_case_forms_of_unknown_surnames_share_a_key(lang):
    from index.language.morphology import is_known

    groups = [forms for code, forms in surname_forms() if code == lang]
    groups = [forms for forms in groups if not any(is_known(form.lower(), lang) for form in forms)]
    apart = [forms for forms in groups if not set.intersection(*(lemmas(form, lang) for form in forms))]
    assert len(groups) >= 40
    assert len(apart) <= 0.05 * len(groups), apart


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_apostrophes_are_one_in_prefixes_and_values(apostrophe):
    assert prefix_fold(f"Здоров{apostrophe}") == "здоров'"
    assert fold(f"Охорона  Здоров{apostrophe}я ") == "охорона здоров'я"


@pytest.mark.parametrize(
    ("lang", "typed", "lemma"),
    [
        ("uk", "здоровя", "здоров'я"),
        ("uk", "пять", "п'ять"),
        ("uk", "здоров'я", "здоровя"),
        ("ru", "обьявление", "объявление"),
        ("ru", "об'явления", "объявление"),
    ],
)
def test_slips_of_spelling_are_searched_for_less(lang, typed, lemma):
    assert lemma not in lemmas(typed, lang)
    assert dict(query_alternatives(typed, lang))[lemma] < 1


@pytest.mark.parametrize(("lang", "word"), [("uk", "київ"), ("ru", "память"), ("en", "health"), ("uk", "коаліція")])
def test_a_word_of_the_dictionary_has_no_other_spelling(lang, word):
    assert query_alternatives(word, lang) == ()


@pytest.mark.parametrize(("lang", "foreign"), [("uk", "ыэъё"), ("ru", "іїєґ"), ("en", "абв")])
def test_stop_words_keep_to_their_alphabet(lang, foreign):
    words = TABLES[lang].stop_words
    assert len(words) > 100
    assert not [word for word in words if set(word) & set(foreign)]
    assert all(word == fold(word) for word in words)


def test_stop_words_are_indexed():
    assert [token.form for token in analyze("не буде", "uk")] == ["не", "буде"]
    assert is_stop("не", "uk")
    assert not is_stop("війна", "uk")
    assert not is_stop("us", "en")
