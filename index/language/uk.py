"""Ukrainian."""

from __future__ import annotations

from index.language.en import ENGLISH_UNITS
from index.language.inflected import counted, gerund
from index.language.morphology import known, unknown
from index.language.numbers import code_key, number_key
from index.language.overrides import overridden
from index.language.table import LanguageTable, read_words

UKRAINIAN = LanguageTable(
    code="uk",
    alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    units=(
        overridden("uk"),
        number_key,
        counted("uk"),
        code_key,
        *ENGLISH_UNITS,
        gerund,
        known("uk"),
        unknown("uk", sibling="ru"),
    ),
    stop_words=read_words("stop_uk.txt"),
)
