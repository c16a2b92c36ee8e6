"""Words of the archive that a misspelled word may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.articles.article import Language
from index.language import alphabet, fold
from search.cache import cached
from search.planner.beginnings import other_beginnings
from search.repair.edits import cost
from search.repair.vocabulary import Vocabulary

#: A word of fewer letters is no misspelling of anything in particular.
SHORTEST: Final = 4
#: A shorter word may differ by one edit only.
_TWO_EDITS: Final = 6
_DEAREST: Final = {1: 1.3, 2: 1.35}
#: How many e-foldings of frequency an edit outweighs.
EDIT_WEIGHT: Final = 5.0
#: Candidates whose cost is worked out, the nearest, then the most frequent.
_CANDIDATES: Final = 40
_REMEMBERED: Final = 4_096


class Candidate(NamedTuple):
    """What may have been meant: how likely (higher is better), what its edits cost, in how many documents it is."""

    score: float
    cost: float
    documents: int
    text: str


class Speller:
    """Corrects words from the vocabulary; shared by threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.best = cached(self._best, _REMEMBERED)

    def _best(self, word: str, langs: tuple[Language, ...]) -> Candidate | None:
        """Return the likeliest word instead of ``word``, in any case of letters, or None."""
        typed = fold(word)
        if len(typed) < SHORTEST:
            return None
        edits = 1 if len(typed) < _TWO_EDITS else 2
        found = (scored(typed, form, count) for lang in langs for form, count in self._near(typed, lang, edits))
        return max((candidate for candidate in found if candidate.cost <= _DEAREST[edits]), default=None)

    def _near(self, typed: str, lang: Language, edits: int) -> Iterator[tuple[str, int]]:
        """Yield (form, documents) of what begins with the same letter, or differs in its first one or two only."""
        words, documents = self._vocabulary.forms(lang, typed[0]).of_length(len(typed) - edits, len(typed) + edits)
        near = process.extract(typed, words, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=None)
        nearest = sorted((distance, -documents[at], form) for form, distance, at in near if form != typed)
        for _, count, form in nearest[:_CANDIDATES]:
            yield form, -count
        for form in other_beginnings(typed, alphabet("en" if typed.isascii() else lang)):
            if count := self._vocabulary.form(form, lang):
                yield form, count


def scored(typed: str, meant: str, documents: int) -> Candidate:
    """Return ``meant`` as a candidate for ``typed``."""
    price = cost(typed, meant)
    return Candidate(log(documents + 1) - EDIT_WEIGHT * price, price, documents, meant)
