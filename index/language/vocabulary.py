"""How much of a text is made of words that a language has."""

from __future__ import annotations

import re
from functools import lru_cache

from index.articles.article import Language
from index.language.characters import CYRILLIC, LATIN
from index.language.languages import is_stop
from index.language.morphology import is_known
from index.language.normalise import compose

#: What an unknown word counts when it may be a name.
NAME = 0.5

_WORD = re.compile(f"[{CYRILLIC}{LATIN}]+(?:['-][{CYRILLIC}{LATIN}]+)*")


def known_share(prose: str, lang: Language) -> float:
    """Return the share, 0 to 1, of the words of ``prose`` that ``lang`` has.

    For Ukrainian and Russian: words of the dictionary, weighted by length, because the short ones are shared with their
    neighbours; a capitalised word that is not there may be a name and counts half.  For English, without a dictionary:
    the function words, about a third of any prose.
    """
    words = _WORD.findall(compose(prose))
    if lang == "en":
        return sum(is_stop(word.lower(), "en") for word in words) / max(1, len(words))
    known = unknown = 0.0
    for word in words:
        if _known(word.lower(), lang):
            known += len(word)
        else:
            unknown += len(word) * (NAME if word[0].isupper() else 1)
    return known / max(1, known + unknown)


@lru_cache(maxsize=1 << 16)
def _known(word: str, lang: Language) -> bool:
    return is_known(word, lang)
