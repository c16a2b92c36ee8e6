"""The language of a text: a hint that the letters bear out, then the letters, then statistics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from index.article import LANGUAGES, Language
from index.language.letters import Letters
from index.language.normalise import normalise
from index.language.profiles import LONGEST_SAMPLE, probabilities

How = Literal["declared", "url", "html", "letters", "statistics", "nothing"]

#: Path segments of a URL that name a language.
URL_SEGMENTS: dict[str, Language] = {
    "ukr": "uk",
    "uk": "uk",
    "ua": "uk",
    "rus": "ru",
    "ru": "ru",
    "eng": "en",
    "en": "en",
}
#: Names of languages in metadata, before any region subtag.
NAMES: dict[str, Language] = {
    **{"uk": "uk", "ukr": "uk", "ua": "uk", "ru": "ru", "rus": "ru", "en": "en", "eng": "en"},
    **{"ukrainian": "uk", "russian": "ru", "english": "en"},
}
UNKNOWN = "unknown"

#: How much of a text is looked at to find LONGEST_SAMPLE characters of prose.
_LOOKED_AT = 4 * LONGEST_SAMPLE
_NOT_PROSE = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S+|[^\w\s'’ʼ-]+|[\d_]+|\s+")


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

    What the source says (``declared``, then a segment of the ``url``, then ``<html lang>``) is believed when the letters
    allow it.  Deterministic and safe to call from threads.
    """
    letters = Letters(_sample(text))
    if not letters.total:
        return Detection(None, UNKNOWN, "nothing", 0.0)
    hints: tuple[tuple[How, Language | None], ...] = (
        ("declared", language_name(declared)),
        ("url", _url_language(url)),
        ("html", language_name(html_lang)),
    )
    for how, lang in hints:
        if lang and letters.allow(lang):
            return Detection(lang, None, how, 1.0)
    return _by_letters(letters) or _by_statistics(letters)


def language_name(name: str | None) -> Language | None:
    """Return our language that a tag or name means (``uk``, ``uk-UA``, ``ukr``, ``Ukrainian``), if any."""
    return NAMES.get(re.split("[-_]", (name or "").strip().lower(), maxsplit=1)[0])


def possible_languages(query: str) -> tuple[Language, ...]:
    """Return the languages in which a short query is to be analysed, likeliest first; never empty.

    і ї є ґ mean Ukrainian, ы э ъ ё Russian, other Cyrillic letters either.  Latin words occur in all three languages
    (HIMARS), and so do numbers.
    """
    letters = Letters(normalise(query))
    if not letters.cyrillic:
        return ("en", "uk", "ru")
    if bool(letters.ukrainian) == bool(letters.russian):
        return ("uk", "ru")
    return ("uk",) if letters.ukrainian else ("ru",)


def _sample(text: str) -> str:
    """Return up to LONGEST_SAMPLE characters of prose in lower case: no addresses, numbers and signs."""
    return _NOT_PROSE.sub(" ", text[:_LOOKED_AT]).strip()[:LONGEST_SAMPLE].lower()


def _url_language(url: str | None) -> Language | None:
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    return next((URL_SEGMENTS[segment] for segment in path.lower().split("/") if segment in URL_SEGMENTS), None)


def _by_letters(letters: Letters) -> Detection | None:
    if letters.cyrillic < letters.latin:
        return None
    if letters.belarusian:
        return Detection(None, "be", "letters", 0.9)
    if letters.foreign:
        return None
    own, other, lang = max((letters.ukrainian, letters.russian, "uk"), (letters.russian, letters.ukrainian, "ru"))
    if own > 3 * other:
        return Detection("uk" if lang == "uk" else "ru", None, "letters", 0.99)
    return None


def _by_statistics(letters: Letters) -> Detection:
    foreign = _best(probabilities(letters.text, everything=True))
    if foreign and foreign[0] not in LANGUAGES:
        return Detection(None, foreign[0], "statistics", foreign[1])
    return _ours(letters)


def _ours(letters: Letters) -> Detection:
    for name, confidence in sorted(probabilities(letters.text).items(), key=lambda item: -item[1]):
        if name in LANGUAGES:
            return Detection(name, None, "statistics", confidence)
    return Detection(None, UNKNOWN, "nothing", 0.0)


def _best(guesses: dict[str, float]) -> tuple[str, float] | None:
    return max(guesses.items(), key=lambda item: item[1]) if guesses else None
