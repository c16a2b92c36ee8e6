"""One language's Whoosh index, open for reading by many threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Query

from index.articles.article import Article
from index.articles.article_json import from_index
from index.articles.schema import KEYWORD_FIELDS, TEXT_FIELDS
from index.engines.whoosh.schema import ARTICLE_FIELD, INDEX_NAME, SEPARATOR, length_column, value_column
from index.errors import REMEDY, DamagedIndex
from search.cache import cached
from search.engines.base import Deadline, Statistics
from search.engines.whoosh.columns import Columns, Rows, Scores
from search.engines.whoosh.context import PlanContext, Segment
from search.engines.whoosh.matchers import NOTHING, Scored, arrays
from search.engines.whoosh.postings import OutOfTime, read_postings
from search.plan.scoring import Wordiness


class Untimed:
    """A deadline that never passes."""

    def passed(self) -> bool:
        """Say no."""
        return False


class Values(NamedTuple):
    """What the columns of one language's documents hold, in the order of rows."""

    published: list[int]
    id: list[str]
    story: list[str]
    keywords: dict[str, list[tuple[str, ...]]]


class LanguageIndex:
    """Searchers that threads borrow one at a time (a searcher shared by two reads garbage), and what they share."""

    def __init__(self, directory: Path, base: int) -> None:
        """Open the index in ``directory``; its documents are the snapshot's rows from ``base`` on."""
        self._directory = directory
        self._base = base
        self._closed = False
        with damage_named(directory):
            self._index = FileIndex(FileStorage(str(directory)), indexname=INDEX_NAME)
            self._idle = [self._index.searcher()]
            leaves = [leaf.reader() for leaf in _leaves(self._idle[0])]
            self.segments = tuple(_segments(leaves, base))
            self.values = _values(leaves)
        self.statistics = _statistics(self.segments)
        self._vocabulary = cached(self._read_vocabulary, 16)
        self.document_frequency = cached(self._read_frequency, 1 << 16)

    def close(self) -> None:
        """Close what is idle now, and what is borrowed when it comes back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()
        self._index.close()

    def evaluate(
        self, query: Query, columns: Columns, deadline: Deadline, wordiness: Wordiness
    ) -> tuple[Rows, Scores, bool]:
        """Return the snapshot's rows that match, their scores, and whether the deadline cut the work short."""
        found, partial = [NOTHING], False
        with self._leaves() as leaves:
            for leaf, segment in self._pairs(leaves):
                averages = self.statistics.average_length
                context = PlanContext(leaf.reader(), segment, averages, columns, deadline, wordiness)
                try:
                    scored = arrays(query.matcher(leaf, context))
                    found.append(Scored(scored.docs + segment.base, scored.scores))
                except OutOfTime:
                    context.partial = True
                partial |= context.partial
        return np.concatenate([part.docs for part in found]), np.concatenate([part.scores for part in found]), partial

    def terms_with_prefix(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the terms that start with ``prefix``, most frequent first."""
        return self._frequent(field, self._vocabulary(field, prefix), limit)

    def similar_terms(self, field: str, term: str, distance: int, limit: int) -> list[tuple[str, int]]:
        """Return the terms within ``distance`` edits (an exchange of neighbours is one), nearest first."""
        words = self._vocabulary(field, term[:1])
        near = process.extract(term, words.keys(), scorer=OSA.distance, score_cutoff=distance, limit=None)
        edits = {word: int(edit) for word, edit, _ in near}
        frequent = self._frequent(field, Counter({word: words[word] for word in edits}), len(edits))
        return sorted(frequent, key=lambda found: (edits[found[0]], -found[1], found[0]))[:limit]

    def articles(self, rows: Iterable[int]) -> list[Article]:
        """Return the articles stored in rows of this language."""
        with self._leaves() as leaves:
            return [self._article(leaves, row) for row in rows]

    def _article(self, leaves: list[Any], row: int) -> Article:
        at = next(at for at, segment in enumerate(self.segments) if row < segment.base + segment.size)
        with damage_named(self._directory):
            stored = leaves[at].stored_fields(row - self.segments[at].base)[ARTICLE_FIELD]
            return from_index(stored, self.values.story[row - self._base])

    def _frequent(self, field: str, words: Counter[str], limit: int) -> list[tuple[str, int]]:
        """Return the ``limit`` most frequent words that live documents have, with their frequency there."""
        with self._leaves() as leaves:
            pairs = list(self._pairs(leaves))
            found: list[tuple[str, int]] = []
            for word, _ in sorted(words.items(), key=lambda item: (-item[1], item[0])):
                frequency = sum(_live_frequency(leaf.reader(), segment, field, word) for leaf, segment in pairs)
                found += [(word, frequency)] if frequency else []
                if len(found) == limit:
                    break
        return sorted(found, key=lambda item: (-item[1], item[0]))

    def _read_frequency(self, field: str, term: str) -> int:
        """Return how many live documents have the term."""
        with self._leaves() as leaves:
            return sum(_live_frequency(leaf.reader(), segment, field, term) for leaf, segment in self._pairs(leaves))

    def _read_vocabulary(self, field: str, prefix: str) -> Counter[str]:
        """Return the terms that start with ``prefix`` and their document frequency, deleted documents included."""
        words: Counter[str] = Counter()
        with self._leaves() as leaves:
            for leaf in leaves:
                for term, info in leaf.reader().iter_prefix(field, prefix):
                    words[term.decode()] += info.doc_frequency()
        return words

    def _pairs(self, leaves: list[Any]) -> Iterator[tuple[Any, Segment]]:
        return zip(leaves, self.segments, strict=True)

    @contextmanager
    def _leaves(self) -> Iterator[list[Any]]:
        """Lend the leaf searchers of a searcher that no other thread has."""
        with damage_named(self._directory):
            try:
                searcher = self._idle.pop()
            except IndexError:
                searcher = self._index.searcher()
            try:
                yield _leaves(searcher)
            finally:
                self._idle.append(searcher)
                if self._closed:
                    self.close()


@contextmanager
def damage_named(directory: Path) -> Iterator[None]:
    """Turn whatever Whoosh raises on damaged files, bare Exception included, into DamagedIndex."""
    try:
        yield
    except (OutOfTime, DamagedIndex, MemoryError):
        raise
    except Exception as error:
        raise DamagedIndex(
            f"The index in {directory.name} cannot be read ({type(error).__name__}: {error}); {REMEDY}"
        ) from error


def _leaves(searcher: Any) -> list[Any]:
    """Return a searcher per segment; an empty index has none."""
    return [leaf for leaf, _ in searcher.leaf_searchers() if leaf.doc_count_all()]


def _segments(readers: Iterable[Any], base: int) -> Iterator[Segment]:
    for reader in readers:
        size = reader.doc_count_all()
        live = np.ones(size, dtype=bool)
        live[[doc for doc in range(size) if reader.is_deleted(doc)]] = False
        lengths = {
            name: np.array(reader.column_reader(length_column(name), translate=False).load(), dtype=np.int64)
            for name in TEXT_FIELDS
        }
        yield Segment(base, size, lengths, live)
        base += size


def _values(readers: Iterable[Any]) -> Values:
    values = Values([], [], [], {name: [] for name in KEYWORD_FIELDS})
    for reader in readers:
        values.published.extend(reader.column_reader("published", translate=False).load())
        values.id.extend(_texts(reader, "id"))
        values.story.extend(_texts(reader, "story"))
        for name, labels in values.keywords.items():
            labels.extend(tuple(filter(None, text.split(SEPARATOR))) for text in _texts(reader, name))
    return values


def _texts(reader: Any, name: str) -> list[str]:
    return [value.decode() for value in reader.column_reader(value_column(name), translate=False)]


def _statistics(segments: tuple[Segment, ...]) -> Statistics:
    return Statistics(
        documents=sum(int(segment.live.sum()) for segment in segments),
        average_length={name: _average_length(name, segments) for name in TEXT_FIELDS},
    )


def _average_length(field: str, segments: tuple[Segment, ...]) -> float:
    """Return the mean over the live documents that have the field, as Lucene's BM25Similarity does."""
    lengths = [segment.lengths[field][segment.live] for segment in segments]
    total = sum(int(part.sum()) for part in lengths)
    having = sum(int(np.count_nonzero(part)) for part in lengths)
    return total / having if having else 0.0


def _live_frequency(reader: Any, segment: Segment, field: str, term: str) -> int:
    if segment.live.all():
        return int(reader.doc_frequency(field, term))
    return int(np.count_nonzero(segment.live[read_postings(reader, field, term, Untimed()).docs]))
