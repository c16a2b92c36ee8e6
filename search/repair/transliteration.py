"""Words typed in Latin letters for Cyrillic: ``vidstavka``, ``zelenskyi``, ``pravitelstvo``.

A Cyrillic word and its romanisations have a key in common, whatever the standard: y, j, i, и, і, ї, ы, й are i, ie and
e are e, g, h, kh, г, х are h, soft signs and doubled letters are left out.  Of the forms with the key the most frequent
is meant.  Names alone are found without rewriting (``search.planner.names``); this is for whole queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from index.articles.article import Language
from index.language import alphabet, fold
from index.language.sounds import SOUNDS
from search.cache import cached
from search.planner.word_list import WordList
from search.repair.known_words import Judge
from search.repair.spans import Span, cased_like, replaced, words
from search.repair.tables import rows
from search.repair.vocabulary import Vocabulary

_LATIN: Final = tuple(rows("transliteration.tsv"))
_CYRILLIC: Final = str.maketrans(SOUNDS)
_IE = re.compile("i+e")
_DOUBLED = re.compile(r"([A-Za-z])\1+")
#: Letters whose keys are cached, half a megabyte each at most: all of both languages.
_LETTERS: Final = 80
#: The fewest words of a query that is transliterated as a whole.
_FEWEST: Final = 2
#: Capitals that are as few as this are left alone: U.S., NATO.
_ABBREVIATION: Final = 4


def key(word: str) -> str:
    """Return the key of a folded word of either script."""
    if word.isascii():
        for latin, sound in _LATIN:
            word = word.replace(latin, sound)
    return _DOUBLED.sub(r"\1", _IE.sub("e", word.translate(_CYRILLIC)))


class Transliterator:
    """Finds the words of the vocabulary by their keys; shared by threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._keyed = cached(self._read, _LETTERS)

    def mended(self, q: str, judge: Judge) -> str:
        """Return ``q`` in Cyrillic letters of the language that has its Latin words, or as it is.

        A single word, or one among Cyrillic ones, is a name or a brand and left to the search for names.
        """
        found = list(words(q))
        latin = [word for word in found if word.text.isascii() and not _is_abbreviation(word.text)]
        if len(latin) < _FEWEST or latin != found or not _mostly(latin, lambda word: not judge.documents(word)):
            return q
        for lang in judge.langs:
            meant = list(self._all_meant(latin, lang)) if lang != "en" else []
            if len(meant) == len(latin):
                return replaced(q, meant)
        return q

    def _all_meant(self, latin: list[Span], lang: Language) -> Iterator[Span]:
        """Yield what the words stand for, up to the first that stands for nothing: gibberish costs one word."""
        for word in latin:
            form = self.meant(word.text, lang)
            if form is None:
                return
            yield word._replace(text=cased_like(form, word.text))

    def meant(self, word: str, lang: Language) -> str | None:
        """Return the most frequent form of ``lang`` that the Latin ``word`` may stand for."""
        wanted = key(fold(word))
        first = (letter for letter in alphabet(lang) if wanted and key(letter)[:1] == wanted[0])
        found = [form for letter in first for form in self._keyed(letter, lang).forms(wanted)]
        return max(found)[1] if found else None

    def _read(self, letter: str, lang: Language) -> _Keyed:
        """Return the forms that begin with ``letter``."""
        return _Keyed(self._vocabulary.forms(lang, letter))


class _Keyed:
    """Forms by the hashes of their keys: twelve bytes a form, so that those of all letters stay in memory."""

    def __init__(self, words: WordList) -> None:
        self._words = words
        hashes = np.fromiter((hash(key(word)) for word in words), np.int64, len(words))
        self._order = np.argsort(hashes, kind="stable").astype(np.int32)
        self._hashes = hashes[self._order]

    def forms(self, wanted: str) -> Iterator[tuple[int, str]]:
        """Yield (documents, form) for each form with the key."""
        hashed = np.int64(hash(wanted))
        first, last = np.searchsorted(self._hashes, hashed), np.searchsorted(self._hashes, hashed, side="right")
        for at in self._order[first:last].tolist():
            if key(self._words[at]) == wanted:
                yield self._words.documents(at), self._words[at]


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= _ABBREVIATION


def _mostly(found: list[Span], condition: Callable[[str], bool]) -> bool:
    """Say whether the words that meet ``condition`` have more than half of the letters."""
    return 2 * sum(len(word.text) for word in found if condition(word.text)) > sum(len(word.text) for word in found)
