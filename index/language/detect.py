"""The language of a text: a hint that the letters bear out, then letters, then words, then statistics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.articles.article import LANGUAGES, Language
from index.language.hints import language_name, url_language
from index.language.letters import Letters
from index.language.normalise import compose, normalise
from index.language.profiles import LONGEST_SAMPLE, among_all, among_ours
from index.language.vocabulary import known_share

How = Literal["declared", "url", "html", "letters", "words", "statistics", "nothing"]

UNKNOWN = "unknown"

#: Shares of known words (see ``known_share``), chosen on real sentences: docs/decisions/0010.
WELL_KNOWN = 0.85  # no neighbour of Ukrainian and Russian shares as many words
HARDLY_KNOWN = 0.5  # neither has so few
ENGLISH_PROSE = 0.3  # function words: no other language has as many that look English
#: Between the two, statistics must be as sure as this to call it another language.
SURE = 0.6
#: How likely a text of plain a to z is English before the statistics: with function words, and without any.
ENGLISH_LIKELY, ENGLISH_PERHAPS = 0.9999, 0.999

#: How much of a text is looked at to find LONGEST_SAMPLE characters of prose.
_LOOKED_AT = 4 * LONGEST_SAMPLE
_NOT_PROSE = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}+@\S+|[^\w\s'-]+|[\d_]+|\s+")


@dataclass(frozen=True, slots=True)
class Detection:
    """The language of a text when it is one of ours, else ``other``: the code of another one, or "unknown".

    ``how`` names the evidence that decided; ``confidence`` is from 0 to 1 and no probability.
    """

    lang: Language | None
    other: str | None
    how: How
    confidence: float


def detect(
    text: str, *, declared: str | None = None, url: str | None = None, html_lang: str | None = None
) -> Detection:
    """Return the language of ``text``.

    What the source says (``declared``, then a segment of the ``url``, then ``<html lang>``) is believed when the
    letters allow it.  Deterministic and safe to call from threads.
    """
    letters = Letters(_sample(text))
    if not letters.total:
        return Detection(None, UNKNOWN, "nothing", 0.0)
    hints: tuple[tuple[How, Language | None], ...] = (
        ("declared", language_name(declared)),
        ("url", url_language(url)),
        ("html", language_name(html_lang)),
    )
    for how, lang in hints:
        if lang and letters.allow(lang):
            return Detection(lang, None, how, 1.0)
    return _cyrillic(letters) if letters.cyrillic > letters.latin else _latin(letters)


def possible_languages(query: str) -> tuple[Language, ...]:
    """Return the languages in which a short query is to be analysed, likeliest first; never empty.

    і ї є ґ mean Ukrainian, ы э ъ ё Russian, other Cyrillic letters either.  Latin words occur in all three languages
    (HIMARS), and so do numbers.
    """
    letters = Letters(normalise(query))
    if not letters.cyrillic:
        return ("en", "uk", "ru")
    return letters.candidates


def _sample(text: str) -> str:
    """Return up to LONGEST_SAMPLE characters of prose without addresses, numbers and signs, never mostly capitals."""
    prose = _NOT_PROSE.sub(" ", compose(text[:_LOOKED_AT])).strip()[:LONGEST_SAMPLE]
    capitals = sum(map(str.isupper, prose))
    return prose.lower() if 2 * capitals > len(prose) else prose


def _cyrillic(letters: Letters) -> Detection:
    """Decide between Ukrainian, Russian and their neighbours."""
    if letters.decisive:
        return Detection(letters.decisive, None, "letters", 0.99)
    if letters.belarusian:
        return Detection(None, "be", "letters", 0.9)
    shares = {lang: known_share(letters.prose, lang) for lang in letters.candidates}
    best = max(shares, key=shares.__getitem__)
    if letters.mostly_foreign or shares[best] <= HARDLY_KNOWN:
        return _other(letters)
    if shares[best] < WELL_KNOWN and (guess := _other(letters)).other != UNKNOWN and guess.confidence > SURE:
        return guess
    tie = len(shares) == 2 and len(set(shares.values())) == 1
    return _ours(letters) if tie else Detection(best, None, "words", shares[best])


def _latin(letters: Letters) -> Detection:
    """Decide between English and everything else."""
    if letters.mostly_foreign:
        return _other(letters)
    share = known_share(letters.prose, "en")
    if share >= ENGLISH_PROSE:
        return Detection("en", None, "words", min(1.0, 2 * share))
    lang, probability = among_all(letters.text, english=ENGLISH_LIKELY if share else ENGLISH_PERHAPS)
    return Detection("en", None, "statistics", probability) if lang == "en" else _other(letters)


def _ours(letters: Letters) -> Detection:
    """Name the likeliest of our languages."""
    lang, probability = among_ours(letters.text)
    ours = next((ours for ours in LANGUAGES if ours == lang), None)
    return Detection(ours, None if ours else UNKNOWN, "statistics", probability)


def _other(letters: Letters) -> Detection:
    """Name the other language as far as the statistics know it."""
    lang, probability = among_all(letters.text)
    return Detection(None, UNKNOWN if lang is None or lang in LANGUAGES else lang, "statistics", probability)
