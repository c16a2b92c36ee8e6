"""Signatures of articles: one row each."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.articles.article import LANGUAGES, Article
from index.articles.links import story_of
from index.stories.shingles import HASHES

#: Part of the file's header: other signatures cannot be compared with these.
SIGNATURE_VERSION: Final = 2
#: Features of an article at most.
MOST_FEATURES: Final = 96
#: The day of an article without a date: such are compared with each other.
NO_DAY: Final = -(1 << 31)
_SECONDS_A_DAY: Final = 86_400
#: Days between two versions of a story at most.
WINDOW_DAYS: Final = 2

#: ``id`` and ``story`` are hashes of 64 bits, ``day`` counts from 1970, ``lang`` is an index in LANGUAGES, ``features``
#: is filled up with zeros, ``shingles`` counts what ``hashes`` are the minima of.  ``fixed`` says that the story is not
#: ours to change.
ROW: Final = np.dtype(
    [
        ("day", "<i4"),
        ("id", "<u8"),
        ("story", "<u8"),
        ("lang", "u1"),
        ("fixed", "u1"),
        ("shingles", "<u2"),
        ("features", "<u4", MOST_FEATURES),
        ("hashes", "<u4", HASHES),
    ]
)

Rows = NDArray[Any]


def hash64(text: str) -> int:
    """Return 64 bits for an id or a story."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def default_story(article: Article) -> str:
    """Return the story of an article that nothing was found for."""
    return article.story_id or article.id


def describe(rows: Rows, row: int, article: Article) -> None:
    """Fill in a row of zeros all but features and shingles: a row that is like no other."""
    rows["day"][row] = NO_DAY if article.published is None else int(article.published.timestamp()) // _SECONDS_A_DAY
    rows["id"][row], rows["story"][row] = hash64(article.id), hash64(default_story(article))
    rows["lang"][row] = LANGUAGES.index(article.lang)
    rows["fixed"][row] = article.story_id is not None and article.story_id != story_of(article.url)


def near(rows: Rows, earlier: NDArray[np.int64], later: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each pair of rows whether both rows are of nearly the same day, bool [P]."""
    days: NDArray[np.int64] = rows["day"].astype(np.int64)
    close: NDArray[np.bool_] = np.abs(days[earlier] - days[later]) <= WINDOW_DAYS
    return close


def in_order(rows: Rows) -> NDArray[np.intp]:
    """Return the numbers of ``rows`` by day, then id: an order that does not depend on when they came."""
    return np.lexsort((rows["id"], rows["day"]))
