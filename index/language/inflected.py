"""Units for words that are written with an ending of their own: 2016-го, 14-річні, НАТОвський, HIMARSів, gerunds."""

from __future__ import annotations

import re
from functools import partial

from index.articles.article import Language
from index.language.characters import CYRILLIC
from index.language.morphology import Unit, known_lemmas

#: Endings of numbers written with figures, without those of cardinals alone (5-ти).
_ORDINAL_ENDINGS = (
    "й ий ій ый ой го ого му ому м им ім ым ом х их ых ми ими ыми я а ая у ту ю ую е є те ое ее ої ї ою ей ті та ые ие"
)
_ORDINAL = re.compile(rf"(\d+)-(?:{'|'.join(_ORDINAL_ENDINGS.split())})")
_COUNTED = re.compile(rf"(\d+)-([{CYRILLIC}]{{3,}})")
#: What stands for the ending in the key of an ordinal, so that 5-й does not meet the number 5.
_ORDINAL_MARK = "й"

#: A Ukrainian gerund and the finite form that it is made from: виходячи, виходять; розглянувши, розглянув.
_GERUNDS = tuple(
    (re.compile(pattern), finite)
    for pattern, finite in (
        ("(?<=[уюая])чи$", "ть"),
        ("(?<=[уюая])чись$", "ться"),
        ("(?<=в)ши$", ""),
        ("(?<=в)шись$", "ся"),
        ("(?<=[бгжзйклпрстхч])ши$", ""),
        ("(?<=[бгжзйклпрстхч])шись$", "ся"),
    )
)
#: How every gerund ends: most words are told by it to be none.
_GERUND_ENDS = ("чи", "чись", "ши", "шись")
_INFINITIVE = re.compile("т[иь](?:ся|сь)?$")

#: Capitals, or a name in Latin letters, with a Cyrillic ending: the abbreviation may be part of another word.
_WITH_ENDING = re.compile(r"([A-Z]{2,}|[А-ЯІЇЄҐЁ]{2,}|(?=[A-Za-z]{3})[A-Za-z]+)'?[а-яіїєґё]{1,8}")

#: A Russian surname whose nominative the dictionary may take for a plural: Мясников, of мясник.
_SURNAME = re.compile("[А-ЯЁ][а-яё]+[оеё]в")


def counted(lang: Language) -> Unit:
    """Return a unit for a number with an ending (2016-го: 2016й) or before a word (14-річні: 14річний)."""
    return partial(_counted, lang=lang)


def gerund(word: str) -> tuple[str, ...]:
    """Return the verb of a Ukrainian gerund beside what the dictionary has: Russian dictionaries give it themselves."""
    for pattern, finite in _GERUNDS if word.endswith(_GERUND_ENDS) else ():
        form, found = pattern.subn(finite, word)
        if found:
            verbs = tuple(lemma for lemma in known_lemmas(form, "uk") if _INFINITIVE.search(lemma))
            return verbs + known_lemmas(word, "uk") if verbs else ()
    return ()


def abbreviation(word: str) -> str | None:
    """Return the abbreviation, or the Latin name, that a word as written has before a Cyrillic ending, if any."""
    match = _WITH_ENDING.fullmatch(word)
    return match[1] if match else None


def may_be_surname(word: str, lang: Language) -> bool:
    """Say whether a word as written may be a Russian surname in a nominative that the dictionary lacks."""
    return lang == "ru" and bool(_SURNAME.fullmatch(word))


def _counted(word: str, lang: Language) -> tuple[str, ...]:
    if word.isalpha():
        return ()
    if ordinal := _ORDINAL.fullmatch(word):
        return (ordinal[1] + _ORDINAL_MARK,)
    if match := _COUNTED.fullmatch(word):
        return tuple(match[1] + lemma for lemma in known_lemmas(match[2], lang))
    return ()
