"""Which languages a query may be in."""

from __future__ import annotations

from typing import Final

from index.articles.article import LANGUAGES, Language
from index.language import (
    known_share,
    possible_languages,
)

#: A query may be in a language that has at least this share of the words that the likeliest has.
_AS_LIKELY: Final = 0.75


def likely_languages(query: str) -> tuple[Language, ...]:
    """Return the languages that a query is written in: more than one when neither letters nor words tell."""
    possible = possible_languages(query)
    if len(possible) == len(LANGUAGES):
        return ("en",)
    if len(possible) == 1:
        return possible
    shares = {lang: known_share(query, lang) for lang in possible}
    best = max(shares.values())
    return tuple(lang for lang in possible if shares[lang] >= _AS_LIKELY * best)
