"""What the letters of a text say about its language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from index.articles.article import Language
from index.language.characters import CYRILLIC, LATIN, RUSSIAN_ONLY, UKRAINIAN_ONLY
from index.language.vocabulary import known_share

_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_LATIN = re.compile(f"[{LATIN}]")
#: Cyrillic letters that neither Ukrainian nor Russian has.
_FOREIGN_CYRILLIC = re.compile("[^абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя\\W\\d_a-z\u00aa-\u024f]")
#: ъ as a vowel, as in Bulgarian; in Russian it comes before е ё ю я only.
_HARD_VOWEL = re.compile("ъ(?![еёюя])")
#: The share of foreign letters that names and quotations may bring.
FEW_FOREIGN = 0.02
#: From this many letters on, what is missing is evidence, too.
_LONG = 200


@dataclass(frozen=True)
class Letters:
    """The letters of a text, and what each language would have of them."""

    prose: str

    @cached_property
    def text(self) -> str:
        """The text in lower case."""
        return self.prose.lower()

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
        return sum([self.count.get(letter, 0) for letter in UKRAINIAN_ONLY])

    @cached_property
    def russian(self) -> int:
        """The number of letters that Ukrainian does not have."""
        return sum([self.count.get(letter, 0) for letter in RUSSIAN_ONLY])

    @cached_property
    def foreign(self) -> int:
        """The number of letters of the script that our languages do not use, ъ as a vowel included."""
        if self.cyrillic >= self.latin:
            return len(_FOREIGN_CYRILLIC.findall(self.text)) + len(_HARD_VOWEL.findall(self.text))
        beyond_ascii = ((letter, number) for letter, number in self.count.items() if letter > "z" and letter.isalpha())
        return sum(number for letter, number in beyond_ascii if not _CYRILLIC.match(letter))

    @property
    def belarusian(self) -> bool:
        """Whether ў, or ы and э beside і, occur where и щ ї є, which Belarusian lacks, do not."""
        count = self.count
        own = count["ў"] + (count["ы"] + count["э"] if count["і"] else 0)
        return own > 3 * (count["и"] + count["щ"] + count["ї"] + count["є"])

    @property
    def candidates(self) -> tuple[Language, ...]:
        """The languages of Cyrillic letters that the text may be in: one, when it has own letters of one only."""
        ukrainian, russian = (own >= FEW_FOREIGN * self.total and own > 0 for own in (self.ukrainian, self.russian))
        if ukrainian == russian:
            return ("uk", "ru")
        return ("uk",) if ukrainian else ("ru",)

    @property
    def decisive(self) -> Language | None:
        """The language that the letters leave no doubt about: enough own ones, and one that Belarusian lacks."""
        count = self.count
        if self.foreign or self.belarusian:
            return None
        if self.ukrainian > max(3 * self.russian, FEW_FOREIGN * self.total) and any(
            count[letter] for letter in "ищїєґ"
        ):
            return "uk"
        if count["ы"] + count["э"] + count["ё"] > max(3 * self.ukrainian, 0.005 * self.total) and count["и"]:
            return "ru"
        return None

    @property
    def mostly_foreign(self) -> bool:
        """Whether there are more foreign letters than names and quotations bring."""
        return self.foreign > FEW_FOREIGN * self.total

    def allow(self, lang: Language) -> bool:
        """Say whether a text with these letters can be in ``lang``."""
        if self.mostly_foreign:
            return False
        long = self.total >= _LONG
        if lang == "en":
            return self.latin > self.cyrillic and not (long and known_share(self.prose, "en") < 0.1)
        if self.cyrillic < self.latin or self.belarusian:
            return False
        own, other = (self.ukrainian, self.russian) if lang == "uk" else (self.russian, self.ukrainian)
        return own >= other and not (long and own == 0)
