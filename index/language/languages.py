"""The languages that Poshuk knows."""

from __future__ import annotations

from index.articles.article import Language
from index.language.en import ENGLISH
from index.language.ru import RUSSIAN
from index.language.table import LanguageTable
from index.language.uk import UKRAINIAN

TABLES: dict[Language, LanguageTable] = {table.code: table for table in (UKRAINIAN, RUSSIAN, ENGLISH)}


def alphabet(lang: Language) -> str:
    """Return the letters of a language in their order."""
    return TABLES[lang].alphabet


def is_stop(term: str, lang: Language) -> bool:
    """Say whether a folded form or a lemma is a stop word: indexed, and dropped only in ranked OR."""
    return term in TABLES[lang].stop_words
