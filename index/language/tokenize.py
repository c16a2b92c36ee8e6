"""Where words begin and end: one pattern over the text as it was given, so that offsets need no mapping.

A surface is what the pattern matches: an address, an abbreviation with dots, or a compound of one to eight pieces
joined by hyphens.  Repetitions are possessive or bounded: the time is linear in the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.language.characters import APOSTROPHES, GROUPING_SPACES, HYPHENS, IGNORED

_ALNUM = r"[^\W_\u02bc]"  # U+02BC is a letter to Unicode and an apostrophe to us
_LETTER = r"[^\W\d_\u02bc]"
_RUN = rf"{_ALNUM}++(?:[{IGNORED}]++{_ALNUM}*+)*+"
_WORD = rf"{_RUN}(?:[{APOSTROPHES}][{IGNORED}]*+{_RUN}){{0,3}}+"
_GROUPED = rf"\d{{1,3}}+(?:[{GROUPING_SPACES}]\d{{3}}){{1,4}}+(?:[.,]\d++)?+(?!{_ALNUM})"
_NUMBER = rf"\d++(?:[.,:]\d++){{0,7}}+(?!{_ALNUM})"
_DATE = rf"\d{{4}}-\d\d-\d\d(?!{_ALNUM})"
_PIECE = rf"(?:{_DATE}|{_GROUPED}|{_NUMBER}|{_WORD})"
_COMPOUND = rf"{_PIECE}(?:[{HYPHENS}]{_PIECE}){{0,7}}+"
_INITIAL = rf"{_LETTER}[{IGNORED}]*+"
_ABBREVIATION = rf"{_INITIAL}(?:\.{_INITIAL}){{1,7}}+(?!{_ALNUM})\.?+"
_URL = r"(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww][Ww][Ww]\.)[^\s<>\"«»“”„{}|\\^`]{1,2048}(?<![.,;:!?)\]'’…])"
_EMAIL = r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}+@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
_HOST = (
    r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}+\.){1,6}"
    rf"(?:com|org|net|gov|edu|mil|info|int|media|news|ua|ru|by|eu|uk|pl|de|fr|io|tv|su|ge|lv|lt|ee)(?!{_ALNUM})"
)

#: Kinds of surface, tried in this order.
SURFACE = re.compile(
    rf"(?P<url>{_URL})|(?P<email>{_EMAIL})|(?P<host>{_HOST})|(?P<abbreviation>{_ABBREVIATION})|(?P<compound>{_COMPOUND})"
)
_PIECES = re.compile(_PIECE)


class Piece(NamedTuple):
    """A part of a surface: half-open range in it, and how many words come before it."""

    start: int
    end: int
    position: int


def surfaces(text: str) -> Iterator[re.Match[str]]:
    """Yield a match for each surface of ``text`` in order; its ``lastgroup`` names the kind."""
    return SURFACE.finditer(text)


def pieces(surface: str) -> list[Piece]:
    """Return the whole of a compound and, when it has several, its parts; the whole shares the first part's place."""
    parts = [Piece(*match.span(), index) for index, match in enumerate(_PIECES.finditer(surface))]
    return parts if len(parts) == 1 else [Piece(0, len(surface), 0), *parts]
