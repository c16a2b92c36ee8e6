"""What one query is expanded by, and the record of it for the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from index.articles.article import LANGUAGES, Language
from index.language import (
    entities,
)
from index.language.query_language import likely_languages
from search.answer.answer import Rewrite, SearchRequest
from search.plan.plan import Alternative, FieldBoost
from search.planner.relatives import Asked, Called, Kind, Relative, Relatives

#: Words that a reader is told of at most.
MOST_TOLD: Final = 12

#: Words of a query whose other spellings are looked for at most: each reads the words of several letters.
MOST_NAMES: Final = 8


@dataclass(slots=True)
class Expansion:
    """What one query is expanded by, and the record of it."""

    relatives: Relatives
    request: SearchRequest
    told: dict[Kind, dict[str, None]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    sources: tuple[Language, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.sources = likely_languages(self.request.q)

    def stop_languages(self, target: Language) -> tuple[Language, ...]:
        """Return the languages whose stop words are none to look for in ``target``."""
        own = () if target in self.sources else self.sources
        return tuple(dict.fromkeys((*self.request.lang, *own)))

    def alternatives(
        self, surface: str, target: Language, fields: tuple[FieldBoost, ...], *, sure: bool = False
    ) -> tuple[Alternative, ...]:
        """Return what else stands for the word ``surface`` in ``target``; with ``sure`` no doubtful name does."""
        cross, translit, synonyms = self.request.cross, self.request.translit, self.request.synonyms
        if not (cross or translit or synonyms) or not any(map(str.isalpha, surface)):
            return ()
        asked = Asked(surface, self.sources, sure, cross, translit, synonyms, self._may_be_spelled(surface, sure))
        found = self.relatives.of(asked, target, names_of(fields))
        if not found:
            return ()
        if target in self.request.lang:
            for kind, word in _written(found):
                self.told.setdefault(kind, {})[word] = None
        return tuple(Alternative(row.term, row.exact, row.weight, row.origin) for row in found)

    def _may_be_spelled(self, surface: str, sure: bool) -> bool:
        """Say whether other spellings of the word are looked for: of the first MOST_NAMES that may be names."""
        if surface not in self.names and len(self.names) < MOST_NAMES:
            if not self.relatives.may_be_name(surface, self.sources, sure):
                return False
            self.names.add(surface)
        return surface in self.names

    def called(self, surfaces: Sequence[str], target: Language, fields: tuple[FieldBoost, ...]) -> dict[int, Called]:
        """Return, by their start, the names among the words of a query that ``target`` calls otherwise, with how."""
        found: dict[int, Called] = {}
        places = names_of(fields)
        for entity in next(filter(None, (entities(surfaces, source) for source in self._readings())), ()):
            tokens = {name: self.relatives.present(name, target, places) for name in entity.elsewhere(target)}
            names = {name: parts for name, parts in tokens.items() if parts}
            own = target in self.sources and not entity.name.isupper()  # ВСУ may be a name in either language
            if own or not self.request.cross or not names:
                continue
            found[entity.start] = Called(entity.start, entity.stop, tuple(names.values()))
            if target in self.request.lang:
                self.told.setdefault("cross", {}).update(dict.fromkeys(names))
        return found

    def kin(self, lemma: str, target: Language) -> tuple[str, ...]:
        """Return the lemmas of the same root in a language in which the query may be."""
        return self.relatives.kin(lemma, target) if target in self.sources else ()

    def _readings(self) -> tuple[Language, ...]:
        """Return the likely languages, then others of their script: an abbreviation (ВСУ) tells little of its own."""
        others = LANGUAGES if "en" not in self.sources else ()
        return tuple(dict.fromkeys((*self.sources, *(lang for lang in others if lang != "en"))))

    def rewrites(self) -> tuple[Rewrite, ...]:
        """Return what the reader is told."""
        q = self.request.q
        return tuple(
            Rewrite(kind, q, ", ".join(list(words)[:MOST_TOLD]), q, off=kind) for kind, words in self.told.items()
        )


@cache
def names_of(fields: tuple[FieldBoost, ...]) -> tuple[str, ...]:
    """Return the names of fields; there are few tuples of them."""
    return tuple(name for name, _ in fields)


def _written(relatives: tuple[Relative, ...]) -> Iterator[tuple[Kind, str]]:
    """Yield how people write the translations, and the one most frequent spelling."""
    spelled = [relative for relative in relatives if relative.documents]
    for relative in relatives:
        if relative.written and relative not in spelled:
            yield relative.kind, relative.written
    if spelled:
        best = max(spelled, key=lambda relative: (relative.documents, len(relative.written)))
        yield best.kind, best.written
