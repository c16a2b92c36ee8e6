"""Words that need no care but for their capitals, which are nearly all: letters of one alphabet of ours.

What ``index.language`` makes of any text it makes of these, too, in a tenth of the time: no compound, no marks, no
look-alike letters, nothing to cut.
"""

from __future__ import annotations

import re
from typing import Final

from index.language.characters import PLAIN_CYRILLIC, PLAIN_LATIN

#: Longer ones are cut, which is care.
_LONGEST: Final = 64
_WORD: Final = f"[{PLAIN_CYRILLIC}]{{1,{_LONGEST}}}|[{PLAIN_LATIN}]{{1,{_LONGEST}}}"
#: Signs that no word has at either end, and that make none of it.
_SIGNS: Final = '[][.,:;!?…(){}«»“”„"/|*+=<>#№—–-]*+'
_plain = re.compile(_WORD)
#: Before signs these may begin an address.
_chunk = re.compile(rf"{_SIGNS}(?!(?i:https?|www)(?![A-Za-z]))({_WORD}){_SIGNS}")


def is_plain(word: str) -> bool:
    """Say whether a word is of one alphabet's letters alone."""
    return _plain.fullmatch(word) is not None


def plain_word(chunk: str) -> str | None:
    """Return the one word of a text without blanks that has nothing else but signs around it; None for any other."""
    match = _chunk.fullmatch(chunk)
    return match[1] if match else None
