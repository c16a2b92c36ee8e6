"""Keys of numbers, dates and codes: different ways to write the same one meet."""

from __future__ import annotations

import re

from index.language.characters import CYRILLIC_TO_LATIN, GROUPING_SPACES

_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_SPACES = re.compile(f"[ {GROUPING_SPACES}]")
_LOOKALIKES = str.maketrans({cyrillic.lower(): latin.lower() for cyrillic, latin in CYRILLIC_TO_LATIN.items()})


def number_key(word: str) -> tuple[str, ...]:
    """Return the key of a word without letters: 26.03.2023 as 2023-03-26, 1,500 as 1500, 3,5 as 3.5; else as it is."""
    if word.isalpha() or any(map(str.isalpha, word)):
        return ()
    return (_date(word) or _number(_SPACES.sub("", word)),)


def code_key(word: str) -> tuple[str, ...]:
    """Return the key of letters with digits, without hyphens: С-300 in either script as c300, 80-річний as 80річний."""
    if word.isalpha() or not any(map(str.isdigit, word)):
        return ()
    code = word.replace("-", "")
    latin = code.translate(_LOOKALIKES)
    return (latin if latin.isascii() else code,)


def _date(word: str) -> str | None:
    if match := _DAY_FIRST.fullmatch(word):
        day, month, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(word):
        year, month, day = match.groups()
    else:
        return None
    return f"{year}-{int(month):02}-{int(day):02}"


def _number(word: str) -> str:
    if _THOUSANDS.fullmatch(word):
        return word.replace(",", "")
    if match := _DECIMAL.fullmatch(word):
        return f"{match[1]}.{match[2]}"
    return word
