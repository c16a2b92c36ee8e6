"""Keyboard layouts: a query typed in another layout than was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise, permutations
from typing import Final

from search.repair.judge import Judge
from search.repair.tables import pairs
from search.repair.text import Span, chunks, replaced, words

#: layout → what its keys give, key by key.
KEYS: Final = pairs("keyboards.tsv")
#: The share of the letters in words that make sense: at least so much after, and so much more than before.
_ENOUGH: Final = 0.6
_MORE: Final = 0.3
#: Fewer letters in a row make sense by chance.
_BY_CHANCE: Final = 3
_AROUND: Final = ".,:;?!()[]{}<>/&'\"«»“”„-–—"

Table = dict[int, str]


def mended(q: str, judge: Judge) -> str:
    """Return ``q`` in the layout that makes most sense of it, or as it is."""
    found = list(chunks(q, quoted=True))
    if not any(judge.lacks(word.text) for chunk in found for word in words(chunk.text)):
        return q
    best, now = _sense((chunk.text for chunk in found), judge), q
    needed = max(_ENOUGH, best + _MORE)
    for table in _tables(q):
        changed = [_meant(chunk, table, judge) for chunk in found]
        sense = _sense((chunk.text for chunk in changed), judge)
        if sense >= needed and sense > best:
            best, now = sense, replaced(q, changed)
    return now


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
            if typed == "us" and '"' in q:
                yield {key: letter for key, letter in table.items() if key != ord('"')}
            yield table


def _meant(chunk: Span, table: Table, judge: Judge) -> Span:
    """Return the chunk in the other layout, or as it is where only that makes sense."""
    changed = chunk._replace(text=chunk.text.translate(table))
    kept = len(chunk.text) >= _BY_CHANCE and _sense([chunk.text], judge) > _sense([changed.text], judge)
    return chunk if kept else changed


def _sense(texts: Iterable[str], judge: Judge) -> float:
    """Return the share, 0 to 1, of what is written that is in words; short words count for little."""
    sense = total = 0.0
    for text in texts:
        total += _weight(text.strip(_AROUND))
        sense += sum(_weight(word.text) for word in words(text) if judge.is_word(word.text))
    return sense / total if total else 0.0


def _weight(text: str) -> float:
    return len(text) if len(text) >= _BY_CHANCE else 0.1 * len(text)
