"""Alphabetical order for listings: ґ after г, і after и, ё after е."""

from __future__ import annotations

from index.articles.article import Language
from index.language.languages import TABLES
from index.language.normalise import normalise


def collation_key(text: str, lang: Language) -> tuple[tuple[int, int], ...]:
    """Return a key that sorts by the alphabet of ``lang``: signs and digits first, then its letters, then others."""
    alphabet = TABLES[lang].alphabet
    return tuple(
        (1, alphabet.index(letter)) if letter in alphabet else (2 * letter.isalpha(), ord(letter))
        for letter in normalise(text)
    )
