"""The read half of the ``whoosh`` engine: stock Whoosh 2.7.4 indexes, our plan's scores."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from index.articles.article import LANGUAGES, Article, Language
from index.articles.schema import KEYWORD_FIELDS
from index.language import fold
from search.engines.base import Deadline, Match, Matches, Statistics
from search.engines.whoosh.columns import Columns, codes, keyword_column, ranks
from search.engines.whoosh.language_index import LanguageIndex
from search.engines.whoosh.queries import compiled
from search.engines.whoosh.results import match, matches
from search.plan.plan import Plan


class WhooshEngine:
    """Opens what ``index.engines.whoosh.writer`` has written."""

    name = "whoosh"

    def open(self, directory: Path) -> WhooshSnapshot:
        """Open a generation; DamagedIndex when it cannot be read."""
        return WhooshSnapshot(directory)


class WhooshSnapshot:
    """One generation, open for reading; see ``search.engines.base.Snapshot``."""

    def __init__(self, directory: Path) -> None:
        self._languages: dict[Language, LanguageIndex] = {}
        try:
            self._open(directory)
        except BaseException:
            self.close()
            raise
        self._ids = [name for index in self._languages.values() for name in index.values.id]
        self._stories = [story for index in self._languages.values() for story in index.values.story]
        self._columns = self._read_columns()
        self._rows = {(LANGUAGES[self._columns.lang[row]], self._ids[row]): row for row in self._live_rows()}
        self._told: defaultdict[str, list[int]] = defaultdict(list)
        for row in self._live_rows():
            self._told[self._stories[row]].append(row)

    def statistics(self, lang: Language) -> Statistics:
        """Return the size and mean field lengths of the language's index."""
        return self._languages[lang].statistics

    def document_frequency(self, lang: Language, field: str, term: str) -> int:
        """Return in how many documents the term occurs."""
        return self._languages[lang].document_frequency(field, term)

    def terms_with_prefix(self, lang: Language, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the most frequent terms that start with ``prefix``."""
        return self._languages[lang].terms_with_prefix(field, prefix, limit)

    def similar_terms(self, lang: Language, field: str, term: str, distance: int, limit: int) -> list[tuple[str, int]]:
        """Return the nearest terms."""
        return self._languages[lang].similar_terms(field, term, distance, limit)

    def search(self, plan: Plan, deadline: Deadline) -> Matches:
        """Execute ``plan``."""
        parts = [
            self._languages[lang].evaluate(compiled(root), self._columns, deadline, plan.wordiness)
            for lang, root in plan.roots.items()
        ]
        if not parts:
            return Matches((), 0, 0)
        rows, scores, partial = zip(*parts, strict=True)
        return matches(
            self._columns, self._name, plan, np.concatenate(rows), np.concatenate(scores), partial=any(partial)
        )

    def articles(self, lang: Language, ids: Iterable[str]) -> dict[str, Article]:
        """Return the stored articles that are there, by id."""
        rows = {name: self._rows[lang, name] for name in ids if (lang, name) in self._rows}
        return dict(zip(rows, self._languages[lang].articles(rows.values()), strict=True))

    def story(self, story: str) -> tuple[Match, ...]:
        """Return all documents of a story, ordered by language, then by id."""
        rows = sorted(self._told.get(story, ()), key=lambda row: (self._columns.lang[row], self._columns.id_rank[row]))
        return tuple(match(self._columns, self._name, row, 0.0) for row in rows)

    def find(self, article_id: str) -> Article | None:
        """Return the stored article with this id."""
        found = (self.articles(lang, [article_id]).get(article_id) for lang in self._languages)
        return next(filter(None, found), None)

    def close(self) -> None:
        """Release the files.

        Whoosh's searchers and readers refer to one another and to their mappings: only the collector frees them.
        """
        for index in self._languages.values():
            index.close()
        self._languages.clear()
        gc.collect()

    def _open(self, directory: Path) -> None:
        rows = 0
        for lang in LANGUAGES:
            self._languages[lang] = LanguageIndex(directory / lang, rows)
            rows += len(self._languages[lang].values.id)

    def _live_rows(self) -> Iterator[int]:
        for index in self._languages.values():
            for segment in index.segments:
                yield from (np.flatnonzero(segment.live) + segment.base).tolist()

    def _name(self, row: int) -> tuple[str, str]:
        return self._ids[row], self._stories[row]

    def _read_columns(self) -> Columns:
        values = [index.values for index in self._languages.values()]
        return Columns(
            lang=np.repeat(np.arange(len(values), dtype=np.int8), [len(part.id) for part in values]),
            published=np.array([moment for part in values for moment in part.published], dtype=np.int64),
            story=codes(self._stories),
            id_rank=ranks(self._ids),
            keywords={
                name: keyword_column((labels for part in values for labels in part.keywords[name]), fold)
                for name in KEYWORD_FIELDS
            },
        )
