"""What an article says in no language: its numbers, and its words as English lemmas or by the keys of names."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from index.article import Article, Language
from index.language import analyze, fold, is_stop, name_keys, translations

#: Features of an article at most: those of its title, and of the beginning of its text.
MOST_FEATURES: Final = 96
#: Characters of text that are read for them: news tell the most important first.
_CHARACTERS: Final = 2_000
#: A name of fewer consonants is too common, and so is a number of one digit.
_KEY_LETTERS: Final = 3
_DIGITS: Final = 2
#: Words whose features are remembered (about 0.3 kB each).
_WORDS: Final = 1 << 17

_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")


def features(article: Article) -> tuple[int, ...]:
    """Return at most MOST_FEATURES distinct hashes, 1 to 2³²-1, in the order of the text."""
    text = f"{article.title}\n{article.lead or ''}\n{article.body}"[:_CHARACTERS]
    found: dict[int, None] = {}
    for word in dict.fromkeys(_WORD.findall(text)):
        found.update(_of_word(word, article.lang))
        if len(found) >= MOST_FEATURES:
            break
    return tuple(found)[:MOST_FEATURES]


@lru_cache(_WORDS)
def _of_word(word: str, lang: Language) -> dict[int, None]:
    """Return the features of a word as an ordered set."""
    return {zlib.crc32(name.encode()) or 1: None for name in _names(fold(word), lang)}


def _names(word: str, lang: Language) -> Iterator[str]:
    """Yield what the word is called in all languages: a number, English lemmas, else the keys of a name."""
    if word.isdigit():
        if len(word) >= _DIGITS:
            yield word
        return
    tokens = analyze(word, lang)[:1]
    if not tokens or is_stop(tokens[0].form, lang):
        return
    lemmas = tokens[0].lemmas
    called = translations(lemmas, lang, "uk" if lang == "en" else "en")
    if not called:
        yield from _keys(word, lemmas, lang)
    elif lang == "en":
        yield from lemmas
    else:
        yield from (lemma for other in called for token in analyze(other, "en")[:1] for lemma in token.lemmas)


def _keys(word: str, lemmas: tuple[str, ...], lang: Language) -> Iterator[str]:
    """Yield the keys of a word that no table has, and a Latin word itself: marked, for they are no lemmas."""
    for spelled in (word.removesuffix("'s"),) if lang == "en" else lemmas:
        if spelled.isascii():
            yield f"={spelled}"
        yield from (f"/{key}" for key in name_keys(spelled) if len(key) >= _KEY_LETTERS)
