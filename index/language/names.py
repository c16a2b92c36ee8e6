"""Names across scripts: the keys under which the spellings of a name meet, and how near two of them are.

Kyiv, Kiev, Київ and Киев share a key: each script is written in letters for sounds, in which the romanisations in use
(KMU 2010, BGN/PCGN, ISO 9, press habits) and an English reading come to the same, and vowels, which vary most between
them, are left out.  ``likeness`` then compares what the key left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import Levenshtein

from index.language.name_spellings import traditional_readings
from index.language.sounds import SOUNDS

#: Keys of a word at most: it has as many readings as its ambiguous letters allow.
MOST_KEYS = 8
#: A word without so many consonants has no key of its own: too much would share it.
FEWEST_CONSONANTS = 2

#: Cyrillic letters as sounds of names: x for all hushing ones, s for hissing ones.
_COARSE = str.maketrans("ZQSzC", "xxxss")
LETTERS = str.maketrans({letter: sound.translate(_COARSE) for letter, sound in SOUNDS.items()} | {"щ": "x", "ё": "o"})
#: What letters together sound like: дж, тч, сч and зч, тс, ие after a consonant, the є of Єнс, a doubled letter.
_TOGETHER = (
    (re.compile("[dst]x"), "x"),
    (re.compile("ts"), "s"),
    (re.compile("(?<=[^aeiou])ie"), "i"),
    (re.compile("^ie"), "e"),
    (re.compile(r"([a-z])\1+"), r"\1"),
)
#: Most words have none of these: one look spares them five.
_MEETING = re.compile("|".join(pattern.pattern for pattern, _ in _TOGETHER))

#: Latin letters that are read in several ways.  A soft g comes before e, i and y; an h may be silent, an i before a
#: consonant and e is that of Mike.
_READINGS = re.compile(
    r"^s(?=[pt])|alk(?=e|$)|i(?=[^aeiouy]e)|tch|t?sch|cz|ch|wh|[jwx]|g(?=[eiy])|gu(?=[aeiy])|au|(?<=[tr])h|(?<=[aeiouy])h(?![aeiouy])"
)
_READ_AS: dict[str, tuple[str, ...]] = {
    "alk": ("alk", "ok"),
    "s": ("s", "sh"),
    "tch": ("ch", "tkh"),
    "tsch": ("ch",),
    "sch": ("sh", "skh"),
    "cz": ("ch",),
    "ch": ("ch", "kh", "k"),
    "j": ("zh", "y", "kh"),
    "w": ("v", "u"),
    "wh": ("v", "u"),
    "x": ("ks", "kh"),
    "g": ("g", "zh"),
    "gu": ("gu", "gv", "g"),
    "au": ("au", "o", "av"),
    "h": ("", "h"),
    "i": ("i", "ai"),
}
#: Vowels that English and German spell in other ways than a romanisation does: Trump, Gates, Moore, Keane, Heidelberg.
#: They are read both ways where spellings are compared; no key has them.
_VOWEL_READINGS = re.compile("ee|ea|ei|ey$|oo|ou|eu|ur(?=[^aeiouy])|a(?=[^aeiouy]e)|u(?=[^aeiouy]{2}|[^aeiouy]$)")
_VOWELS_READ_AS: dict[str, tuple[str, ...]] = {
    "ee": ("ee", "i"),
    "ea": ("ea", "i"),
    "ei": ("ei", "ai"),
    "ey": ("ey", "i"),
    "ur": ("ur", "er"),
    "oo": ("oo", "u"),
    "ou": ("ou", "u"),
    "eu": ("eu", "oi"),
    "a": ("a", "ei"),
    "u": ("u", "a"),
}
#: Ukrainian has і in a last, closed syllable where Russian has о: Харків, Харьков; Тернопіль, Тернополь.
_CLOSED = re.compile("і(?=(?:в|ль|г|д)$)")
#: A w is written у or в: Уокер, Вокер.
_W = re.compile("^у(?=[аеєіиоуэ])")
#: A soft consonant before у and а, of which Latin letters may tell nothing: Гюль, Gul.
_SOFT = re.compile("(?<=[бвгґджзклмнпрстфхцчшщ])[юя](?=.)")
#: Several Latin letters for one sound, tried in order; then single ones.
_SOUNDS = (
    (re.compile("sh?ch|d?zh|sh|ch"), "x"),
    (re.compile("ph"), "f"),
    (re.compile("(?<!c)kh|gh"), "h"),
    (re.compile("tz|zz|c(?=[eiy])"), "s"),
)
_SEVERAL = re.compile("|".join(pattern.pattern for pattern, _ in _SOUNDS))
_SINGLE = str.maketrans("cqzgyj", "kkshii")
#: Letters of a stem up to which endings are compared, too.
SHORT = 3
_VOWELS = re.compile("[aeiou]")
_ENDING = re.compile("(?<=.)[aeiou]{1,2}$")
_LATIN = re.compile("[a-z]{2,}")
#: What stands within a name and is not heard: O'Connor, Jean-Luc.
_UNHEARD = str.maketrans("", "", "'-")
_COARSER = str.maketrans("x", "s")


@lru_cache(maxsize=1 << 12)
def sounds(word: str) -> tuple[str, ...]:
    """Return the readings of a folded word in letters that stand for one sound each; nothing when it is no name."""
    word = word.translate(_UNHEARD)
    if _LATIN.fullmatch(word):
        first, *others = map(_sound, _readings(word, _READINGS, _READ_AS))
        return tuple(dict.fromkeys((first, *_traditional(word), *others)))
    readings = dict.fromkeys((word, _CLOSED.sub("о", word), _W.sub("в", word), _SOFT.sub(_hardened, word)))
    found = (_together(reading.translate(LETTERS)) for reading in readings)
    return tuple(dict.fromkeys(sound for sound in found if _LATIN.fullmatch(sound)))


def name_keys(word: str) -> tuple[str, ...]:
    """Return the keys of a folded word: its consonants, after an ``a`` when a vowel comes first.

    Hushing and hissing sounds are one there: of Milosevic nobody knows which of its letters had a mark.  A word with
    one consonant is its own key.
    """
    return tuple(dict.fromkeys(key for found in sounds(word) if (key := _key(found))))[:MOST_KEYS]


def _key(sound: str) -> str:
    sound = sound.translate(_COARSER)
    consonants = ("a" if sound[0] in "aeiou" else "") + _VOWELS.sub("", sound)
    if len(consonants) >= FEWEST_CONSONANTS:
        return consonants
    return sound if len(sound) > 1 and sound[0] not in "aeiou" else ""


def likeness(word: str, other: str) -> float:
    """Return how near two folded words of one key are, 0 to 1: the vowels within them compared, endings aside."""
    return max((_alike(one, two) for one in _spoken(word) for two in _spoken(other)), default=0.0)


@lru_cache(maxsize=1 << 12)
def _spoken(word: str) -> tuple[str, ...]:
    """Return the readings of a folded word with those of its vowels."""
    word = word.translate(_UNHEARD)
    if not _LATIN.fullmatch(word):
        return sounds(word)
    voiced = _readings(word, _VOWEL_READINGS, _VOWELS_READ_AS)
    spoken = (_sound(reading) for vowels in voiced for reading in _readings(vowels, _READINGS, _READ_AS))
    return tuple(dict.fromkeys((*spoken, *_traditional(word))))


def _traditional(latin: str) -> tuple[str, ...]:
    return tuple(sound for reading in traditional_readings(latin) if _LATIN.fullmatch(sound := _sound(reading)))


def _readings(latin: str, pattern: re.Pattern[str], read_as: dict[str, tuple[str, ...]]) -> list[str]:
    parts, start = [], 0
    for match in pattern.finditer(latin):
        parts += [(latin[start : match.start()],), read_as[match[0]]]
        start = match.end()
    parts.append((latin[start:],))
    return ["".join(reading) for reading, _ in zip(product(*parts), range(MOST_KEYS), strict=False)]


def _hardened(match: re.Match[str]) -> str:
    return "у" if match[0] == "ю" else "а"


def _sound(reading: str) -> str:
    if _SEVERAL.search(reading):
        for pattern, letter in _SOUNDS:
            reading = pattern.sub(letter, reading)
    return _together(reading.translate(_SINGLE))


def _together(sound: str) -> str:
    if _MEETING.search(sound):
        for pattern, letter in _TOGETHER:
            sound = pattern.sub(letter, sound)
    return sound


def _alike(one: str, two: str) -> float:
    """Compare two words in sounds; short ones whole, for little is left of Роза without its ending."""
    stems = _stem(one), _stem(two)
    whole = min(map(len, stems)) <= SHORT
    return float(Levenshtein.normalized_similarity(*((one, two) if whole else stems)))


def _stem(sound: str) -> str:
    return _ENDING.sub("", sound)
