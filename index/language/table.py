"""What makes a language: a table of letters, stop words and analysis units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from index.articles.article import Language
from index.language.morphology import Unit
from index.language.normalise import meet


@dataclass(frozen=True)
class LanguageTable:
    """One language.  ``alphabet`` is in collation order; ``units`` are tried in order until one gives lemmas."""

    code: Language
    alphabet: str
    units: tuple[Unit, ...]
    stop_words: frozenset[str]

    def lemmas(self, word: str) -> tuple[str, ...]:
        """Return the lemmas of a normalised word, distinct and never empty."""
        for unit in self.units:
            if found := unit(word):
                return tuple(dict.fromkeys([meet(lemma) for lemma in found if lemma])) or (word,)
        return (word,)


def read_words(name: str) -> frozenset[str]:
    """Return the words of a data file: separated by white space, ``#`` starts a comment."""
    return frozenset(_words((files("index.language") / "data" / name).read_text(encoding="utf-8")))


def _words(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from line.partition("#")[0].split()
