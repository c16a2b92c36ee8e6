"""What a word says in no language: a number, and a word as English lemmas or by the keys of names."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from index.article import Language
from index.language import analyze, fold, is_stop, name_keys, translations

#: A name of fewer consonants is too common, and so is a number of one digit.
_KEY_LETTERS: Final = 3
_DIGITS: Final = 2

_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")


def read_chunk(chunk: str, lang: Language) -> tuple[int, list[int]]:
    """Return the hash of the words in a run between blanks, 0 where there is none, and the hashes of its features."""
    words = _WORD.findall(chunk)
    features = {zlib.crc32(name.encode()) or 1: None for word in words for name in _names(word, lang)}
    return (zlib.crc32(fold(" ".join(words)).encode()) or 1) if words else 0, list(features)


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
        yield from _keys(fold(word), lemmas, lang)
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
