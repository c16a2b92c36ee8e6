"""Words of one root, Ukrainian and Russian: Україна and український, управление and управлять.

An English stemmer unites such words (govern, government); a dictionary keeps them apart, for they are no forms of each
other.  Two lemmas are kin when the same is left of them without ending and suffixes, and that is no less than five
letters: of less, too much is left alike by chance.
"""

from __future__ import annotations

import re

from index.articles.article import Language

#: Endings of lemmas with the suffixes before them: of nouns, adjectives, verbs.
SUFFIXES: dict[Language, str] = {
    "uk": (
        "а е и і й у ь я ія іє ій ий ити іти їти ати яти оти ути ти атися ятися ітися итися увати ювати овати"
        " уватися юватися нути нутися ність ності ість ний ній нний ений аний ський цький зький ичний ічний ційний"
        " овий евий анський янський йський тельний ик ник чик щик ок ка ика іка ниця иця ич ец ець тель ин ина"
        " анин янин ист іст изм ізм ство анство цтво ництво тельство ння ення ання яння ття ація яція иція ція о"
    ),
    "ru": (
        "а е и й о у ы ь я ия ие ий ый ой ать ять еть ить оть уть ти ыть аться яться еться иться оваться ываться"
        " иваться ывать ивать овать евать нуть нуться ность ности ость ной ный ний нный енный анный ённый ский"
        " ской цкий еский ический ественный ционный овый евый анский янский йский тельный ик ник чик щик ок ка ика"
        " ица ница ич ец тель ин ина анин янин ист изм ство анство чество ничество тельство ение ние ание яние тие"
        " ация яция иция ция"
    ),
}


def _suffix(suffixes: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=\w{{5}})(?:{'|'.join(suffixes.split())})$")


_PATTERNS = {lang: _suffix(suffixes) for lang, suffixes in SUFFIXES.items()}
_SHORTEST = 5


def root(lemma: str, lang: Language) -> str:
    """Return what is left of a lemma, by which its kin are known; nothing when it has none: in English, too short."""
    if lang == "en" or len(lemma) < _SHORTEST or not lemma.isalpha():
        return ""
    return _PATTERNS[lang].sub("", lemma, count=1)
