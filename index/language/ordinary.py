"""Whether a word is an ordinary one or a name, as far as the dictionaries of the three languages know."""

from __future__ import annotations

from typing import Literal

from index.articles.article import Language
from index.language.english_words import is_english_name, is_english_word
from index.language.morphology import dictionary_readings

#: What a dictionary says of a word: an ordinary one, a name, either of the two, or that it has no such word.
WordKind = Literal["ordinary", "name", "either", "unknown"]


def word_kind(word: str, lang: Language) -> WordKind:
    """Return what the dictionary of ``lang`` knows of a folded word.

    The Ukrainian one does not mark places: there Тернопіль is ordinary.
    """
    if lang == "en":
        ordinary, name = is_english_word(word), is_english_name(word)
    else:
        ordinary, name = dictionary_readings(word, lang)
    if ordinary:
        return "either" if name else "ordinary"
    return "name" if name else "unknown"
