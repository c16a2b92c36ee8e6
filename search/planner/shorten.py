"""A pasted text that is too long for a query: its most telling words stand for it.

Kumaran & Carvalho (2009) and others found that long queries do better without the words that tell least; here they are
those of the lowest inverse document frequency, and those that no article has.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from index.articles.article import Language
from index.language import analyze, is_stop
from search.engines.base import Snapshot
from search.query.lexer import Lexeme, lexemes
from search.query.sentence import as_sentence
from search.settings import Settings

#: What a word that no article has is put at: it may be a name that is spelled otherwise, and comes last.
NOWHERE: Final = 0.0


def shortened(q: str, langs: tuple[Language, ...], snapshot: Snapshot, settings: Settings) -> str | None:
    """Return the most telling words of ``q`` in their order, within the limits; None where ``q`` is within them.

    Only a text of bare words is shortened.  A long query of operators was written on purpose, and is refused elsewhere.
    """
    found, _ = lexemes(q[: settings.pasted_characters])
    found, _ = as_sentence(found, settings.sentence_words)
    words = list(dict.fromkeys(_words(found)))
    within = len(q) <= settings.query_characters and sum(map(_count, found)) <= settings.query_terms
    if within or _longest_row(found) < settings.sentence_words:
        return None
    weights = {word: _weight(word, langs, snapshot) for word in words}
    ranked = sorted(words, key=lambda word: -weights[word])[: settings.query_terms]
    chosen = set(_fitting(ranked, settings.query_characters))
    return " ".join(word for word in words if word in chosen) or None


def _words(found: Iterable[Lexeme]) -> Iterable[str]:
    for lexeme in found:
        if lexeme.kind in ("word", "phrase", "exact", "prefix", "fuzzy", "field"):
            yield from lexeme.text.split()


def _longest_row(found: Iterable[Lexeme]) -> int:
    """Return how many bare words stand side by side at most: enough of them are a text, and not a made-up query."""
    rows = groupby(found, lambda lexeme: lexeme.kind == "word")
    return max((len(list(row)) for bare, row in rows if bare), default=0)


def _count(lexeme: Lexeme) -> int:
    return len(lexeme.text.split())


def _weight(word: str, langs: tuple[Language, ...], snapshot: Snapshot) -> float:
    """Return the word's inverse document frequency in the language that has it most; stop words weigh nothing."""
    best = -1.0
    for lang in langs:
        token = next(iter(analyze(word, lang)), None)
        if token is None or is_stop(token.form, lang):
            continue
        documents = snapshot.statistics(lang).documents
        frequency = max(snapshot.document_frequency(lang, "body", lemma) for lemma in token.lemmas)
        best = max(best, math.log((documents + 1) / frequency) if frequency else NOWHERE)
    return best


def _fitting(words: Iterable[str], characters: int) -> Iterable[str]:
    """Yield the words that fit into so many characters with a blank between each two."""
    left = characters + 1
    for word in words:
        if len(word) < left:
            left -= len(word) + 1
            yield word
