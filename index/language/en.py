"""English."""

from __future__ import annotations

from index.language.morphology import english_stem
from index.language.numbers import code_key, number_key
from index.language.table import LanguageTable, read_words

ENGLISH = LanguageTable(
    code="en",
    alphabet="abcdefghijklmnopqrstuvwxyz",
    units=(number_key, code_key, english_stem),
    stop_words=read_words("stop_en.txt"),
)
