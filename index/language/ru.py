"""Russian."""

from __future__ import annotations

from index.language.morphology import english_stem, known, unknown
from index.language.numbers import code_key, number_key
from index.language.table import LanguageTable, read_words

RUSSIAN = LanguageTable(
    code="ru",
    alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    units=(number_key, code_key, english_stem, known("ru"), unknown("ru", sibling="uk")),
    stop_words=read_words("stop_ru.txt"),
)
