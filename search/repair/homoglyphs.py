"""Look-alikes: a word with letters of two scripts, or of the wrong one, in a single script."""

from __future__ import annotations

import re
from typing import Final

from index.language.characters import CYRILLIC, LATIN
from search.repair.judge import Judge
from search.repair.tables import rows
from search.repair.text import replaced, words

_LATIN = re.compile(f"[{LATIN}]")
_CYRILLIC = re.compile(f"[{CYRILLIC}]")

_ROWS: Final = tuple(rows("lookalikes.tsv"))
_TO_CYRILLIC: Final = {ord(other): cyrillic for cyrillic, others in reversed(_ROWS) for other in others}
_TO_LATIN: Final = {ord(cyrillic): others[0] for cyrillic, others in _ROWS} | {
    ord(other): others[0] for _, others in _ROWS for other in others if not _LATIN.match(other) and not other.isdigit()
}


def mended(q: str, judge: Judge) -> str:
    """Return ``q`` with each word that is none written in one script, where that makes a word of it.

    Once a word has given the mistake away, words made of look-alikes alone are brought to the same script.
    """
    found = list(words(q, numbers=True))
    tables = (_TO_CYRILLIC, _TO_LATIN)
    lacking = [(word, table) for word in found if judge.lacks(word.text) for table in tables]
    mending = {
        word: table
        for word, table in reversed(lacking)
        if (better := _in_one_script(word.text, table)) and judge.is_word(better)
    }
    for table in set(map(id, mending.values())):
        chosen = _TO_CYRILLIC if table == id(_TO_CYRILLIC) else _TO_LATIN
        for word in found:
            if word not in mending and (better := _in_one_script(word.text, chosen)) and judge.is_word(better):
                mending[word] = chosen
    return replaced(q, (word._replace(text=word.text.translate(table)) for word, table in mending.items()))


def _in_one_script(word: str, table: dict[int, str]) -> str | None:
    """Return ``word`` with its look-alikes changed when that leaves letters of one script; None for a number."""
    changed = word.translate(table)
    other = _LATIN if table is _TO_CYRILLIC else _CYRILLIC
    if changed == word or other.search(changed) or not any(map(str.isalpha, word)):
        return None
    return changed
