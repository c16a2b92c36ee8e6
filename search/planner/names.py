"""Other spellings of a name, found through the vocabulary of a generation: nothing is added to its postings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from string import ascii_lowercase
from typing import Final, NamedTuple

from index.articles.article import Language
from index.articles.schema import exact_field
from index.language import alphabet, consonants, likeness, name_keys
from search.cache import cached
from search.engines.base import Snapshot
from search.planner.namehood import LIKENESS
from search.planner.word_list import WordList

#: Terms of one initial letter that are looked through at most, the most frequent.
_TERMS: Final = 4_000
#: Initial letters whose words are kept: 50 bytes a word, 300 where keys were made of it.
_LETTERS: Final = 256
#: How much less alike than the best spelling another may be.
_NEXT_TO_BEST: Final = 0.13


class Spelling(NamedTuple):
    """A lemma (in English a form) that spells a name, how alike it is, LIKENESS to 1, and in how many documents."""

    word: str
    likeness: float
    documents: int


class _Words:
    """The words of one initial letter.  Keys are made of those that may be meant."""

    def __init__(self, documents: Mapping[str, int]) -> None:
        self._words = WordList(documents)
        self._consonants = consonants(list(documents))
        self._keys: dict[int, tuple[str, ...]] = {}

    def with_key(self, key: str) -> Iterator[tuple[str, int]]:
        """Yield the words that have the key, and in how many documents they are."""
        for at in self._consonants.may_have(key):
            if at not in self._keys:
                self._keys[at] = name_keys(self._words[at])
            if key in self._keys[at]:
                yield self._words[at], self._words.documents(at)


class Names:
    """The names of a snapshot, read when first asked for; shared by threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._words = cached(self._read, _LETTERS)

    def spellings(self, lang: Language, fields: tuple[str, ...], word: str) -> list[Spelling]:
        """Return the words of the fields of ``lang`` that spell the folded ``word``, the likeliest first."""
        terms = dict(
            found
            for key in name_keys(word)
            for letter in initials(lang).get(key[0], ())
            for found in self._words(lang, fields, letter).with_key(key)
        )
        found = [Spelling(term, likeness(word, term), count) for term, count in terms.items()]
        near = [spelling for script in _scripts(found) for spelling in _near(script)]
        return sorted(near, key=lambda spelling: (-spelling.likeness, -spelling.documents, spelling.word))

    def _read(self, lang: Language, fields: tuple[str, ...], letter: str) -> _Words:
        """Return the words that begin with a letter.

        In English they are forms, for a stem may lack the end of a name (Harris, harri).
        """
        named = exact_field if lang == "en" else str
        frequency: dict[str, int] = {}
        for field in fields:
            for term, count in self._snapshot.terms_with_prefix(lang, named(field), letter, _TERMS):
                name = term.removesuffix("'s")
                frequency[name] = max(count, frequency.get(name, 0))
        return _Words(frequency)


def _scripts(spellings: list[Spelling]) -> tuple[list[Spelling], list[Spelling]]:
    """Return the Latin ones, which are most like a Latin name (Trump), and the others (Трамп)."""
    latin = [spelling for spelling in spellings if spelling.word.isascii()]
    other = [spelling for spelling in spellings if not spelling.word.isascii()]
    return latin, other


def _near(spellings: list[Spelling]) -> list[Spelling]:
    """Return those that are alike enough, and hardly less than the best."""
    lowest = max(LIKENESS, max((spelling.likeness for spelling in spellings), default=1.0) - _NEXT_TO_BEST)
    return [spelling for spelling in spellings if spelling.likeness >= lowest]


@cache
def initials(lang: Language) -> dict[str, tuple[str, ...]]:
    """Return the letters that words of ``lang`` begin with, Latin ones included, by the first sound of their keys."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for letters in {alphabet(lang), ascii_lowercase}:
        for letter, sound in _first_sounds(letters):
            found[sound][letter] = None
    return {sound: tuple(sorted(letters)) for sound, letters in found.items()}


def _first_sounds(letters: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each letter with each sound that it may begin a word with, whatever letter is next."""
    after = "rt" if "a" in letters else "рт"
    for letter in letters:
        for following in letters:
            for key in name_keys(letter + following + after):
                yield letter, key[0]
