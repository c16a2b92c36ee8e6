"""Words that were run together or torn apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from math import log
from typing import Final

from index.articles.article import Language
from index.language import fold, is_stop
from search.repair.known_words import Judge
from search.repair.spans import replaced, words
from search.repair.spelling import EDIT_WEIGHT, SHORTEST, Candidate
from search.repair.vocabulary import Vocabulary

#: What a space too few costs in edits.
_SPACE: Final = 1.0
#: Pairs of a query that are looked at, the first.
_PAIRS: Final = 8
#: The fewest letters of a part that is no stop word, and the fewest documents that have it.
_PART: Final = 3
_DOCUMENTS: Final = 3


def rejoined(q: str, judge: Judge) -> str:
    """Return ``q`` with the first two words made one of which one or both are none apart."""
    for one, other in islice(pairwise(words(q)), _PAIRS):
        lacking = any(judge.lacks(word.text) for word in (one, other))
        absent = not any(judge.documents(word.text) for word in (one, other))
        side_by_side = q[one.end : other.start] == " "
        for whole in _together(one.text, other.text) if side_by_side and (lacking or absent) else ():
            if judge.documents(whole):
                return replaced(q, [one._replace(end=other.end, text=whole)])
    return q


def split(word: str, vocabulary: Vocabulary, langs: tuple[Language, ...]) -> Candidate | None:
    """Return the likeliest two words in ``word`` (незнаю: не знаю), or None."""
    typed = fold(word)
    found = (
        Candidate(log(count + 1) - EDIT_WEIGHT * _SPACE, _SPACE, count, f"{typed[:at]} {typed[at:]}")
        for at in range(1, len(typed))
        for lang in langs
        if (count := min(_standing(part, vocabulary, lang) for part in (typed[:at], typed[at:])))
    )
    return max(found, default=None) if len(typed) > SHORTEST else None


def _together(one: str, other: str) -> Iterator[str]:
    """Yield what two words side by side may be: автомобіль, об'єкт, прес-служба."""
    yield one + other
    if other[:1].lower() in "яюєї":
        yield f"{one}'{other}"
    yield f"{one}-{other}"


def _standing(part: str, vocabulary: Vocabulary, lang: Language) -> int:
    """Return in how many documents ``part`` is as a word by itself; 0 when it is too short or rare for one."""
    if len(part) < _PART and not is_stop(part, lang):
        return 0
    count = vocabulary.form(part, lang)
    return count if count >= _DOCUMENTS else 0
