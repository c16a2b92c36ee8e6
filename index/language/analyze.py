"""Text → tokens: the one place where words become terms."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from index.articles.article import Language
from index.language.addresses import address_keys
from index.language.inflected import abbreviation, may_be_surname
from index.language.languages import TABLES
from index.language.normalise import bare, fold_word, meet, normalise
from index.language.overrides import OVERRIDES_VERSION, VERSION_STEP
from index.language.plain import is_plain
from index.language.token import Token
from index.language.tokenize import Piece, pieces, surfaces

#: Part of a generation's manifest: an index made by another version, or with other overrides, is rebuilt.
ANALYSIS_VERSION = OVERRIDES_VERSION + 3

#: A term has at most this many characters; what is longer is cut.
LONGEST_TERM = 64
#: A surface longer than this is read up to here and not taken apart.
LONGEST_SURFACE = 256
#: Surfaces whose analysis is remembered (about 0.5 kB each).
CACHE_SIZE = 1 << 16


class _Part(NamedTuple):
    start: int
    end: int
    position: int
    form: str
    lemmas: tuple[str, ...]


def same_code(version: int) -> bool:
    """Say whether a version of the analysis differs from this one, if at all, in the user's overrides only."""
    return version % VERSION_STEP == ANALYSIS_VERSION % VERSION_STEP


def analyze(text: str, lang: Language) -> list[Token]:
    """Return the tokens of ``text`` by ascending start, a compound before its parts.

    ``text[token.start:token.end]`` is the original word.  Total: any string gives tokens, in linear time.
    """
    tokens: list[Token] = []
    position = 0
    for match in surfaces(text):
        offset = match.start()
        surface = match[0]
        parts = _analyse(surface, match.lastgroup, lang) if len(surface) <= LONGEST_SURFACE else _analyse_long(surface)
        for start, end, place, form, lemmas in parts:
            tokens.append(Token(offset + start, offset + end, position + place, form, lemmas))
        position += parts[-1].position + 1
    return tokens


@lru_cache(maxsize=CACHE_SIZE)
def _analyse(surface: str, kind: str | None, lang: Language) -> tuple[_Part, ...]:
    if kind == "compound":
        return tuple(_part(surface, piece, lang) for piece in pieces(surface))
    form = fold_word(surface)
    keys = (fold_word(form.replace(".", "")),) if kind == "abbreviation" else address_keys(form)
    return (_Part(0, len(surface), 0, _cut(form), _distinct(keys)),)


def _part(surface: str, piece: Piece, lang: Language) -> _Part:
    word = surface[piece.start : piece.end]
    if is_plain(word):
        return _Part(*piece, *plain_terms(word, lang))
    form = _cut(fold_word(word))
    lemmas = _lemmas(_cut("".join(normalise(word).split()) or word), lang)
    lemmas += () if word.isascii() or word.islower() else _as_written("".join(bare(word).split()), form, lang)
    return _Part(*piece, form, _distinct(lemmas))


def plain_terms(word: str, lang: Language) -> tuple[str, tuple[str, ...]]:
    """Return the form and the lemmas of a plain word (``index.language.plain``), as ``analyze`` does.

    They are not remembered: who asks for many words has a better place for them.
    """
    lower = word.lower()
    form = meet(lower)
    lemmas = TABLES[lang].lemmas(lower)
    lemmas += () if word == lower or word.isascii() else _as_written(word, form, lang)
    return form, _distinct(lemmas)


@lru_cache(maxsize=2 * CACHE_SIZE)
def _lemmas(word: str, lang: Language) -> tuple[str, ...]:
    """Return the lemmas of a normalised word: in capitals or not, and for whoever reads a text again."""
    return TABLES[lang].lemmas(word)


def _as_written(word: str, form: str, lang: Language) -> tuple[str, ...]:
    """Return the lemmas that a word has only for its capitals, or its two scripts."""
    if stem := abbreviation(word):
        return TABLES[lang].lemmas(_cut(normalise(stem)))
    return (form,) if may_be_surname(word, lang) else ()


def _analyse_long(surface: str) -> tuple[_Part, ...]:
    form = _cut(fold_word(surface[:LONGEST_SURFACE]))
    return (_Part(0, len(surface), 0, form, (form,)),)


def _distinct(lemmas: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([lemma[:LONGEST_TERM] for lemma in lemmas]))


def _cut(term: str) -> str:
    return term[:LONGEST_TERM]
