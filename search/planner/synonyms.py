"""Synonyms from a plain text file that whoever runs the archive writes.

A line is ``lang: word = word = word``, words that find one another, or ``lang: word => word``, where the first also
finds the second.  ``#`` begins a comment.  The file is the one that ``POSHUK_SYNONYMS`` names, else ``synonyms.txt`` in
the data directory, and is read again with every generation.
"""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Final, NamedTuple

from index.articles.article import LANGUAGES, Language
from index.language import analyze

_log = logging.getLogger(__name__)

VARIABLE: Final = "POSHUK_SYNONYMS"
FILE: Final = "synonyms.txt"
#: Words of a line and bytes of a file that are read at most.
MOST_WORDS: Final = 20
MOST_BYTES: Final = 4_000_000


class Synonym(NamedTuple):
    """A word as the file has it, and its lemmas."""

    written: str
    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The synonyms of lemmas, by language and lemma."""

    table: Mapping[tuple[Language, str], tuple[Synonym, ...]] = field(default_factory=dict)

    def of(self, lemmas: Iterable[str], lang: Language) -> Iterator[Synonym]:
        """Yield what the file has for a word with these lemmas, each once."""
        yield from dict.fromkeys(found for lemma in lemmas for found in self.table.get((lang, lemma), ()))


NO_SYNONYMS: Final = Synonyms()


def synonyms_file(data_dir: Path | str, environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the synonyms are, whether or not there are any."""
    return Path(environment.get(VARIABLE) or Path(data_dir) / FILE)


def read_synonyms(path: Path) -> Synonyms:
    """Read a file; a line that is broken is named in the log and skipped, and so is a file that cannot be read."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8", "replace")
    except FileNotFoundError:
        return NO_SYNONYMS
    except OSError as fault:
        _log.warning("%s cannot be read and is skipped: %s", path, fault.strerror)
        return NO_SYNONYMS
    return parse_synonyms(text, str(path))


def parse_synonyms(text: str, name: str) -> Synonyms:
    """Return what the lines say; ``name`` is of their file."""
    table: defaultdict[tuple[Language, str], dict[Synonym, None]] = defaultdict(dict)
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        content = line.partition("#")[0].strip()
        try:
            for lang, typed, found in _pairs(content) if content else ():
                for lemma in typed.lemmas:
                    table[lang, lemma][found] = None
        except ValueError as fault:
            _log.warning("%s:%d %s and was skipped", name, number, fault)
    return Synonyms({key: tuple(found) for key, found in table.items()})


def _pairs(content: str) -> Iterator[tuple[Language, Synonym, Synonym]]:
    """Yield (language, what is typed, what is also found); ValueError says what a line is."""
    code, _, group = content.partition(":")
    lang = next((lang for lang in LANGUAGES if lang == code.strip()), None)
    if lang is None:
        raise ValueError(f"does not begin with one of {', '.join(LANGUAGES)} and a colon")
    separator = "=>" if "=>" in group else "="
    words = [_synonym(word.strip(), lang) for word in group.split(separator)]
    if len(words) < 2 or len(words) > (2 if separator == "=>" else MOST_WORDS):
        raise ValueError(f"has {len(words)} words with {separator} between them")
    pairs = [(words[0], words[1])] if separator == "=>" else permutations(words, 2)
    return ((lang, typed, found) for typed, found in pairs)


def _synonym(word: str, lang: Language) -> Synonym:
    tokens = analyze(word, lang)
    if not tokens or (tokens[0].start, tokens[0].end) != (0, len(word)):
        raise ValueError(f"has “{word}”, which is not one word,")
    return Synonym(word, tokens[0].lemmas)
