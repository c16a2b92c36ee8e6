"""A snapshot that knows a few numbers and words, for tests of planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from index.articles.article import Language
from search.engines.base import Statistics

Place = tuple[Language, str, str]


@dataclass
class FakeSnapshot:
    """``frequencies`` maps (language, field, term) to documents, ``forms`` are the surface forms of every field."""

    documents: Mapping[Language, int] = field(default_factory=lambda: {"uk": 100, "ru": 50, "en": 50})
    frequencies: Mapping[Place, int] = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    asked: list[Place] = field(default_factory=list)

    def statistics(self, lang: Language) -> Statistics:
        return Statistics(self.documents[lang], {})

    def document_frequency(self, lang: Language, field: str, term: str) -> int:
        self.asked.append((lang, field, term))
        return self.frequencies.get((lang, field, term), 0)

    def terms_with_prefix(self, lang: Language, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        return [(form, 1) for form in self.forms if form.startswith(prefix)][:limit]

    def similar_terms(self, lang: Language, field: str, term: str, distance: int, limit: int) -> list[tuple[str, int]]:
        return [(form, 1) for form in self.forms if OSA.distance(form, term) <= distance][:limit]

    def search(self, *_: object) -> None:
        raise AssertionError("planning reads no postings")
