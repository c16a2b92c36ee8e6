"""What the letters of a text say about its language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from index.article import Language
from index.language.characters import CYRILLIC, LATIN, RUSSIAN_ONLY, UKRAINIAN_ONLY
from index.language.languages import is_stop

_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_LATIN = re.compile(f"[{LATIN}]")
_WORD = re.compile(f"[{LATIN}']+")
#: Cyrillic letters that neither Ukrainian nor Russian has.
_FOREIGN_CYRILLIC = re.compile("[^абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя\\W\\d_a-z\u00aa-\u024f]")
#: ъ as a vowel, as in Bulgarian; in Russian it comes before е ё ю я only.
_HARD_VOWEL = re.compile("ъ(?![еёюя])")
#: From this many letters on, what is missing is evidence, too.
_LONG = 200


@dataclass(frozen=True)
class Letters:
    """The letters of a lower-case text, and what each language would have of them."""

    text: str

    @cached_property
    def count(self) -> Counter[str]:
        """How often each character occurs."""
        return Counter(self.text)

    @cached_property
    def cyrillic(self) -> int:
        """The number of Cyrillic letters."""
        return len(_CYRILLIC.findall(self.text))

    @cached_property
    def latin(self) -> int:
        """The number of Latin letters."""
        return len(_LATIN.findall(self.text))

    @cached_property
    def total(self) -> int:
        """The number of letters of any script."""
        return sum(number for character, number in self.count.items() if character.isalpha())

    @cached_property
    def ukrainian(self) -> int:
        """The number of letters that Russian does not have."""
        return sum(self.count[letter] for letter in UKRAINIAN_ONLY)

    @cached_property
    def russian(self) -> int:
        """The number of letters that Ukrainian does not have."""
        return sum(self.count[letter] for letter in RUSSIAN_ONLY)

    @cached_property
    def foreign(self) -> int:
        """The number of letters of the script that our languages do not use, ъ as a vowel included."""
        if self.cyrillic >= self.latin:
            return len(_FOREIGN_CYRILLIC.findall(self.text)) + len(_HARD_VOWEL.findall(self.text))
        return sum(number for letter, number in self.count.items() if letter > "z" and letter.isalpha())

    @cached_property
    def function_words(self) -> float:
        """The share of English function words among the Latin words."""
        words = _WORD.findall(self.text)
        return sum(is_stop(word, "en") for word in words) / max(1, len(words))

    @property
    def belarusian(self) -> bool:
        """Whether і meets ы or э while и and щ, which Belarusian lacks, are missing."""
        count = self.count
        return count["ў"] > 0 or bool(
            count["і"] and (count["ы"] or count["э"]) and not (count["и"] or count["щ"] or count["ї"] or count["є"])
        )

    def allow(self, lang: Language) -> bool:
        """Say whether a text with these letters can be in ``lang``."""
        if self.foreign * 50 > self.total:
            return False
        long = self.total >= _LONG
        if lang == "en":
            return self.latin > self.cyrillic and not (long and self.function_words < 0.1)
        if self.cyrillic < self.latin or self.belarusian:
            return False
        own, other = (self.ukrainian, self.russian) if lang == "uk" else (self.russian, self.ukrainian)
        return own >= other and not (long and own == 0)
