"""What the languages of articles are called, by themselves and by those who type ``lang:``."""

from __future__ import annotations

from typing import Final, NamedTuple

from index.articles.article import Language


class LanguageName(NamedTuple):
    """The name in full and as newsrooms shorten it, in the language itself; and what else people type for it."""

    full: str
    short: str
    others: tuple[str, ...]


LANGUAGE_NAMES: Final[dict[Language, LanguageName]] = {
    "uk": LanguageName("Українська", "Укр", ("ua",)),
    "ru": LanguageName("Русский", "Рус", ("рос",)),
    "en": LanguageName("English", "Eng", ("англ",)),
}

#: The language by its code and by each of its names, in small letters.
LANGUAGE_BY_NAME: Final[dict[str, Language]] = {
    name.lower(): lang
    for lang, names in LANGUAGE_NAMES.items()
    for name in (lang, names.full, names.short, *names.others)
}
