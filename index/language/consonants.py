"""Which words may have a key of ``index.language.names``, told by their letters without making keys.

Of the words of a vocabulary that leaves few, at a hundredth of what their keys cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import accumulate
from operator import or_
from string import ascii_lowercase
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.language.names import LETTERS

Sets = NDArray[np.uint32]

#: What letters may become in a key, alone or with their neighbours, beside what they are in LETTERS.
_ALSO: Final = {
    **dict(zip("cghjkpqsuwxz", ("ksxt", "hxvd", "x", "xht", "h", "f", "kst", "x", "v", "v", "ksh", "sx"), strict=True)),
    **dict(zip("aertv", ("nm", "n", "s", "s", "f"), strict=True)),
    "у": "v",
}
#: Letters that stay what they are whatever stands beside them.
_CERTAIN: Final = "bfmnбвгґжклмнпрфхчшщ"


class Consonants(NamedTuple):
    """Of some folded words the consonants that their keys may have, and those that all of them have.

    Sets of letters from a to z as bits, uint32 [words].
    """

    possible: Sets
    certain: Sets

    def may_have(self, key: str) -> list[int]:
        """Return the places of the words that may have the key."""
        asked = np.uint32(_set_of(key))
        found: list[int] = np.flatnonzero((self.possible & asked == asked) & (self.certain & ~asked == 0)).tolist()
        return found


def consonants(words: Sequence[str]) -> Consonants:
    """Return what is known of the keys of folded words."""
    if not words:
        return Consonants(np.zeros(0, np.uint32), np.zeros(0, np.uint32))
    text = "".join(f"{word} " for word in words)
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    starts = np.fromiter(accumulate((len(word) + 1 for word in words[:-1]), initial=0), np.int64, len(words))
    return Consonants(*(np.bitwise_or.reduceat(_read(table, letters), starts) for table in (_POSSIBLE, _CERTAINLY)))


def _set_of(sounds: str) -> int:
    """Return the consonants among ``sounds``, hushing ones as hissing ones."""
    heard = sounds.replace("x", "s")
    return reduce(or_, (1 << ord(sound) - ord("a") for sound in heard if sound.isascii() and sound not in "aeiou"), 0)


def _read(table: Sets, letters: NDArray[np.uint32]) -> Sets:
    """Look up each character; what lies beyond the table is in no name."""
    return table[np.minimum(letters, len(table) - 1)]


def _table(sounds: dict[str, str]) -> Sets:
    """Return sets by code point."""
    table = np.zeros(max(LETTERS) + 2, np.uint32)
    for letter, sounding in sounds.items():
        table[ord(letter)] = _set_of(sounding)
    return table


_POSSIBLE: Final = _table(
    {letter: letter.translate(LETTERS) + _ALSO.get(letter, "") for letter in (*ascii_lowercase, *map(chr, LETTERS))}
)
_CERTAINLY: Final = _table({letter: letter.translate(LETTERS) for letter in _CERTAIN})
