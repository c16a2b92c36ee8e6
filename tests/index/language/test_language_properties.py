"""What holds of analysis for any text at all."""

from __future__ import annotations

import os
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language import analyze, detect, fold, prefix_fold
from index.language.analyze import LONGEST_TERM
from index.language.normalise import normalise

SIZE = {"small": 200, "large": 5_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]

LETTERS = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюяАІЇЄҐЁЫabcxyzABCXYZé"
SIGNS = " '’ʼ‘`´-‑–.,:;/@&_0123456789\u00a0\u202f\u0301\u00ad\u200b\u0306\u0308\n«»👍"
near_text = st.text(alphabet=LETTERS + SIGNS, max_size=60)
any_text = near_text | st.text(max_size=60)
languages = st.sampled_from(["uk", "ru", "en"])


@settings(max_examples=SIZE, deadline=None)
@given(any_text, languages)
def test_offsets_are_valid_and_ascend(text, lang):
    tokens = analyze(text, lang)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert [token.position for token in tokens] == sorted(token.position for token in tokens)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert text[token.start].isalnum()
        assert token.lemmas
        assert len(set(token.lemmas)) == len(token.lemmas)
        for term in (token.form, *token.lemmas):
            assert 0 < len(term) <= LONGEST_TERM
            assert term.split() == [term]


@settings(max_examples=SIZE, deadline=None)
@given(near_text, languages)
def test_composed_and_decomposed_text_have_the_same_terms(text, lang):
    one, other = (
        [(token.position, token.form, token.lemmas) for token in analyze(unicodedata.normalize(form, text), lang)]
        for form in ("NFC", "NFD")
    )
    assert one == other


@settings(max_examples=SIZE, deadline=None)
@given(any_text)
def test_folds_are_idempotent(text):
    for function in (fold, normalise, prefix_fold):
        once = function(text)
        assert function(once) == once


@settings(max_examples=SIZE, deadline=None)
@given(near_text, languages)
def test_a_form_is_its_own_form(text, lang):
    for token in analyze(text, lang):
        again = analyze(token.form, lang)
        assert not again or again[0].form == token.form or len(token.form) == LONGEST_TERM


@settings(max_examples=SIZE // 4, deadline=None)
@given(any_text)
def test_detection_answers_one_or_the_other(text):
    found = detect(text)
    assert (found.lang is None) != (found.other is None)
    assert found == detect(text)


@pytest.mark.parametrize(
    "unit",
    [
        *["a", "я", "1", "a-", "я'", "1.", "a.", "a.a-", "a@", "a.b@", "www.", "http://", "http://.", "\u0301"],
        *["я\u0301", "і ", "1\u00a0", "100\u00a0", "-", "'", "a1", "KoЯn ", "1,000", "a'b'c-", "2023-"],
    ],
)
def test_time_is_linear_in_the_text(unit):
    text = unit * (300_000 // len(unit))
    began = time.thread_time()
    analyze(text, "uk")
    assert time.thread_time() - began < 8
