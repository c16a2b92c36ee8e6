"""Ukrainian."""

from __future__ import annotations

from index.language.morphology import english_stem, known, unknown
from index.language.numbers import code_key, number_key
from index.language.table import LanguageTable, read_words

UKRAINIAN = LanguageTable(
    code="uk",
    alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    units=(number_key, code_key, english_stem, known("uk"), unknown("uk", sibling="ru")),
    stop_words=read_words("stop_uk.txt"),
)
