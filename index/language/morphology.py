"""Lemmas: pymorphy3 dictionaries for Ukrainian and Russian, a stemmer for English.

A unit takes a normalised word and answers with lemmas, or with nothing when the word is not its concern.  Each
language lists its units in order; the first that answers decides.  Units are slow (about 0.1 ms): callers cache.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from index.article import Language
from index.language.characters import CYRILLIC
from index.language.endings import ending_keys

Unit = Callable[[str], tuple[str, ...]]

_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_lock = threading.RLock()


@cache
def dictionary(lang: Language) -> Any:
    """Return the pymorphy3 analyzer of a language, loaded on first use (about 0.1 s and 25 MB)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang=lang)


@cache
def _stemmer(algorithm: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(algorithm)


def english_stem(word: str) -> tuple[str, ...]:
    """Return the Porter2 stem, possessive ``'s`` and hyphens removed, of a word without Cyrillic letters."""
    if _CYRILLIC.search(word):
        return ()
    with _lock:
        return (_stemmer("english").stemWord(word.replace("-", "")),)


def is_known(word: str, lang: Language) -> bool:
    """Say whether the dictionary of ``lang`` (uk or ru) has this form."""
    with _lock:
        return bool(dictionary(lang).word_is_known(word))


def known(lang: Language) -> Unit:
    """Return a unit that gives all lemmas of the words in a language's dictionary."""
    return partial(_known, lang=lang)


def unknown(lang: Language, sibling: Language) -> Unit:
    """Return a unit for words that the dictionary of ``lang`` does not have.

    It gives the lemmas of the ``sibling``'s dictionary (a quotation), the best guess by analogy, and the keys that
    the case forms of a name share.
    """
    return partial(_unknown, lang=lang, sibling=sibling)


def _known(word: str, lang: Language) -> tuple[str, ...]:
    """Look the word up as ``MorphAnalyzer.normal_forms`` does, without scoring and sorting: half the time."""
    with _lock:
        analyzer = dictionary(lang)
        entries = analyzer.dictionary.words.similar_items(word, analyzer.char_substitutes)
        build = analyzer.dictionary.build_normal_form
        lemmas = (build(paradigm, form, spelling) for spelling, parses in entries for paradigm, form in parses)
        return tuple(dict.fromkeys(lemmas))


def _unknown(word: str, lang: Language, sibling: Language) -> tuple[str, ...]:
    with _lock:
        guess = tuple(dictionary(lang).normal_forms(word)[:1])
    return _known(word, sibling) + guess + ending_keys(word, lang)
