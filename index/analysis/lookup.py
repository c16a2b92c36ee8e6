"""Which chunks of a text may hold given words, by a look into the cached table, without analysing anything.

Highlighting reads ten articles for every search.  Analysed word by word they would take most of its time; the table
has the terms of every chunk that indexing met, and the processes of a machine share its one mapping.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.analysis.filed_strings import FiledStrings, octets
from index.analysis.kernels import may_hold
from index.analysis.table_file import cache_file
from index.articles.article import LANGUAGES, Language
from index.files.container import Container, DamagedFile

#: Terms by the last bits of their numbers.
Wanted = NDArray[np.bool_]

_WANTED: Final = 1 << 16
_CHUNKS: Final = ("slots", "content", "starts", "lengths", "indptr", "lemmas", "forms")


class Lookup:
    """The cached table of one language, read only; shared by threads."""

    def __init__(self, container: Container) -> None:
        """DamagedFile when an array is missing."""
        self._chunks: tuple[Any, ...] = tuple(map(container.__getitem__, _CHUNKS))
        self._terms = FiledStrings(container, "vocabulary")

    def wanted(self, terms: Iterable[str]) -> Wanted:
        """Return the terms as ``runs`` takes them."""
        found = self._terms.find_all(terms)
        wanted = np.zeros(_WANTED, np.bool_)
        wanted[found[found >= 0] % _WANTED] = True
        return wanted

    def runs(self, text: str, wanted: Wanted) -> list[tuple[int, int, int]]:
        """Return (start, end, words) of each chunk of ``text`` with a term of ``wanted``, or that is not in the table.

        A few others may be among them, of terms whose numbers end in the same bits.

        ``words`` lie between the chunk before and this one; after the last comes an empty range at the end.
        """
        rows: list[tuple[int, int, int]] = may_hold(octets(text, "replace"), *(*self._chunks, wanted)).tolist()
        return rows


def open_lookup(directory: Path, lang: Language) -> Lookup | None:
    """Return the table that was cached in ``directory``, None when there is none that can be used here.

    A file that has not changed is not read again: generations come more often than new words.  Without a table
    highlighting is slower, that is all.
    """
    try:
        found = cache_file(directory, lang).path.stat()
        return _read(directory, lang, (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns))
    except (DamagedFile, OSError):
        return None


@lru_cache(maxsize=len(LANGUAGES))
def _read(directory: Path, lang: Language, _: tuple[int, ...]) -> Lookup | None:
    """Check and map the file, which the last argument tells from others that were there."""
    container = cache_file(directory, lang).read()
    return Lookup(container) if container else None
