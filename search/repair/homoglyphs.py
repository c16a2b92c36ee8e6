"""Look-alikes: a word with letters of two scripts, or of the wrong one, in a single script."""

from __future__ import annotations

import re
from typing import Final

from index.language import fold
from index.language.characters import CYRILLIC, LATIN
from search.repair.known_words import Judge
from search.repair.spans import replaced, words
from search.repair.tables import rows

_LATIN = re.compile(f"[{LATIN}]")
_CYRILLIC = re.compile(f"[{CYRILLIC}]")

_ROWS: Final = tuple(rows("lookalikes.tsv"))
#: Letters of neither Ukrainian nor Russian: nobody means them.
_FOREIGN: Final = frozenset("ѕЅјЈ")
_TO_CYRILLIC: Final = {
    ord(other): cyrillic for cyrillic, others in reversed(_ROWS) if cyrillic not in _FOREIGN for other in others
}
_TO_LATIN: Final = {ord(cyrillic): others[0] for cyrillic, others in _ROWS} | {
    ord(other): others[0] for _, others in _ROWS for other in others if not _LATIN.match(other) and not other.isdigit()
}
#: A word with so many letters of two scripts is a mistake even when nothing is known of it.
_SURELY: Final = 4


def mended(q: str, judge: Judge) -> str:
    """Return ``q`` with the words that mix scripts, or are none as they are, in one script that makes words of them.

    Once a word has given the mistake away, those that may be either, made of look-alikes alone, go to its script when
    they are stop words or more frequent there.  What the analysis reads alike is left alone: nobody sees a difference.
    """
    found = list(words(q, numbers=True, quoted=True))
    most, best = 0, q
    for table in (_TO_CYRILLIC, _TO_LATIN):
        readings = [(word, changed) for word in found if (changed := _in_one_script(word.text, table))]
        mistaken = sum(len(changed) for word, changed in readings if _is_mistaken(word.text, changed, judge))
        if mistaken > most:
            better = [(word, changed) for word, changed in readings if _is_likelier(word.text, changed, judge)]
            seen = any(fold(word.text) != fold(changed) for word, changed in better)
            changes = (word._replace(text=changed) for word, changed in better)
            most, best = mistaken, replaced(q, changes) if seen else q
    return best


def _is_mistaken(word: str, changed: str, judge: Judge) -> bool:
    """Say whether a word gives the mistake away.  One in capitals may be an abbreviation that is not known."""
    if is_mixed(word) and _digits(word) == _digits(changed):
        return len(word) >= _SURELY or judge.is_word(changed)
    return judge.lacks(word) and not word.isupper() and judge.is_word(changed)


def _is_likelier(word: str, changed: str, judge: Judge) -> bool:
    if _digits(word) != _digits(changed):
        return _is_mistaken(word, changed, judge)
    either = judge.is_stop(fold(changed)) or judge.documents(changed) > judge.documents(word)
    return either or is_mixed(word) or (judge.lacks(word) and judge.is_word(changed))


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def is_mixed(word: str) -> bool:
    """Say whether there are Latin and Cyrillic letters in ``word``."""
    return bool(_LATIN.search(word) and _CYRILLIC.search(word))


def _in_one_script(word: str, table: dict[int, str]) -> str | None:
    """Return ``word`` with its look-alikes changed when that leaves letters of one script; None for a number."""
    changed = word.translate(table)
    other = _LATIN if table is _TO_CYRILLIC else _CYRILLIC
    return None if changed == word or other.search(changed) else changed
