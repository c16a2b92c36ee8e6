"""Stories as numbers: the content words of each version by their lemmas, and where in the text they stand.

A form may be of several lemmas; which one is meant is decided when all texts have been read.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.articles.article import Article, Language
from index.language import analyze, is_stop
from index.language.characters import APOSTROPHES

#: Content words that are read of a text: the memory and the time of a story are bounded.
_WORDS: Final = 400
_CHARACTERS: Final = 6_000
#: Shorter lemmas are mostly particles and initials.
_LETTERS: Final = 3
_REMEMBERED: Final = 1 << 17

_WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}-][^\W\d_]+)*")


class Text(NamedTuple):
    """Content words of one text in order: numbers, int32 [n], and positions, float64 [n], ascending.

    Numbers are of readings when a text has been read, of lemmas when all have (``LemmaTable.of``).  A position is the
    number of the paragraph and how far into it the word stands.
    """

    words: NDArray[np.int32]
    positions: NDArray[np.float64]
    paragraphs: int


class LemmaTable(NamedTuple):
    """The lemmas of one language, a whole word for each, and the lemma of each reading, int32 [readings]."""

    words: list[str]
    forms: dict[str, str]
    of_reading: NDArray[np.int32]

    def of(self, text: Text) -> Text:
        """Return a text that was read with its words as numbers of lemmas."""
        return text._replace(words=self.of_reading[text.words])


@dataclass(slots=True)
class Readings:
    """What the words of one language may be: a number for each set of lemmas, and the first form it was read in."""

    readings: dict[tuple[str, ...], int] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    occurrences: list[int] = field(default_factory=list)

    def read(self, article: Article) -> Text:
        """Return the article's text, its words as numbers of readings."""
        words: list[int] = []
        positions: list[float] = []
        paragraphs = [part for part in article.body[:_CHARACTERS].split("\n") if part.strip()]
        for number, paragraph in enumerate(paragraphs):
            for match in _WORD.finditer(paragraph):
                if lemmas := _content(match[0], article.lang):
                    words.append(self._reading(lemmas, match[0]))
                    positions.append(number + match.start() / len(paragraph))
        return Text(np.array(words[:_WORDS], np.int32), np.array(positions[:_WORDS]), len(paragraphs))

    def settled(self) -> LemmaTable:
        """Return each reading's one lemma: of those that it may have, the one that most words read may have.

        So війну, a form of війна and of війнути, is counted with війни and війною.
        """
        weights: Counter[str] = Counter()
        for lemmas, occurrences in zip(self.readings, self.occurrences, strict=True):
            weights.update(dict.fromkeys(lemmas, occurrences))
        numbers: dict[str, int] = {}
        forms: dict[str, str] = {}
        of_reading = np.zeros(len(self.readings), np.int32)
        for (lemmas, reading), form in zip(self.readings.items(), self.forms, strict=True):
            lemma = max(lemmas, key=weights.__getitem__)
            of_reading[reading] = numbers.setdefault(lemma, len(numbers))
            forms.setdefault(lemma, form)
        return LemmaTable(list(numbers), forms, of_reading)

    def _reading(self, lemmas: tuple[str, ...], word: str) -> int:
        number = self.readings.setdefault(lemmas, len(self.readings))
        if number == len(self.forms):
            self.forms.append(word.lower())
            self.occurrences.append(0)
        self.occurrences[number] += 1
        return number


@lru_cache(_REMEMBERED)
def _content(word: str, lang: Language) -> tuple[str, ...]:
    """Return the lemmas that a content word may have, none for other words."""
    tokens = analyze(word, lang)[:1]
    if not tokens or is_stop(tokens[0].form, lang):
        return ()
    return tuple(lemma for lemma in tokens[0].lemmas if len(lemma) >= _LETTERS)
