"""Keys of words that no dictionary has: the word as it is, and without its case ending.

The nominative of a surname is thus a key of every case form: Ассандж {ассандж}, Ассанджа {ассанджа, ассандж}, Ассанджем
{ассанджем, ассандж}.  Stripping once, beside the whole, errs less than stripping to the root: Хаким keeps {хаким, хак}
and meets Хакима {хакима, хаким}.
"""

from __future__ import annotations

import re

from index.articles.article import Language

#: Endings of nouns and adjectives; two letters at least stay before them.
ENDINGS: dict[Language, str] = {
    "uk": (
        "ами ями ові еві єві ого ього ому ьому ими іми ою ею єю ої ьої ам ям ах ях ом ем єм ів їв"
        " ий ій им ім их іх а я у ю о е є и і ї ь й"
    ),
    "ru": (
        "ого его ому ему ыми ими ами ями ая яя ое ее ой ей ою ею ую юю ые ие ый ий ым им ых их ам ям ах ях ом ем"
        " ов ев а я у ю о е ы и ь й"
    ),
}


def _ending(endings: str) -> re.Pattern[str]:
    longest_first = sorted(endings.split(), key=len, reverse=True)
    return re.compile(rf"(?<=\w\w)(?:{'|'.join(longest_first)})$")


_PATTERNS = {lang: _ending(endings) for lang, endings in ENDINGS.items()}


def ending_keys(word: str, lang: Language) -> tuple[str, ...]:
    """Return the word without a final ь or й, and without its ending; nothing for a compound, whose parts have keys."""
    if "-" in word:
        return ()
    return (word.rstrip("ьй") or word, _PATTERNS[lang].sub("", word, count=1))
