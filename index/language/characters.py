"""The character classes of Poshuk: every rule about single characters is one of these tables.

Classes are written as the inside of a regular-expression set, so that the tokenizer here and a compiled one share them.
"""

from __future__ import annotations

#: What people type for the apostrophe: ' ’ ʼ ‘ ` ´.  Terms carry the first, which the dictionaries need.
APOSTROPHES = "'\u2019\u02bc\u2018`\u00b4"

#: Hyphens that join a compound: hyphen-minus, hyphen, non-breaking hyphen.  Dashes separate.
HYPHENS = "\u002d\u2010\u2011"

#: Spaces that group digits: no-break, narrow no-break, thin.
GROUPING_SPACES = "\u00a0\u202f\u2009"

#: Characters inside a word that are no part of its spelling: soft hyphen, zero-width and direction marks, variation
#: selectors, and combining marks (of which the two of й ї ё ў are kept by ``normalise``).
IGNORED = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)

CYRILLIC = "\u0400-\u0482\u048a-\u052f\u1c80-\u1c88"
LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"

#: Letters of the two scripts that cannot be told apart in print, Latin → Cyrillic.  In lower case only those that look
#: the same there, too (not k, m, t …), so that a brand is not taken for a slip of the keyboard layout.
LATIN_TO_CYRILLIC = dict(zip("ABCEHIJKMOPSTXYaceijopsxy", "АВСЕНІЈКМОРЅТХУасеіјорѕху", strict=True))
CYRILLIC_TO_LATIN = {cyrillic: latin for latin, cyrillic in LATIN_TO_CYRILLIC.items()}

#: The letters of our alphabets, in which words need no care but for their capitals.
PLAIN_CYRILLIC = "а-яіїєґёА-ЯІЇЄҐЁ"
PLAIN_LATIN = "a-zA-Z"

#: Letters that decide between languages of the Cyrillic script; lower case.
UKRAINIAN_ONLY = frozenset("іїєґ")
RUSSIAN_ONLY = frozenset("ыэъё")
