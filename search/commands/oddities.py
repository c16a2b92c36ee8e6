"""Forms that a linguist would look at: those no dictionary has, and those that hardly are words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from index.articles.article import Language
from index.language import is_known, is_stop
from index.language.characters import CYRILLIC, LATIN
from index.language.overrides import overridden

#: A word of more letters is odd.
LONG: Final = 30

_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_LATIN = re.compile(f"[{LATIN}]")
_CYRILLIC_WORD = re.compile(f"[{CYRILLIC}]+(?:['-][{CYRILLIC}]+)*")
_DIGIT_WITHIN = re.compile(r"[^\W\d_]\d+[^\W\d_]")
#: Control characters, unassigned, private and lone ones; what stands for a lost character.
_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LOST = "\ufffd"


def is_unknown(form: str, lang: Language) -> bool:
    """Say whether a form in Cyrillic letters is in neither the dictionary of ``lang`` nor its overrides.

    A compound of known words is known.  English has a stemmer and no dictionary: nothing is unknown.
    """
    if lang == "en" or not _CYRILLIC_WORD.fullmatch(form) or overridden(lang)(form):
        return False
    return not is_known(form, lang) and not ("-" in form and all(is_known(part, lang) for part in form.split("-")))


def oddities(form: str, lang: Language) -> tuple[str, ...]:
    """Return what is odd about a form, nothing for most."""
    return tuple(name for name, test in _TESTS.items() if test(form, lang))


def _mixed(form: str, _: Language) -> bool:
    return bool(_CYRILLIC.search(form) and _LATIN.search(form))


def _digit_within(form: str, _: Language) -> bool:
    return bool(_DIGIT_WITHIN.search(form))


def _long(form: str, _: Language) -> bool:
    return len(form) > LONG


def _one_letter(form: str, lang: Language) -> bool:
    return len(form) == 1 and form.isalpha() and not is_stop(form, lang)


def _control(form: str, _: Language) -> bool:
    return _LOST in form or any(unicodedata.category(letter) in _CONTROL for letter in form)


_TESTS: Final[dict[str, Callable[[str, Language], bool]]] = {
    "mixed scripts": _mixed,
    "digit within": _digit_within,
    "very long": _long,
    "one letter": _one_letter,
    "control character": _control,
}
