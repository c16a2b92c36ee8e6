"""Signatures of the articles of one language, in whatever process they are computed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import numpy as np

from index.analysis.table_file import load
from index.articles.article import Article, Language
from index.stories.chunk_features import ChunkFeatures
from index.stories.kernels import distinct
from index.stories.shingles import minhash
from index.stories.signature import MOST_FEATURES, ROW, Rows, default_story, describe, hash64

#: Chunks that are read of a body: news tell the most important first, copies begin alike, and the cost is bounded.
_CHUNKS: Final = 300
#: Characters that are looked at for them.
_CHARACTERS: Final = 16 * _CHUNKS


class Changed(Protocol):
    """What is read of a change of the store: an id, and its article, None where that is gone."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def article(self) -> Article | None:
        """The article, None where it is gone."""


class Signed(NamedTuple):
    """One row per article, their ids and own stories; and the hashes of all ids that changed."""

    rows: Rows
    ids: list[str]
    stories: list[str]
    changed: list[int]


class Signer:
    """Computes signatures; ``cache`` is where it remembers what words say.  Without ``finding``, rows are bare."""

    def __init__(self, lang: Language, cache: Path | None = None, *, finding: bool = True) -> None:
        self.lang = lang
        self._cache = cache
        self._finding = finding
        #: What is analysed here, the writer of the same language and process finds analysed.
        self._table = load(cache, lang)
        self._chunks = ChunkFeatures(lang, self._table.plain_terms)
        if finding and cache:
            self._chunks.load(cache)

    def sign(self, changes: Iterable[Changed]) -> Signed:
        """Return the rows of the articles among ``changes``."""
        changed: list[int] = []
        articles: list[Article] = []
        for change in changes:
            changed.append(hash64(change.id))
            if (article := change.article) is not None:
                articles.append(article)
        rows = np.zeros(len(articles), ROW)
        for row, article in enumerate(articles):
            describe(rows, row, article)
        if self._finding:
            self._read(rows, articles)
        return Signed(rows, [one.id for one in articles], list(map(default_story, articles)), changed)

    def save(self) -> None:
        """Write what was learned about words where the next build finds it."""
        if self._cache:
            self._chunks.save(self._cache)

    def _read(self, rows: Rows, articles: list[Article]) -> None:
        """Fill in features and shingles."""
        self._chunks.bound()
        head_chunks = [f"{one.title} {one.lead or ''}"[:_CHARACTERS].split() for one in articles]
        body_chunks = [one.body[:_CHARACTERS].split()[:_CHUNKS] for one in articles]
        self._take(chain(head_chunks, body_chunks))
        heads, bodies = (list(map(self._chunks.numbers, texts)) for texts in (head_chunks, body_chunks))
        hashes, indptr, features = self._chunks.arrays()
        for row, (head, body) in enumerate(zip(heads, bodies, strict=True)):
            found = distinct(np.concatenate([head, body]), indptr, features, MOST_FEATURES)
            rows["features"][row, : len(found)] = found
            words = hashes[body if len(body) else head]
            rows["hashes"][row], rows["shingles"][row] = minhash(words[words > 0])

    def _take(self, texts: Iterable[list[str]]) -> None:
        """Have the chunks that are new here analysed together."""
        self._table.take(self._chunks.fetch(chain.from_iterable(texts)))
