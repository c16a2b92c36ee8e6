"""What a query word may have been meant to be: searched for beside what was typed, for less."""

from __future__ import annotations

import re
from functools import lru_cache

from index.articles.article import Language
from index.language.languages import TABLES
from index.language.morphology import is_known
from index.language.normalise import meet

#: What an alternative counts, the word as typed counting 1.
SLIP_WEIGHT = 0.5

#: Frequent slips of spelling, as (pattern, replacement): the apostrophe of здоров'я, the ъ of объявление.
SLIPS: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "uk": ((re.compile("([бвгґджзклмнпрстфхцчшщ])([яюєї])"), r"\1'\2"),),
    "ru": ((re.compile("[ь'](?=[еёюя])"), "ъ"), (re.compile("([бвдзст])([еёюя])"), r"\1ъ\2")),
    "en": (),
}


@lru_cache(maxsize=1 << 14)
def query_alternatives(word: str, lang: Language) -> tuple[tuple[str, float], ...]:
    """Return (lemma, weight) for each other spelling that a query word may stand for.

    ``word`` is a token's form.  A word that the dictionary lacks is tried with each slip repaired, and a word with an
    apostrophe also stands for the same without: здоровя finds здоров'я, and the other way round.
    """
    lemmas = TABLES[lang].lemmas
    own = set(lemmas(word))
    found = [lemma for spelling in _spellings(word, lang) for lemma in lemmas(spelling) if lemma not in own]
    if lang == "uk" and "'" in word:
        found.append(meet(word.replace("'", "")))
    return tuple((lemma, SLIP_WEIGHT) for lemma in dict.fromkeys(found))


def _spellings(word: str, lang: Language) -> list[str]:
    if lang == "en" or is_known(word, lang):
        return []
    repaired = (pattern.sub(repair, word) for pattern, repair in SLIPS[lang])
    return [spelling for spelling in repaired if spelling != word and is_known(spelling, lang)]
