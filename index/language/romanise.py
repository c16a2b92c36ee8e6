"""Names across scripts: a word's romanisation, the keys under which its spellings meet, and how near two of them are.

Kyiv, Kiev, Київ and Киев share a key: the word is written in Latin letters (tables close to KMU 2010 and BGN/PCGN),
spellings of one sound become one letter (ISO 9, press habits and English reading included), and vowels, which vary most
between romanisations, are left out.  ``likeness`` then compares what the key left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import Levenshtein

#: Keys of a word at most: it has as many readings as its ambiguous letters allow.
MOST_KEYS = 8
#: A word without so many consonants has no key of its own: too much would share it.
FEWEST_CONSONANTS = 2

_LETTERS = str.maketrans(
    dict(zip("абвгґдезиіїйклмнопрстуфыэєёь'ъў", [*"abvggdeziiiyklmnoprstufyeeo", "", "", "", "u"], strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
)

#: Latin letters that are read in several ways.  A soft g comes before e, i and y; an h may be silent, an i before a
#: consonant and e is that of Mike.
_READINGS = re.compile(
    r"i(?=[^aeiouy]e)|tch|t?sch|cz|ch|[jwx]|g(?=[eiy])|gu(?=[aeiy])|au|(?<=[tr])h|(?<=[aeiouy])h(?![aeiouy])"
)
_READ_AS = {
    "tch": ("ch",),
    "tsch": ("ch",),
    "sch": ("sh", "skh"),
    "cz": ("ch",),
    "ch": ("ch", "kh", "k"),
    "j": ("zh", "y", "kh"),
    "w": ("v", "u"),
    "x": ("ks", "kh"),
    "g": ("g", "zh"),
    "gu": ("gu", "gv", "g"),
    "au": ("au", "o", "av"),
    "h": ("", "h"),
    "i": ("i", "ai"),
}
#: Ukrainian has і in a last, closed syllable where Russian has о: Харків, Харьков.
_CLOSED = re.compile("і(?=[бвгджзклмнпрстфхцчшщ]ь?$)")
#: Several letters, or one in its place, for one sound; tried in order.
_SOUNDS = (
    (re.compile(r"sh?ch|d?zh|sh|ch"), "x"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<!c)kh|gh"), "h"),
    (re.compile(r"ts|tz|zz|c(?=[eiy])"), "s"),
    (re.compile(r"ck|q|c"), "k"),
    (re.compile(r"z"), "s"),
    (re.compile(r"g"), "h"),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"(?<=[^aeiou])ie"), "i"),
    (re.compile(r"([a-z])\1+"), r"\1"),
)
_VOWELS = re.compile("[aeiou]")
_ENDING = re.compile("(?<=.)[aeiou]{1,2}$")
_WORD = re.compile(r"[a-z]{2,}")


def romanise(word: str) -> str:
    """Return a folded word of either script in the letters a to z."""
    return word.translate(_LETTERS)


@lru_cache(maxsize=1 << 12)
def sounds(word: str) -> tuple[str, ...]:
    """Return the readings of a folded word in letters that stand for one sound each; nothing when it is no name."""
    latin = romanise(word)
    if not _WORD.fullmatch(latin):
        return ()
    readings = _readings(word) if latin == word else dict.fromkeys((latin, romanise(_CLOSED.sub("о", word))))
    return tuple(dict.fromkeys(map(_sound, readings)))


def name_keys(word: str) -> tuple[str, ...]:
    """Return the keys of a folded word: its consonants, after an ``a`` when a vowel comes first."""
    keys = (("a" if found[0] in "aeiou" else "") + _VOWELS.sub("", found) for found in sounds(word) if found)
    return tuple(dict.fromkeys(key for key in keys if len(key) >= FEWEST_CONSONANTS))


def likeness(word: str, other: str) -> float:
    """Return how near two folded words of one key are, 0 to 1: the vowels within them compared, endings aside."""
    return max(
        (Levenshtein.normalized_similarity(_stem(one), _stem(two)) for one in sounds(word) for two in sounds(other)),
        default=0.0,
    )


def _readings(latin: str) -> list[str]:
    parts, start = [], 0
    for match in _READINGS.finditer(latin):
        parts += [(latin[start : match.start()],), _READ_AS[match[0]]]
        start = match.end()
    parts.append((latin[start:],))
    return ["".join(reading) for reading, _ in zip(product(*parts), range(MOST_KEYS), strict=False)]


def _sound(reading: str) -> str:
    for pattern, letter in _SOUNDS:
        reading = pattern.sub(letter, reading)
    return reading


def _stem(sound: str) -> str:
    return _ENDING.sub("", sound)
