"""Russian."""

from __future__ import annotations

from index.language.en import ENGLISH_UNITS
from index.language.inflected import counted
from index.language.morphology import known, unknown
from index.language.numbers import code_key, number_key
from index.language.overrides import overridden
from index.language.table import LanguageTable, read_words

RUSSIAN = LanguageTable(
    code="ru",
    alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    units=(
        overridden("ru"),
        number_key,
        counted("ru"),
        code_key,
        *ENGLISH_UNITS,
        known("ru"),
        unknown("ru", sibling="uk"),
    ),
    stop_words=read_words("stop_ru.txt"),
)
