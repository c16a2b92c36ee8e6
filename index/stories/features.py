"""What a word says in no language: a number, and a word as English lemmas or by the keys of names."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from index.articles.article import Language
from index.language import analyze, fold, is_stop, name_keys, plain_word, translations
from index.language.characters import APOSTROPHES

#: A name of fewer consonants is too common, and so is a number of one digit.
_KEY_LETTERS: Final = 3
_DIGITS: Final = 2

Terms = Callable[[str], tuple[str, tuple[str, ...]]]

_WORD = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}-][^\W_]+)*")


def read_chunk(chunk: str, lang: Language, terms: Terms) -> tuple[int, Iterable[int]]:
    """Return the hash of the words in a run between blanks, 0 where there is none, and the hashes of its features.

    ``terms`` gives the form and the lemmas of a plain word.
    """
    if word := plain_word(chunk):
        form, lemmas = terms(word)
        return _hash(form), _features(form, form, lemmas, lang)
    words = _WORD.findall(chunk)
    features = dict.fromkeys(feature for word in words for feature in _of_word(word, lang))
    return _hash(fold(" ".join(words))) if words else 0, features


def _hash(text: str) -> int:
    return zlib.crc32(text.encode()) or 1


def _of_word(word: str, lang: Language) -> tuple[int, ...]:
    """Return the features of a word: a number's own, else what ``_features`` finds."""
    if word.isdigit():
        return (_hash(word),) if len(word) >= _DIGITS else ()
    tokens = analyze(word, lang)[:1]
    return _features(fold(word), tokens[0].form, tokens[0].lemmas, lang) if tokens else ()


def _features(word: str, form: str, lemmas: tuple[str, ...], lang: Language) -> tuple[int, ...]:
    """Return the features of a folded word with its form and lemmas."""
    if is_stop(form, lang):
        return ()
    return _called((word.removesuffix("'s"),) if lang == "en" else (), lemmas, lang)


@lru_cache(maxsize=1 << 15)
def _called(spelled: tuple[str, ...], lemmas: tuple[str, ...], lang: Language) -> tuple[int, ...]:
    """Return what words with these lemmas are called in all languages, as hashes.

    That is English lemmas, else the keys of a name, which is ``spelled`` so or, when that is empty, as its lemmas are.
    """
    called = translations(lemmas, lang, "uk" if lang == "en" else "en")
    if not called:
        names = _keys(spelled or lemmas)
    elif lang == "en":
        names = iter(lemmas)
    else:
        names = (lemma for other in called for token in analyze(other, "en")[:1] for lemma in token.lemmas)
    return tuple(dict.fromkeys(map(_hash, names)))


def _keys(spellings: tuple[str, ...]) -> Iterator[str]:
    """Yield the keys of a word that no table has, and a Latin word itself: marked, for they are no lemmas."""
    for spelled in spellings:
        if spelled.isascii():
            yield f"={spelled}"
        yield from (f"/{key}" for key in name_keys(spelled) if len(key) >= _KEY_LETTERS)
