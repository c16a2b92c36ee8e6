"""Stories as numbers: the content words of each version by their lemmas, and where in the text they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Language
from index.language import analyze, is_stop

#: Content words that are read of a text: the memory and the time of a story are bounded.
_WORDS: Final = 400
_CHARACTERS: Final = 6_000
#: Shorter lemmas are mostly particles and initials.
_LETTERS: Final = 3
_REMEMBERED: Final = 1 << 17

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")


class Text(NamedTuple):
    """Content words of one text in order: numbers of their lemmas, int32 [n], and places, float64 [n], ascending.

    A place is the number of the paragraph and how far into it the word stands.
    """

    words: NDArray[np.int32]
    places: NDArray[np.float64]
    paragraphs: int


@dataclass(slots=True)
class Vocabulary:
    """The lemmas of one language: a number for each, and the first form that it was read in."""

    numbers: dict[str, int] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    def read(self, article: Article) -> Text:
        """Return the article's text, its lemmas numbered."""
        words: list[int] = []
        places: list[float] = []
        paragraphs = [part for part in article.body[:_CHARACTERS].split("\n") if part.strip()]
        for number, paragraph in enumerate(paragraphs):
            for match in _WORD.finditer(paragraph):
                if lemma := _content(match[0], article.lang):
                    words.append(self.numbers.setdefault(lemma, len(self.numbers)))
                    self.forms.setdefault(lemma, match[0].lower())
                    places.append(number + match.start() / len(paragraph))
        return Text(np.array(words[:_WORDS], np.int32), np.array(places[:_WORDS]), len(paragraphs))


@lru_cache(_REMEMBERED)
def _content(word: str, lang: Language) -> str | None:
    """Return the lemma of a content word, None for other words."""
    tokens = analyze(word, lang)[:1]
    if not tokens or is_stop(tokens[0].form, lang) or len(tokens[0].lemmas[0]) < _LETTERS:
        return None
    return tokens[0].lemmas[0]
