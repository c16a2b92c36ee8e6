"""Which languages a query may be in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from index.articles.article import LANGUAGES, Language
from index.language import (
    entities,
    fold,
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
    named = _languages_of_names(query, possible)
    if named:
        return named
    shares = {lang: known_share(query, lang) for lang in possible}
    best = max(shares.values())
    return tuple(lang for lang in possible if shares[lang] >= _AS_LIKELY * best)


def _languages_of_names(query: str, possible: Iterable[Language]) -> tuple[Language, ...]:
    """Return in which languages all the query is names of the table, as they stand there if it has them so.

    Жаир Болсонару is Russian, whatever the dictionaries know of the words.
    """
    words = query.split()
    found = {lang: entities(words, lang) for lang in possible}
    whole = {
        lang: names for lang, names in found.items() if sum(name.stop - name.start for name in names) == len(words)
    }
    typed = fold(query)
    as_typed = tuple(lang for lang, names in whole.items() if fold(" ".join(name.name for name in names)) == typed)
    return as_typed or tuple(whole)
