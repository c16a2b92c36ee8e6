"""The lexicon: lemmas of one language for those of another, each with a probability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from index.articles.article import Language

#: Translations of a lemma in one direction.
MOST: Final = 3


class Learned(NamedTuple):
    """A lemma, how probably it is the translation, 0 to 1, and a word as people write it."""

    lemma: str
    probability: float
    written: str


class Entry(NamedTuple):
    """A lemma, one of the other language that may translate it, and how probably it does, 0 to 1."""

    source: str
    target: str
    probability: float


Direction = tuple[Language, Language]


class Lexicon:
    """Translations by direction.

    ``entries`` are those of each pair of languages.  ``forms`` has a whole word for English stems.
    """

    def __init__(self, entries: Mapping[Direction, Iterable[Entry]], forms: Mapping[str, str] | None = None) -> None:
        self.entries = {pair: tuple(sorted(Entry(*each) for each in found)) for pair, found in entries.items()}
        self.forms = dict(sorted((forms or {}).items()))
        self._found: dict[Direction, dict[str, list[Learned]]] = {}
        for (one, other), found in self.entries.items():
            for source, target, share in found:
                self._add((one, other), source, target, share)
                self._add((other, one), target, source, share)

    def __len__(self) -> int:
        return sum(map(len, self.entries.values()))

    def translations(self, lemmas: Iterable[str], source: Language, target: Language) -> tuple[Learned, ...]:
        """Return what lemmas of the language ``source`` are in ``target``, the likeliest first."""
        known = self._found.get((source, target), {})
        found = {learned.lemma: learned for lemma in lemmas for learned in known.get(lemma, ())}
        return tuple(sorted(found.values(), key=lambda learned: (-learned.probability, learned.lemma)))[:MOST]

    def _add(self, direction: Direction, source: str, target: str, share: float) -> None:
        learned = Learned(target, share, self.forms.get(target, target))
        self._found.setdefault(direction, {}).setdefault(source, []).append(learned)


NO_LEXICON: Final = Lexicon({})
