"""Countries, cities, organisations and their abbreviations in three languages, names of several words included.

A line of ``data/entities.tsv`` is like one of ``translations.tsv``: ``uk<TAB>ru<TAB>en``, with ``|`` between names of
one thing.  A name is met in any case form (Великої Британії).  An abbreviation has to be written in capitals, or have
three letters and be no stop word: US is not us.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from index.articles.article import Language
from index.language.analyze import analyze
from index.language.languages import is_stop
from index.language.translations import Row, parse_rows

_TABLE = files("index.language") / "data" / "entities.tsv"
#: Letters that an abbreviation has at least when it is not written in capitals.
_SHORTEST = 3

Lemmas = frozenset[str]


class Entity(NamedTuple):
    """The words from ``start`` to before ``stop`` are ``name``, which ``row`` has in all languages."""

    start: int
    stop: int
    name: str
    row: Row

    def elsewhere(self, target: Language) -> tuple[str, ...]:
        """Return what it is called in ``target``; nothing when that is what it was called (США)."""
        names = self.row.of(target)
        return () if self.name in names else names


class _Name(NamedTuple):
    text: str
    words: tuple[Lemmas, ...]
    row: Row

    @property
    def abbreviation(self) -> bool:
        return self.text.replace(".", "").isupper()


def entities(words: Sequence[str], source: Language) -> list[Entity]:
    """Return the names in ``words`` of a text in ``source``, the longest first found, none over another."""
    found: list[Entity] = []
    forms = [_lemmas(word, source) for word in words]
    start = 0
    while start < len(words):
        name = _longest(words, forms, start, source)
        if name:
            found.append(Entity(start, start + len(name.words), name.text, name.row))
        start += len(name.words) if name else 1
    return found


def _longest(words: Sequence[str], forms: list[Lemmas], start: int, source: Language) -> _Name | None:
    known = _names(source)
    candidates = [name for lemma in forms[start] for name in known.get(lemma, ())]
    if not candidates:  # as of most words
        return None
    fitting = [name for name in candidates if _fits(name, words[start:], forms[start:], source)]
    return max(fitting, key=lambda name: len(name.words), default=None)


def _fits(name: _Name, words: Sequence[str], forms: list[Lemmas], source: Language) -> bool:
    if len(name.words) > len(forms) or not all(one & other for one, other in zip(name.words, forms, strict=False)):
        return False
    word = words[0]
    return not name.abbreviation or word.isupper() or (len(word) >= _SHORTEST and not is_stop(word.lower(), source))


@lru_cache(maxsize=1 << 14)
def _lemmas(word: str, lang: Language) -> Lemmas:
    return frozenset(lemma for token in analyze(word, lang)[:1] for lemma in token.lemmas)


@cache
def _names(source: Language) -> dict[str, tuple[_Name, ...]]:
    """Return the names by each lemma of their first word; about 0.1 s on first use."""
    found: defaultdict[str, list[_Name]] = defaultdict(list)
    for row in parse_rows(_TABLE.read_text(encoding="utf-8"), _TABLE.name):
        for text in row.of(source):
            words = tuple(_lemmas(word, source) for word in text.split())
            for lemma in words[0]:
                found[lemma].append(_Name(text, words, row))
    return {lemma: tuple(names) for lemma, names in found.items()}
