"""Signs typed for the apostrophe inside a word: ``об"єкт``, ``об*єкт``."""

from __future__ import annotations

import re

from search.repair.judge import Judge
from search.repair.text import words

#: Between a consonant and a vowel that begins with the sound of й; quotation marks have a space on one side.
_SIGN = re.compile('(?<=[бвгґджзклмнпрстфхцчшщ])["*”“″](?=[яюєї])', re.IGNORECASE)


def mended(q: str, judge: Judge) -> str:
    """Return ``q`` with apostrophes, when that makes words of what was none."""
    better = _SIGN.sub("'", q)
    changed = [word for word in words(better) if "'" in word.text]
    return better if better != q and all(judge.is_word(word.text) for word in changed) else q
