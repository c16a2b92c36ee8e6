"""Which words of each language this archive writes with a capital within sentences: names, as no dictionary knows them.

The folded words are hashed to 64 bits and sorted, beside how often each was read in small letters and with a capital:
about a megabyte for a language.  Where a sentence begins nothing is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.articles.article import LANGUAGES, Article, Language
from index.files.generation_file import GenerationFile
from index.language import fold
from index.language.characters import APOSTROPHES

FOLDER: Final = "lexicon"
_FILE: Final = GenerationFile(FOLDER, "capitals.arr", format="capitals", version=1)

#: Articles of a language that a build reads at most, the newest, and characters of each: about half a second.
MOST_ARTICLES: Final = 2_000
_CHARACTERS: Final = 2_000
#: A word is a name when at least this share of its occurrences has a capital; ordinary words begin some names.
_NAMES: Final = 0.5
#: From this share on, and so many occurrences, it is hardly ever anything else.
_ALWAYS: Final = 0.95
_FEWEST_CAPITAL: Final = 2
#: Fewer occurrences in small letters do not make a word ordinary.
_FEWEST_SMALL: Final = 2
_MOST_COUNTED: Final = 65_535
#: Words of a language from which on those met once are forgotten.
_MOST_WORDS: Final = 400_000

_LETTER: Final = "[^\\W\\d_]"
#: A word with a capital that follows a word in small letters, with nothing but a comma or a bracket between them.
_CAPITAL: Final = re.compile(
    rf"(?:(?<=[a-zа-яіїєґё] )|(?<=[a-zа-яіїєґё], ))[«“\"(]?([A-ZА-ЯІЇЄҐЁ]{_LETTER}+(?:[{APOSTROPHES}-]{_LETTER}+)*)"
)
_SMALL: Final = re.compile(rf"(?<![\w{APOSTROPHES}-])[a-zа-яіїєґё]+(?:[{APOSTROPHES}-]{_LETTER}+)*")

Written = Literal["name", "ordinary"]


class Counts(NamedTuple):
    """Hashes of words, uint64 [n], ascending, and how often each was met small and capital, uint16 [n] each."""

    words: NDArray[np.uint64]
    small: NDArray[np.uint16]
    capital: NDArray[np.uint16]


NO_COUNTS: Final = Counts(np.zeros(0, np.uint64), np.zeros(0, np.uint16), np.zeros(0, np.uint16))


class Capitals:
    """How the archive writes its words, by language."""

    def __init__(self, counts: Mapping[Language, Counts]) -> None:
        self.counts = counts

    def written(self, word: str, lang: Language) -> Written | None:
        """Say how the archive writes a folded word: as a name, or in small letters; None when it has not told."""
        small, capital = self._counted(word, lang)
        if capital and capital >= _NAMES * (small + capital):
            return "name"
        return "ordinary" if small >= _FEWEST_SMALL else None

    def is_always_capital(self, word: str, lang: Language) -> bool:
        """Say whether the archive hardly ever writes the folded word in small letters: trump, путин."""
        small, capital = self._counted(word, lang)
        return capital >= _FEWEST_CAPITAL and capital >= _ALWAYS * (small + capital)

    def _counted(self, word: str, lang: Language) -> tuple[int, int]:
        """Return how often the folded word was read in small letters and with a capital."""
        words, small, capital = self.counts.get(lang, NO_COUNTS)
        wanted = np.uint64(_hash(word))
        at = int(np.searchsorted(words, wanted))
        if at == len(words) or words[at] != wanted:
            return 0, 0
        return int(small[at]), int(capital[at])

    def and_of(self, articles: Iterable[Article]) -> Capitals:
        """Return these with what ``articles`` add."""
        small: dict[Language, Counter[str]] = {lang: Counter() for lang in LANGUAGES}
        capital: dict[Language, Counter[str]] = {lang: Counter() for lang in LANGUAGES}
        for article in articles:
            text = article.body[:_CHARACTERS]
            small[article.lang].update(_SMALL.findall(text))
            capital[article.lang].update(_CAPITAL.findall(text))
        return Capitals(
            {lang: _sum(self.counts.get(lang, NO_COUNTS), _counted(small[lang], capital[lang])) for lang in LANGUAGES}
        )


NO_CAPITALS: Final = Capitals({})


def save_capitals(capitals: Capitals, generation: Path) -> None:
    """Write the counts into a generation under way, in place of what it began with."""
    with _FILE.writer(generation) as out:
        for lang, counts in capitals.counts.items():
            for name, column in counts._asdict().items():
                out.add(f"{lang}.{name}", column)


def load_capitals(generation: Path) -> Capitals:
    """Return what a generation knows; nothing where it has no such file.  May raise DamagedFile."""
    container = _FILE.read(generation)
    if container is None:
        return NO_CAPITALS
    return Capitals(
        {lang: Counts(*(np.array(container[f"{lang}.{name}"]) for name in Counts._fields)) for lang in LANGUAGES}
    )


def _counted(small: Counter[str], capital: Counter[str]) -> Counts:
    columns: dict[int, list[int]] = {}
    for column, counter in enumerate((small, capital)):
        for word, count in counter.items():
            columns.setdefault(_hash(fold(word)), [0, 0])[column] += count
    hashes = np.fromiter(columns, np.uint64, len(columns))
    order = np.argsort(hashes)
    counts = np.array(list(columns.values()), np.int64).reshape(-1, 2)[order]
    return Counts(hashes[order], *(_saturated(counts[:, column]) for column in (0, 1)))


def _sum(one: Counts, other: Counts) -> Counts:
    words, word = np.unique(np.concatenate((one.words, other.words)), return_inverse=True)
    columns = (
        np.bincount(word, np.concatenate(pair).astype(np.float64), len(words))
        for pair in ((one.small, other.small), (one.capital, other.capital))
    )
    small, capital = map(_saturated, columns)
    often = small + capital > 1 if len(words) > _MOST_WORDS else slice(None)
    return Counts(words[often], small[often], capital[often])


def _saturated(counts: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.uint16]:
    return np.minimum(counts, _MOST_COUNTED).astype(np.uint16)


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
