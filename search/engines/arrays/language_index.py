"""One language's index: its segments, and what planning and scoring need to know of its terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.articles.article import Article
from index.articles.article_json import from_index
from index.articles.schema import EXACT_SUFFIX, TEXT_FIELDS, exact_field
from index.engines.arrays.whoosh_view.toc import open_segments
from index.files.dictionary import Dictionary
from index.files.union import union
from search.cache import cached
from search.engines.arrays.kernels.layout import Longs
from search.engines.arrays.segment_rows import Segment
from search.engines.arrays.term_lists import Listed, Places, listed
from search.engines.base import Statistics
from search.plan.plan import FieldBoost
from search.plan.scoring import B, Wordiness

#: How many terms' places are remembered (some hundred bytes for each segment), of lemmas, and of forms (some kilobytes
#: each); how many frequencies, a few bytes each; and how many letters' vocabularies.
_TERMS: Final = 8_000
_FORMS: Final = 1_000
_FREQUENCIES: Final = 20_000
_VOCABULARIES: Final = 8
#: What a posting in a keyword field counts: see ``search.engines.arrays.kernels.layout``.
_PLAIN: Final = (1.0, 1.0, 1.0, 0.0)


class LanguageIndex:
    """Read-only, shared by threads."""

    def __init__(self, directory: Path) -> None:
        """Open the index; DamagedIndex names what is not sound."""
        self.segments = tuple(Segment(view) for view in open_segments(directory) if view.documents)
        self._lemmas = cached(self._places_of, _TERMS)
        self._forms = cached(self._places_of_form, _FORMS)
        #: See ``search.engines.arrays.program.Terms``.
        self.listed = cached(self._listed, _TERMS)
        self.values = cached(self._values, _TERMS)
        self.frequency = cached(self._frequency, _FREQUENCIES)
        self._vocabulary = cached(self._read_vocabulary, _VOCABULARIES)

    @cached_property
    def statistics(self) -> Statistics:
        """The number of live documents, and the mean length of each text field over those of them that have it."""
        return Statistics(
            sum(segment.view.live_documents for segment in self.segments),
            {name: self._average_length(name) for name in TEXT_FIELDS},
        )

    def places(
        self, fields: tuple[FieldBoost, ...], term: str, exact: bool, wordiness: Wordiness
    ) -> tuple[Places, ...]:
        """Return where the postings of a lemma, or of a form (``exact``), lie in each of the text fields."""
        return (self._forms if exact else self._lemmas)(fields, term, wordiness)

    @cached_property
    def _normalisations(self) -> dict[Wordiness, dict[str, tuple[float, float]]]:
        """Base and slope of BM25F's divisor of the term frequency in each text field."""
        averages = self.statistics.average_length.items()
        return {
            wordiness: {name: (1.0 - b[name], b[name] / average if average else 0.0) for name, average in averages}
            for wordiness, b in B.items()
        }

    def terms_with_prefix(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the terms that start with ``prefix``, most frequent first."""
        return self._read_vocabulary(field, prefix, limit)

    def similar_terms(self, field: str, term: str, distance: int, limit: int) -> list[tuple[str, int]]:
        """Return the terms within ``distance`` edits (an exchange of neighbours is one), nearest first."""
        words = dict(self._vocabulary(field, term[:1]))
        near = process.extract(term, words.keys(), scorer=OSA.distance, score_cutoff=distance, limit=None)
        near.sort(key=lambda found: (found[1], -words[found[0]], found[0]))
        return [(word, words[word]) for word, _, _ in near[:limit]]

    def find(self, article_id: str) -> tuple[Segment, int] | None:
        """Return where the live document with this id is."""
        for segment in self.segments:
            document = segment.view.find(article_id)
            if document >= 0:
                return segment, document
        return None

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Return the stored articles that there are."""
        found = {name: self.find(name) for name in ids}
        return {name: _stored(*at) for name, at in found.items() if at}

    def _listed(self, fields: tuple[FieldBoost, ...], term: str, exact: bool, wordiness: Wordiness) -> Listed:
        return listed(self.places(fields, term, exact, wordiness))

    def _values(self, field: str, values: tuple[str, ...]) -> Listed:
        return listed([self._place(field, value, _PLAIN, "few") for value in set(values)])

    def _places_of(self, fields: tuple[FieldBoost, ...], term: str, wordiness: Wordiness) -> tuple[Places, ...]:
        norms = self._normalisations[wordiness]
        return tuple(self._place(name, term, (1.0, boost, *norms[name]), wordiness) for name, boost in fields)

    def _places_of_form(self, fields: tuple[FieldBoost, ...], term: str, wordiness: Wordiness) -> tuple[Places, ...]:
        norms = self._normalisations[wordiness]
        return tuple(
            self._place(exact_field(name), term, (1.0, boost, *norms[name]), wordiness) for name, boost in fields
        )

    def _place(self, field: str, term: str, factors: tuple[float, float, float, float], wordiness: Wordiness) -> Places:
        """Return where the postings lie of a term in a field of the index."""
        text, encoded = field.removesuffix(EXACT_SUFFIX), term.encode()
        average = self.statistics.average_length.get(text, 0.0)
        rows = [segment.row(field, encoded, average, wordiness) for segment in self.segments]
        return Places(
            b"".join([row.row for row in rows]),
            factors,
            sum(row.postings for row in rows),
            max((row.most for row in rows), default=0),
            tuple(row.form for row in rows if row.form),
        )

    def _frequency(self, field: str, term: str) -> int:
        encoded = term.encode()
        return sum(segment.frequency(field, encoded) for segment in self.segments)

    def _average_length(self, field: str) -> float:
        total = having = 0
        for segment in self.segments:
            lengths = segment.view.text(field).lengths
            live = lengths if segment.view.live is None else lengths[segment.view.live]
            total += int(live.sum(dtype=np.int64))
            having += int(np.count_nonzero(live))
        return total / having if having else 0.0

    def _read_vocabulary(self, field: str, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """Return the terms of live documents that start with ``prefix`` and their frequency, most frequent first."""
        parts, frequencies = [], []
        for segment in self.segments:
            terms = segment.view.field(field).terms
            first, last = terms.prefix(prefix.encode())
            parts.append(terms.part(first, last))
            frequencies.append(segment.frequencies(field, first, last))
        terms, counts = _added_up(parts, frequencies)
        chosen = np.flatnonzero(counts)
        chosen = chosen[np.argsort(-counts[chosen], kind="stable")[:limit]]
        return [(terms[at].decode(), count) for at, count in zip(chosen.tolist(), counts[chosen].tolist(), strict=True)]


def _added_up(parts: Sequence[Dictionary], frequencies: Sequence[Longs]) -> tuple[Dictionary, Longs]:
    """Return the terms of all segments, and the sums of their frequencies."""
    if len(parts) == 1:
        return parts[0], frequencies[0]
    if not any(map(len, parts)):
        return Dictionary(np.zeros(0, np.uint8), np.zeros(1, np.int64)), np.zeros(0, np.int64)
    merged = union(parts)
    counts = np.zeros(len(merged), np.int64)
    for ordinals, found in zip(merged.maps, frequencies, strict=True):
        counts[ordinals] += found
    return Dictionary(merged.bytes, merged.starts), counts


def _stored(segment: Segment, document: int) -> Article:
    return from_index(segment.view.stored[document], segment.view.story(document))
