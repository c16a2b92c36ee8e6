"""Plain words go a short way through analysis, which leads where the long one does."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.articles.article import LANGUAGES, Language
from index.language import analyze, plain_terms, plain_word

WAY = sys.modules["index.language.analyze"]  # the package gives its name to the function

SIGNS = "[].,:;!?…(){}«»“”„\"/|*+=<>#№—–-'’_@%\u00ad\u0301\u00a0&\\~"
LETTERS = "абвгґжийіїєёщьыэъўАҐЁЇНРСТhtpswwHTPSWaoirkzäé5"
words = st.text(LETTERS, min_size=1, max_size=7) | st.sampled_from(
    ["НАТОвський", "Мясников", "Ёлкин", "Ґонґадзе", "http", "www", "HTTPS", "Київ", "iPhone", "т", "ж" * 64, "ж" * 65]
)
signs = st.text(SIGNS, max_size=4)
chunks = st.builds("{}{}{}".format, signs, words, signs)


@given(chunks, st.sampled_from(LANGUAGES))
@example("http://-", "en")
@example("WWW.-", "uk")
@example("awww.-", "uk")
@example("«Мясников».", "ru")
@example("НАТОвський,", "uk")
def test_the_short_way_leads_where_the_long_one_does(chunk: str, lang: Language) -> None:
    word = plain_word(chunk)
    if word is None:
        return
    start = chunk.index(word)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WAY, "is_plain", lambda _: False)
        WAY._analyse.cache_clear()
        long = analyze(chunk, lang)
    WAY._analyse.cache_clear()
    assert long == analyze(chunk, lang) == [(start, start + len(word), 0, *plain_terms(word, lang))]


@pytest.mark.parametrize(
    ("chunk", "word"),
    [
        ("«Слово»,", "Слово"),
        ("(word)", "word"),
        ("Kiлограм", None),  # two alphabets
        ("пів'яблука", None),
        ("віце-прем'єр", None),
        ("2026-го", None),
        ("https://", None),
        ("ж" * 65, None),
        ("—", None),
    ],
)
def test_what_is_plain(chunk: str, word: str | None) -> None:
    assert plain_word(chunk) == word
