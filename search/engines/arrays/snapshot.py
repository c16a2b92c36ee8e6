"""A generation open for reading: the segments of all languages as one sequence of rows."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.articles.article import LANGUAGES, Article, Language
from index.articles.schema import KEYWORD_FIELDS
from search.engines.arrays.facets import Facet, KeywordFacet, LanguageFacet, MonthFacet
from search.engines.arrays.kernels.layout import SEGMENT_COLUMNS, Longs
from search.engines.arrays.language_index import LanguageIndex
from search.engines.arrays.parts import Part, numbered
from search.engines.arrays.search import Search
from search.engines.arrays.workspace import Workspace
from search.engines.base import Deadline, Match, Matches, Statistics
from search.plan.plan import Plan


class ArraysSnapshot:
    """See ``search.engines.base.Snapshot``."""

    def __init__(self, directory: Path) -> None:
        self.languages = {lang: LanguageIndex(directory / lang) for lang in LANGUAGES}
        self.parts: list[Part] = []
        self.documents = 0
        for lang, index in self.languages.items():
            for segment in index.segments:
                self.parts.append(Part(lang, segment, self.documents))
                self.documents += segment.documents
        self._firsts = [part.first for part in self.parts]
        self.first_of = {
            lang: sum(part.lang in LANGUAGES[:at] for part in self.parts) for at, lang in enumerate(LANGUAGES)
        }
        self._local = threading.local()
        self._facets: dict[str, Facet] = {}
        hashes = [part.segment.view.story_hash for part in self.parts]
        self._stories = numbered(np.concatenate(hashes) if hashes else np.zeros(0, np.uint64))
        #: The segments of all languages, as the kernels see them, and the same by language.
        self.segments = self._columns()
        self.segments_of = {
            lang: self.segments[first : first + len(self.languages[lang].segments)]
            for lang, first in self.first_of.items()
        }

    def statistics(self, lang: Language) -> Statistics:
        """Return the size and mean field lengths of the language's index."""
        return self.languages[lang].statistics

    def document_frequency(self, lang: Language, field: str, term: str) -> int:
        """Return in how many documents the term occurs."""
        return self.languages[lang].frequency(field, term)

    def terms_with_prefix(self, lang: Language, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the most frequent terms that start with ``prefix``."""
        return self.languages[lang].terms_with_prefix(field, prefix, limit)

    def similar_terms(self, lang: Language, field: str, term: str, distance: int, limit: int) -> list[tuple[str, int]]:
        """Return the nearest terms."""
        return self.languages[lang].similar_terms(field, term, distance, limit)

    def search(self, plan: Plan, deadline: Deadline) -> Matches:
        """Execute ``plan``."""
        return Search(self, plan, deadline).matches()

    def articles(self, lang: Language, ids: Iterable[str]) -> dict[str, Article]:
        """Return the stored articles that are there, by id."""
        return self.languages[lang].articles(ids)

    def story(self, story: str) -> tuple[Match, ...]:
        """Return all documents of a story, ordered by language, then by id."""
        found = [part.match(document, 0.0) for part in self.parts for document in part.segment.of_story(story)]
        return tuple(sorted(found, key=lambda match: (LANGUAGES.index(match.lang), match.id)))

    def find(self, article_id: str) -> Article | None:
        """Return the stored article with this id."""
        for index in self.languages.values():
            if found := index.articles([article_id]):
                return found[article_id]
        return None

    def close(self) -> None:
        """Let go of the mappings; they close when the last search that reads them is done."""
        self.parts, self.languages = [], {}

    def workspace(self) -> Workspace:
        """Return this thread's."""
        space: Workspace | None = getattr(self._local, "space", None)
        if space is None:
            space = self._local.space = Workspace(self.documents, self.segments, len(self._stories.starts) - 1)
        return space

    def facet(self, name: str) -> Facet:
        """Return a facet, made ready when it is first asked for."""
        if name not in self._facets:
            self._facets[name] = self._facet(name)
        return self._facets[name]

    def rows_of_story(self, story: int) -> Iterable[tuple[int, int]]:
        """Yield segment and document of all documents of the story with this number."""
        starts, rows = self._stories.starts, self._stories.rows
        for row in rows[starts[story] : starts[story + 1]].tolist():
            number = bisect_right(self._firsts, row) - 1
            yield number, row - self._firsts[number]

    def _facet(self, name: str) -> Facet:
        segments = [part.segment for part in self.parts]
        if name in KEYWORD_FIELDS:
            return KeywordFacet(name, segments)
        return MonthFacet(segments) if name == "month" else LanguageFacet([part.lang for part in self.parts])

    def _columns(self) -> Longs:
        numbers = self._stories.numbers
        columns = [part.segment.columns(numbers[part.first :], part.first) for part in self.parts]
        return np.array(columns, np.int64).reshape(-1, SEGMENT_COLUMNS)
