"""What a source says about its language: a declared tag or name, a segment of the URL."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from index.articles.article import Language

#: Names of languages in metadata, before any region subtag.
NAMES: dict[str, Language] = {
    **{"uk": "uk", "ukr": "uk", "ua": "uk", "ru": "ru", "rus": "ru", "en": "en", "eng": "en"},
    **{"ukrainian": "uk", "russian": "ru", "english": "en"},
}
#: Path segments of a URL that name a language, as in https://www.pravda.com.ua/eng/news/.
URL_SEGMENTS: dict[str, Language] = {
    **{"ukr": "uk", "uk": "uk", "ua": "uk", "rus": "ru", "ru": "ru", "eng": "en", "en": "en"},
}


def language_name(name: str | None) -> Language | None:
    """Return the one of our languages that a tag or name means (``uk``, ``uk-UA``, ``ukr``, ``Ukrainian``), if any."""
    return NAMES.get(re.split("[-_]", (name or "").strip().lower(), maxsplit=1)[0])


def url_language(url: str | None) -> Language | None:
    """Return the language that the first telling segment of the path names, if any."""
    try:
        segments = urlsplit(url or "").path.lower().split("/")
    except ValueError:
        return None
    return next((URL_SEGMENTS[segment] for segment in segments if segment in URL_SEGMENTS), None)
