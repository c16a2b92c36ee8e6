"""How much of a text is made of words that a language has."""

from __future__ import annotations

import re
from functools import lru_cache

from index.article import Language
from index.language.characters import CYRILLIC, LATIN
from index.language.languages import is_stop
from index.language.morphology import is_known
from index.language.normalise import normalise

_WORD = re.compile(f"[{CYRILLIC}{LATIN}]+(?:['-][{CYRILLIC}{LATIN}]+)*")


def known_share(text: str, lang: Language) -> float:
    """Return the share, 0 to 1, of the words of ``text`` that ``lang`` has.

    For Ukrainian and Russian: words of the dictionary, weighted by length, because the short ones are shared with their
    neighbours.  For English, without a dictionary: the function words, about a third of any prose.
    """
    words = _WORD.findall(normalise(text))
    if lang == "en":
        return sum(is_stop(word, "en") for word in words) / max(1, len(words))
    return sum(len(word) for word in words if _known(word, lang)) / max(1, sum(map(len, words)))


@lru_cache(maxsize=1 << 16)
def _known(word: str, lang: Language) -> bool:
    return is_known(word, lang)
