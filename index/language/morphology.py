"""Lemmas: pymorphy3 dictionaries for Ukrainian and Russian, a stemmer for English.

A unit takes a normalised word and answers with lemmas, or with nothing when the word is not its concern.  Each
language lists its units in order; the first that answers decides.  Units are slow (about 0.1 ms): callers cache.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

from index.articles.article import Language
from index.language.characters import CYRILLIC
from index.language.endings import ending_keys

Unit = Callable[[str], tuple[str, ...]]

#: Lemmas of the last part of a compound that have a key each.
MOST_ENDS = 3

#: What dictionaries call names: of people, their fathers, places, organisations, brands; and abbreviations.
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr"})

_VERBS = frozenset({"VERB", "INFN"})

_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_lock = threading.RLock()


@cache
def dictionary(lang: Language) -> Any:
    """Return the pymorphy3 analyzer of a language, loaded on first use (about 0.1 s and 25 MB)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang=lang)


class _Change(NamedTuple):
    """What makes the lemma of a form: how many letters are cut at its start and end, and what is put there."""

    start: int
    end: int
    before: str
    after: str

    def apply(self, form: str) -> str:
        """Return the lemma."""
        return self.before + form[self.start : len(form) - self.end] + self.after


class _Changes(dict[tuple[int, int], _Change]):
    """The changes by paradigm and the form's place in it, computed on first use (a form's own: none at place 0)."""

    def __init__(self, words: Any) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, parse: tuple[int, int]) -> _Change:
        number, place = parse
        change = _Change(0, 0, "", "")
        if place:
            paradigm = self._words.paradigms[number]
            before, start = (self._words.paradigm_prefixes[paradigm[2 * len(paradigm) // 3 + at]] for at in (0, place))
            after, end = (self._words.suffixes[paradigm[at]] for at in (0, place))
            change = _Change(len(start), len(end), before, after)
        self[parse] = change
        return change


@cache
def _changes(lang: Language) -> _Changes:
    return _Changes(dictionary(lang).dictionary)


@cache
def _stemmer(algorithm: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(algorithm)


def english_stem(word: str) -> tuple[str, ...]:
    """Return the Porter2 stem, possessive ``'s`` and hyphens removed, of a word without Cyrillic letters."""
    if _CYRILLIC.search(word):
        return ()
    with _lock:
        return (_stemmer("english").stemWord(word.replace("-", "")),)


def is_known(word: str, lang: Language) -> bool:
    """Say whether the dictionary of ``lang`` (uk or ru) has this form."""
    with _lock:
        return bool(dictionary(lang).word_is_known(word))


@lru_cache(maxsize=1 << 13)
def is_common(word: str, lang: Language) -> bool:
    """Say whether the dictionary of ``lang`` (uk or ru) has this form, and of no name.

    The Ukrainian one marks people, but not places: there Київ is a common word.
    """
    with _lock:
        return is_known(word, lang) and not any(tag.grammemes & _NAMES for tag in dictionary(lang).tag(word))


@lru_cache(maxsize=1 << 13)
def dictionary_readings(word: str, lang: Language) -> tuple[bool, bool]:
    """Say whether the dictionary of ``lang`` (uk or ru) has this form as an ordinary word, and whether as a name."""
    with _lock:
        tags = dictionary(lang).tag(word) if is_known(word, lang) else ()
        named = [bool(tag.grammemes & _NAMES) for tag in tags]
        return not all(named), any(named)


def verbs_beside_a_name(word: str, lang: Language) -> frozenset[str]:
    """Return the verbs that a form is of in the dictionary of ``lang`` (uk or ru) when it also is a name: Май, мати."""
    if not dictionary_readings(word, lang)[1]:
        return frozenset()
    with _lock:
        parses = [parse for parse in dictionary(lang).parse(word) if parse.is_known]
        others = {parse.normal_form for parse in parses if parse.tag.POS not in _VERBS}
        return frozenset(parse.normal_form for parse in parses) - others


def known(lang: Language) -> Unit:
    """Return a unit that gives all lemmas of the words in a language's dictionary."""
    return partial(known_lemmas, lang=lang)


def unknown(lang: Language, sibling: Language) -> Unit:
    """Return a unit for words that the dictionary of ``lang`` does not have.

    It gives the lemmas of the ``sibling``'s dictionary (a quotation), the best guess by analogy, and the keys that
    the case forms of a name share.
    """
    return partial(_unknown, lang=lang, sibling=sibling)


def known_lemmas(word: str, lang: Language) -> tuple[str, ...]:
    """Return all lemmas that the dictionary of ``lang`` (uk or ru) has for a form; nothing when it lacks it.

    Looks up as ``MorphAnalyzer.normal_forms`` does, without scoring and sorting: half the time.
    """
    with _lock:
        analyzer = dictionary(lang)
        entries = analyzer.dictionary.words.similar_items(word, analyzer.char_substitutes)
        if not entries:
            return ()
        changes = _changes(lang)
        lemmas = [changes[parse].apply(spelling) for spelling, parses in entries for parse in parses]
        return tuple(dict.fromkeys(lemmas))


def inflections(lemma: str, lang: Language) -> tuple[str, ...]:
    """Return all forms that the dictionary of ``lang`` (uk or ru) has of the words with this lemma."""
    with _lock:
        words = [parse for parse in dictionary(lang).parse(lemma) if parse.is_known and parse.normal_form == lemma]
        return tuple(dict.fromkeys(form.word for parse in words for form in parse.lexeme))


def _unknown(word: str, lang: Language, sibling: Language) -> tuple[str, ...]:
    with _lock:
        guess = tuple(dictionary(lang).normal_forms(word)[:1])
    return known_lemmas(word, sibling) + guess + ending_keys(word, lang) + _compound(word, lang)


def _compound(word: str, lang: Language) -> tuple[str, ...]:
    """Return the keys of a compound of which the last part is declined, or each: дайв-центр; тиждень-два."""
    *before, last = (part for part in word.split("-") if part)
    if not before:
        return ()
    ends = known_lemmas(last, lang) or ending_keys(last, lang)
    heads = tuple((known_lemmas(part, lang) or (part,))[0] for part in before)
    return tuple("-".join((*head, end)) for head in (before, heads) for end in ends[:MOST_ENDS])


def foreign(word: str) -> tuple[str, ...]:
    """Return the lemmas of a Cyrillic word in a text of English, of both languages: a quotation."""
    if not _CYRILLIC.search(word):
        return ()
    own = known_lemmas(word, "uk") + known_lemmas(word, "ru")
    return own or _unknown(word, "uk", "ru") + ending_keys(word, "ru")
