"""Words of one language for those of another: a table that a linguist can edit, and the names that CLDR has.

A line of ``data/translations.tsv``, and of ``given_names.tsv``, is ``uk<TAB>ru<TAB>en``, with ``|`` between words for
the same thing; it may end with a comment after ``#``.  Names of countries, languages and cities come from Babel.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from index.articles.article import LANGUAGES, Language
from index.language.languages import TABLES
from index.language.normalise import fold
from index.language.ordinary import word_kind

if TYPE_CHECKING:
    from babel import Locale

_TABLES = tuple(files("index.language") / "data" / name for name in ("translations.tsv", "given_names.tsv"))
_log = logging.getLogger(__name__)

#: CLDR's names of languages are feminine in Ukrainian (англійська); the dictionary form is masculine.
_ADJECTIVE = re.compile("(?<=[сцз]ьк)а$")
_SEVERAL_WORDS = re.compile(r"[\s,()-]")

Words = tuple[str, ...]


class Row(NamedTuple):
    """The same in every language, in the order of LANGUAGES."""

    uk: Words
    ru: Words
    en: Words

    def of(self, lang: Language) -> Words:
        """Return the words of one language."""
        return self[LANGUAGES.index(lang)]


def translations(lemmas: Iterable[str], source: Language, target: Language) -> Words:
    """Return the ``target`` words, in a dictionary form and spelled as people do, for a word with these ``lemmas``."""
    index = _index(source)
    return tuple(dict.fromkeys(word for lemma in lemmas for row in index.get(lemma, ()) for word in row.of(target)))


def is_listed_name(lemmas: Iterable[str], lang: Language) -> bool:
    """Say whether a table has a word with one of these lemmas as a name: with a capital in every language.

    Abbreviations are none: folded, US is us.
    """
    index = _index(lang)
    rows = (row for lemma in lemmas for row in index.get(lemma, ()))
    return any(all(cell[0][:1].isupper() and not cell[0].isupper() for cell in row) for row in rows)


def parse_rows(text: str, name: str) -> Iterator[Row]:
    """Yield the rows of a table; a line that is none is named in the log and skipped."""
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].rstrip()
        if not content:
            continue
        cells = content.split("\t")
        if len(cells) != len(LANGUAGES) or not all(map(str.strip, cells)):
            _log.warning("%s:%d has not three columns and was skipped", name, number)
            continue
        yield Row(*(tuple(word for part in cell.split("|") if (word := part.strip())) for cell in cells))


@cache
def _index(source: Language) -> dict[str, tuple[Row, ...]]:
    """Return the rows by each of their words as the index has it; about 0.1 s on first use."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _rows():
        for word in row.of(source):
            if not _is_mistakable(word, source):
                for key in dict.fromkeys((fold(word), *_stems(word, source))):
                    found[key].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _is_mistakable(word: str, lang: Language) -> bool:
    """Say whether an English abbreviation is a word in small letters: only the table of entities looks at capitals."""
    return lang == "en" and word.isupper() and word_kind(fold(word), lang) in ("ordinary", "either")


def _stems(word: str, lang: Language) -> Words:
    """Return the lemmas of an English word; the table's Ukrainian and Russian words are lemmas already."""
    return TABLES[lang].lemmas(fold(word)) if lang == "en" else ()


@cache
def _rows() -> tuple[Row, ...]:
    tables = (parse_rows(table.read_text(encoding="utf-8"), table.name) for table in _TABLES if table.is_file())
    return (*chain.from_iterable(tables), *_cldr())


def _cldr() -> Iterator[Row]:
    """Yield the names that are one word in every language."""
    from babel import Locale

    locales = [Locale(lang) for lang in LANGUAGES]
    zones = list(locales[0].time_zones)
    kinds = (
        [dict(locale.territories) for locale in locales],
        [dict(locale.languages) for locale in locales],
        [{zone: _city(zone, locale) for zone in zones} for locale in locales],
    )
    for names in kinds:
        for code in names[0]:
            row = [_ADJECTIVE.sub("ий", table.get(code, "")) for table in names]
            if all(name and not _SEVERAL_WORDS.search(name) for name in row):
                yield Row(*((name,) for name in row))


def _city(zone: str, locale: Locale) -> str:
    """Return the city of a time zone; in English most are in the zone's name."""
    default = zone.rpartition("/")[2].replace("_", " ") if locale.language == "en" else ""
    return str(locale.time_zones.get(zone, {}).get("city", default))
