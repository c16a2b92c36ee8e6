"""Lemmas that are given, not computed: a table that a linguist can edit, and one of the user's own.

A line of ``data/overrides.tsv``, and of the file that ``POSHUK_OVERRIDES`` names, has three columns, ``lang``,
``form|form`` and ``lemma lemma``: a word of that form has these lemmas and no others.  A line of the user's own comes
before ours.  As the lemmas are what an index holds, another file is another version of the analysis: after a change
``poshuk rebuild``.
"""

from __future__ import annotations

import logging
import os
import zlib
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from index.articles.article import LANGUAGES, Language
from index.language.normalise import normalise

_log = logging.getLogger(__name__)

#: The environment variable that names the user's file.
VARIABLE = "POSHUK_OVERRIDES"
_COLUMNS = 3
_TABLE = files("index.language") / "data" / "overrides.tsv"
#: Versions of our own analysis stay below this; the user's file adds a multiple of it.
VERSION_STEP = 1_000

Lemmas = tuple[str, ...]


class Override(NamedTuple):
    """The lemmas of some forms of one language."""

    lang: Language
    forms: tuple[str, ...]
    lemmas: Lemmas


def parse_overrides(text: str, name: str) -> Iterator[Override]:
    """Yield the lines of a table; one that is broken is named in the log and skipped."""
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].rstrip()
        if not content:
            continue
        lang, forms, lemmas = (*content.split("\t"), "", "")[:_COLUMNS]
        named = tuple(normalise(form.strip()) for form in forms.split("|") if form.strip())
        if content.count("\t") != _COLUMNS - 1 or lang not in LANGUAGES or not named or not lemmas.split():
            _log.warning("%s:%d is not lang, forms and lemmas in three columns and was skipped", name, number)
            continue
        if any(len(form.split()) > 1 for form in named):
            _log.warning("%s:%d has a form of several words, which no word is, and was skipped", name, number)
            continue
        yield Override(next(code for code in LANGUAGES if code == lang), named, tuple(map(normalise, lemmas.split())))


def overridden(lang: Language, finish: Callable[[str], Lemmas] | None = None) -> Callable[[str], Lemmas]:
    """Return a unit that gives the lemmas of the tables; ``finish`` makes a key of each (the stem, in English)."""
    return partial(_overridden, lang=lang, finish=finish)


def _overridden(word: str, lang: Language, finish: Callable[[str], Lemmas] | None) -> Lemmas:
    lemmas = _lemmas(lang).get(word.removesuffix("'s") if lang == "en" else word, ())
    return tuple(key for lemma in lemmas for key in finish(lemma)) if finish else lemmas


@cache
def _lemmas(lang: Language) -> dict[str, Lemmas]:
    given = [*parse_overrides(_TABLE.read_text(encoding="utf-8"), _TABLE.name), *_own()]
    return {form: line.lemmas for line in given if line.lang == lang for form in line.forms}


def _path() -> str:
    return os.environ.get(VARIABLE, "")


@cache
def _own() -> tuple[Override, ...]:
    """Return the lines of the user's file; one that cannot be read is named in the log and left out."""
    if not _path():
        return ()
    try:
        return tuple(parse_overrides(Path(_path()).read_text(encoding="utf-8-sig"), _path()))
    except (OSError, UnicodeDecodeError) as fault:
        _log.warning("%s %s cannot be read and was left out: %s", VARIABLE, _path(), fault)
        return ()


def _version() -> int:
    """Return what the user's overrides add to the version of the analysis: 0 without any."""
    lines = sorted(_own())
    return VERSION_STEP * zlib.crc32(repr(lines).encode()) if lines else 0


OVERRIDES_VERSION = _version()
