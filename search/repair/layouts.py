"""Keyboard layouts: a query typed in another layout than was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise, permutations
from math import log
from typing import Final, NamedTuple

from index.articles.article import Language
from search.query.lexer import OPERATORS
from search.repair.homoglyphs import is_mixed
from search.repair.known_words import Judge
from search.repair.spans import Span, chunks, replaced, words
from search.repair.tables import pairs

#: layout → what its keys give, key by key.
KEYS: Final = pairs("keyboards.tsv")
#: The share of the letters in words that make sense: at least so much after, and so much more than before.
_ENOUGH: Final = 0.6
_MORE: Final = 0.3
#: Chunks of a query that tell its layout, the first.
_JUDGED: Final = 8
#: Fewer letters in a row make sense by chance.
_BY_CHANCE: Final = 3
_AROUND: Final = ".,:;?!()[]{}<>/&'\"«»“”„-–—"

Table = dict[int, str]


class _Sense(NamedTuple):
    """How much sense a text makes, to be compared in this order.

    ``share`` of it, 0 to 1, is in words (short ones count little), so many of them in one language, so ``frequent``.
    """

    share: float
    together: int
    frequency: float


def mended(q: str, judge: Judge) -> str:
    """Return ``q`` in the layout that makes most sense of it, or as it is."""
    found = list(chunks(q, quoted=True))
    if any(map(is_mixed, (chunk.text for chunk in found))):
        return q
    judged = found[:_JUDGED]
    typed = _sense((chunk.text for chunk in judged), judge)
    needed = max(_ENOUGH, typed.share + _MORE)
    if needed > 1:
        return q
    tables = list(_tables(q))
    senses = [_sense((_meant(chunk, table, judge).text for chunk in judged), judge) for table in tables]
    best = max(range(len(senses)), key=senses.__getitem__, default=None)
    if best is None or senses[best].share < needed:
        return q
    return replaced(q, [_meant(chunk, tables[best], judge) for chunk in found])


def neighbours() -> Iterator[tuple[str, str]]:
    """Yield pairs of letters whose keys lie side by side, of every layout."""
    for keys in KEYS.values():
        for one, other in pairwise(keys):
            if one.isalpha() and other.isalpha() and one.islower() and other.islower():
                yield one, other


@cache
def conversions() -> dict[tuple[str, str], Table]:
    """Return (layout that was on, layout that was meant) → table for ``str.translate``."""
    return {(typed, meant): _table(KEYS[typed], KEYS[meant]) for typed, meant in permutations(KEYS, 2)}


def _table(typed: str, meant: str) -> Table:
    """Return what each key stands for; of a character on two keys the first counts."""
    return {ord(was): now for was, now in reversed(list(zip(typed, meant, strict=True))) if was != now}


def _tables(q: str) -> Iterator[Table]:
    """Yield the conversions that ``q`` may need; a quotation mark may be one, or a letter of the layout meant."""
    letters = {letter for letter in q if letter.isalpha()}
    for (typed, _), table in conversions().items():
        if letters & set(KEYS[typed]):
            if typed == "us" and '"' in q and not q.count('"') % 2:
                yield {key: letter for key, letter in table.items() if key != ord('"')}
            yield table


def _meant(chunk: Span, table: Table, judge: Judge) -> Span:
    """Return the chunk in the other layout, but for those parts between hyphens that make more sense as they are."""
    return chunk._replace(text="-".join(_reading(part, table, judge) for part in chunk.text.split("-")))


def _reading(part: str, table: Table, judge: Judge) -> str:
    changed = part.translate(table)
    typed, meant = _sense([part], judge), _sense([changed], judge)
    kept = typed > meant if len(part.strip(_AROUND)) >= _BY_CHANCE else typed.share > meant.share
    return part if kept else changed


def _sense(texts: Iterable[str], judge: Judge) -> _Sense:
    share = total = frequency = 0.0
    languages: Counter[Language] = Counter()
    for text in texts:
        total += _weight(text.strip(_AROUND))
        known = [word for word in _words(text) if judge.is_word(word)]
        share += sum(map(_weight, known))
        frequency += sum(log(1 + judge.documents(word)) + log(1 + judge.form(word)) for word in known)
        languages.update(lang for word in known for lang in judge.languages(word))
    return _Sense(share / total if total else 0.0, max(languages.values(), default=0), frequency)


def _words(text: str) -> list[str]:
    """Return the words of a chunk; a lone operator (И) may be a word in the wrong layout."""
    return [text] if text in OPERATORS else [word.text for word in words(text, quoted=True)]


def _weight(text: str) -> float:
    return len(text) if len(text) >= _BY_CHANCE else 0.1 * len(text)
