"""Which repair a query needs, cheapest first, and whether it is made or only proposed.

A query is rewritten when it has words that occur nowhere and the rewritten one has words that do.  Repairs of the whole
come first (apostrophes, the layout of the keyboard, look-alikes, Latin letters for Cyrillic, words torn apart), then
misspelled words.  A word that occurs, is in a dictionary, or is found by its translations and other spellings is never
taken for a mistake; one that is rare beside a frequent neighbour gives a suggestion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from math import inf, log
from typing import Final, Literal, NamedTuple

from index.articles.article import Language
from index.language import fold
from index.language.query_language import likely_languages
from search.engines.base import Snapshot
from search.repair import apostrophes, homoglyphs, layouts
from search.repair.homoglyphs import is_mixed
from search.repair.known_words import Judge
from search.repair.spaces import rejoined, split
from search.repair.spans import Span, cased_like, replaced, words
from search.repair.spelling import SHORTEST, Candidate, Speller
from search.repair.transliteration import Transliterator
from search.repair.vocabulary import Vocabulary, in_dictionary

Kind = Literal["apostrophe", "homoglyphs", "layout", "transliteration", "words", "spelling"]
#: Mistakes of the keyboard, not of the writer: what was meant is certain, whether the archive has it or not.
CERTAIN: Final[tuple[Kind, ...]] = ("layout", "homoglyphs")
Langs = tuple[Language, ...]
Related = Callable[[str], Iterable[str]]

#: Repairs of one query, one upon the other, and words of it whose spelling is looked at, at most.
_STEPS: Final = 4
_WORDS: Final = 4
#: The share of the telling words that occur nowhere from which on a misspelling is repaired unasked.
_POOR: Final = 0.3
#: A rare word is in so few documents at most.
_RARE: Final = 3
#: What a candidate for a word that begins with a capital, which may be a name, scores at least.
_NAME: Final = -3.0
#: English forms that a stem stands for: no mistakes, however rare.
_INFLECTED: Final = ("s", "ed", "ing")
#: What a candidate scores at least to be proposed where the other words find something.
_PROPOSED: Final = -2.0
#: A word in capitals that is as short as this is a ticker or an abbreviation.
_TICKER: Final = 6


class Repaired(NamedTuple):
    """What to search for instead of the query (None: as typed), by which kind of repair, and what else to propose."""

    q: str | None = None
    kind: Kind | None = None
    suggestion: str | None = None


def no_relatives(q: str) -> tuple[str, ...]:
    """Return that no word of ``q`` is found by what else it is called."""
    return ()


def never() -> bool:
    """Return that there is time enough."""
    return False


class Repairer:
    """Repairs queries by the words of one snapshot; shared by threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._vocabulary = Vocabulary(snapshot)
        self._speller = Speller(self._vocabulary)
        self._transliterator = Transliterator(self._vocabulary)

    def _repairs(self) -> tuple[tuple[Kind, Callable[[str, Judge], str]], ...]:
        """Return the kinds of repair, in the order in which they are tried."""
        return (
            ("apostrophe", apostrophes.mended),
            ("layout", layouts.mended),
            ("homoglyphs", homoglyphs.mended),
            ("transliteration", self._transliterator.mended),
            ("words", rejoined),
            ("spelling", self._respelled),
        )

    def repair(
        self, q: str, langs: Langs, related: Related = no_relatives, late: Callable[[], bool] = never
    ) -> Repaired:
        """Return what ``q``, searched for in ``langs``, may have been meant to be.

        ``related`` gives the words of a query that are found by what else they are called; it is asked only when a word
        occurs nowhere.  Repairing what was repaired changes nothing.  Once it is ``late`` nothing more is looked for.
        """
        judge = Judge(self._vocabulary, langs)
        if all(judge.documents(word.text) and not is_mixed(word.text) for word in words(q, numbers=True, quoted=True)):
            return Repaired(suggestion=self._frequent(q, judge))
        kind, now = None, q
        for _ in range(_STEPS):
            judge = Judge(self._vocabulary, langs, frozenset(map(fold, related(now))))
            step, better = self._step(now, judge, late)
            if step is None and late():
                return Repaired(now, kind) if kind else Repaired()
            if step is None:
                return Repaired(now, kind) if kind else Repaired(suggestion=self._proposed(q, judge))
            kind, now = kind or step, better
        return Repaired()

    def _step(self, q: str, judge: Judge, late: Callable[[], bool]) -> tuple[Kind | None, str]:
        """Return the cheapest repair that changes ``q``, and what it makes of it."""
        for kind, mended in self._repairs():
            if late():
                break
            if (better := mended(q, judge)) != q:
                return kind, better
        return None, q

    def _respelled(self, q: str, judge: Judge) -> str:
        """Return ``q`` with its misspelled words corrected, when they are a good part of what it says."""
        telling = [word for word in words(q) if not judge.is_stop(fold(word.text))]
        lacking = [word for word in telling if judge.lacks(word.text)]
        return self._corrected(q, lacking, judge) if len(lacking) >= _POOR * len(telling) else q

    def _proposed(self, q: str, judge: Judge) -> str | None:
        """Return ``q`` with its misspelled words corrected however few they are, or None."""
        better = self._corrected(q, [word for word in words(q) if judge.lacks(word.text)], judge, least=_PROPOSED)
        return better if better != q else self._frequent(q, judge)

    def _frequent(self, q: str, judge: Judge) -> str | None:
        """Return ``q`` with its rare words replaced by far more frequent neighbours, or None."""
        rare = [word for word in words(q) if fold(word.text) not in judge.related and self._is_rare(word.text, judge)]
        better = self._corrected(q, rare, judge, least=_PROPOSED)
        return better if better != q else None

    def _is_rare(self, word: str, judge: Judge) -> bool:
        """Say whether nothing is found by the word, or just this form is in few documents and in no dictionary."""
        if not judge.documents(word):
            return True
        folded = fold(word)
        inflected = "-" in folded or folded.endswith(_INFLECTED)
        return not inflected and judge.form(word) <= _RARE and not judge.is_spelled_right(folded)

    def _corrected(self, q: str, wrong: list[Span], judge: Judge, least: float = -inf) -> str:
        """Return ``q`` with the likeliest word, if it scores over ``least``, for each of the first ``wrong`` ones."""
        mistakes = list(islice((word for word in wrong if not _abbreviated(word.text)), _WORDS))
        langs = _languages(q, judge) if mistakes else ()
        found = ((word, self._likeliest(word.text, langs, least)) for word in mistakes)
        return replaced(q, [word._replace(text=cased_like(meant, word.text)) for word, meant in found if meant])

    def _likeliest(self, word: str, langs: Langs, least: float) -> str | None:
        """Return what is likelier than ``word`` as typed; brands in Latin letters stand in texts of any language."""
        langs = langs if word.isascii() else tuple(lang for lang in langs if lang != "en") or langs
        found = [self._compound(word, lang) if "-" in word else self._speller.best(word, (lang,)) for lang in langs]
        best = max(filter(None, (*found, split(word, self._vocabulary, langs))), default=None)
        typed = max(self._vocabulary.form(fold(word), lang) for lang in langs)
        least = max(least, log(typed + 1) if typed else -inf, _NAME if word[0].isupper() else -inf)
        return best.text if best and best.score > least else None

    def _compound(self, word: str, lang: Language) -> Candidate | None:
        """Return a hyphenated word with those of its parts corrected that ``lang`` has not; None when it has no such.

        All parts are of one language: прем'ер-міністр is no half of a Russian премьер.
        """
        parts = fold(word).split("-")
        known = [len(part) < SHORTEST or self._has(part, lang) for part in parts]
        found = [None if fine else self._speller.best(part, (lang,)) for part, fine in zip(parts, known, strict=True)]
        mended = [candidate for candidate in found if candidate]
        if not mended or len(mended) + sum(known) < len(parts):
            return None
        text = "-".join(candidate.text if candidate else part for candidate, part in zip(found, parts, strict=True))
        return min(mended)._replace(text=text)

    def _has(self, part: str, lang: Language) -> bool:
        return self._vocabulary.form(part, lang) > 0 or in_dictionary(part, lang)


def _languages(q: str, judge: Judge) -> Langs:
    """Return the languages whose words are proposed: of the Cyrillic ones those that the query is likely in."""
    likely = likely_languages(q)
    return tuple(lang for lang in judge.langs if lang == "en" or lang in likely or likely == ("en",)) or judge.langs


def _abbreviated(word: str) -> bool:
    """Say whether a word is an abbreviation or a brand: NATO, YouTube."""
    return len(word) < SHORTEST or (word.isupper() and len(word) <= _TICKER) or _is_brand(word)


def _is_brand(word: str) -> bool:
    return not word.isupper() and any(part[1:] != part[1:].lower() for part in word.split("-"))
