"""What analysis makes of each word of a text, and what the language files and the index know of it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, Literal

from index.articles.article import Language
from index.articles.schema import TEXT_FIELDS
from index.language import Token, is_known, is_stop, name_keys
from index.language.characters import CYRILLIC
from index.language.normalise import normalise
from index.language.overrides import overridden
from search.engines.base import Snapshot, Until
from search.plan.plan import Alternative, FieldBoost, Plan, Unit
from search.planner.synonyms import Synonyms

#: Where lemmas come from: a table of overrides, a rule (numbers, codes), the English stemmer, a dictionary, analogy.
Source = Literal["override", "rule", "stemmer", "dictionary", "guess"]

_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_NOT_A_WORD = re.compile(r"\d|[@._/]")
_FIELDS: Final = tuple(map(FieldBoost, TEXT_FIELDS))
#: Seconds that counting the documents of one lemma may take.
_PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class TokenReport:
    """A token as written, and everything that decides what it finds.

    ``documents`` has for each lemma the number of documents of the live generation with it in any text field; it is
    empty where there is no index.
    """

    surface: str
    token: Token
    stop: bool
    source: Source
    names: tuple[str, ...]
    synonyms: tuple[str, ...]
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reporter:
    """Reports tokens of one language; without a snapshot, documents are not counted."""

    lang: Language
    synonyms: Synonyms
    snapshot: Snapshot | None

    def reports(self, text: str, tokens: Iterable[Token]) -> Iterator[TokenReport]:
        """Yield a report of each token of ``text``."""
        documents = lru_cache(maxsize=None)(partial(_documents, self.snapshot, self.lang))
        for token in tokens:
            surface = text[token.start : token.end]
            yield TokenReport(
                surface=surface,
                token=token,
                stop=is_stop(token.form, self.lang),
                source=source_of(surface, self.lang),
                names=name_keys(token.form),
                synonyms=tuple(synonym.written for synonym in self.synonyms.of(token.lemmas, self.lang)),
                documents=tuple(count for lemma in token.lemmas if (count := documents(lemma)) is not None),
            )


def source_of(surface: str, lang: Language) -> Source:
    """Return where the lemmas of a word come from.  A text of English takes Cyrillic words for quotations."""
    word = "".join(normalise(surface).split())
    cyrillic = bool(_CYRILLIC.search(word))
    if overridden(lang)(word) or (not cyrillic and overridden("en")(word)):
        return "override"
    if _NOT_A_WORD.search(word):
        return "rule"
    if not cyrillic:
        return "stemmer"
    languages: tuple[Language, ...] = ("uk", "ru") if lang == "en" else (lang,)
    return "dictionary" if any(is_known(word, code) for code in languages) else "guess"


def _documents(snapshot: Snapshot | None, lang: Language, lemma: str) -> int | None:
    """Return how many documents have the lemma in any text field; None where there is no index."""
    if snapshot is None:
        return None
    plan = Plan({lang: Unit(lemma, (Alternative(lemma),), _FIELDS)}, group=False, limit=1)
    return snapshot.search(plan, Until(time.monotonic, time.monotonic() + _PATIENCE)).documents
