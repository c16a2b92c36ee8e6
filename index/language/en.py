"""English."""

from __future__ import annotations

from index.language.morphology import english_stem, foreign
from index.language.numbers import code_key, number_key
from index.language.overrides import overridden
from index.language.table import LanguageTable, read_words

#: What a word in Latin letters goes through, in a text of any language.
ENGLISH_UNITS = (overridden("en", english_stem), english_stem)

ENGLISH = LanguageTable(
    code="en",
    alphabet="abcdefghijklmnopqrstuvwxyz",
    units=(number_key, code_key, *ENGLISH_UNITS, foreign),
    stop_words=read_words("stop_en.txt"),
)
