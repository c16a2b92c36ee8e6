"""Apostrophes left out, and other signs typed in their place: ``обєкт``, ``об"єкт``, ``об*єкт``."""

from __future__ import annotations

import re

from search.repair.known_words import Judge
from search.repair.spans import replaced, words

#: Where an apostrophe may stand: between a consonant and a vowel that begins with the sound of й.
_BEFORE, _AFTER = "(?<=[бвгґджзклмнпрстфхцчшщ])", "(?=[яюєї])"
_MISSING = re.compile(_BEFORE + _AFTER, re.IGNORECASE)
#: Quotation marks have a space on one side.
_SIGN = re.compile(_BEFORE + '["*”“″]' + _AFTER, re.IGNORECASE)


def mended(q: str, judge: Judge) -> str:
    """Return ``q`` with apostrophes, where that makes words of the archive of what is none."""
    better = _SIGN.sub("'", q)
    if better != q and all(judge.is_word(word.text) for word in words(better) if "'" in word.text):
        return better
    missing = (word for word in words(q) if not judge.documents(word.text))
    changed = (word._replace(text=_MISSING.sub("'", word.text, count=1)) for word in missing)
    return replaced(q, [word for word in changed if "'" in word.text and judge.documents(word.text)])
