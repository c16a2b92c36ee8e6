"""What each chunk of a text, a run between blanks, adds to a signature: read once, and cached from build to build."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from index.analysis.filed_strings import FiledStrings, write_strings
from index.articles.article import Language
from index.files.array_types import Ints, Longs, Words
from index.files.cache_file import CacheFile, has_grown, package_versions
from index.files.container import ContainerWriter
from index.language import ANALYSIS_VERSION
from index.stories.features import Terms, read_chunk

#: ChunkFeatures that are remembered, about 0.25 kB each.  When there are more, all are forgotten.
MOST_CHUNKS: Final = 400_000
#: Raised when the file is laid out otherwise.
_LAYOUT: Final = 3
#: Names of countries and cities come from Babel, lemmas from the others.
_PACKAGES: Final = ("Babel", "pymorphy3", "pymorphy3-dicts-uk", "pymorphy3-dicts-ru", "PyStemmer")


class ChunkFeatures(dict[str, int]):
    """The number of each chunk of one language, which is given when it is first met.

    ``hashes`` has that of each chunk's words (0: none), ``features`` from indptr[c] to indptr[c + 1] those of chunk c.
    """

    def __init__(self, lang: Language, terms: Terms) -> None:
        super().__init__()
        self._lang = lang
        self._terms = terms
        self._filed: FiledStrings | None
        self._begin()

    def __missing__(self, chunk: str) -> int:
        hashed, features = read_chunk(chunk, self._lang, self._terms)
        self.hashes.append(hashed)
        self.features.extend(features)
        self.indptr.append(len(self.features))
        self[chunk] = number = self._cached + len(self._new)
        self._new.append(chunk)
        return number

    def fetch(self, chunks: Iterable[str]) -> list[str]:
        """Look chunks up in the file, all at once; return those that are not known."""
        wanted = sorted(set(chunks).difference(self))
        if self._filed is None or not wanted:
            return wanted
        numbers = self._filed.find_all(wanted).tolist()
        self.update((chunk, number) for chunk, number in zip(wanted, numbers, strict=True) if number >= 0)
        return [chunk for chunk, number in zip(wanted, numbers, strict=True) if number < 0]

    def numbers(self, chunks: list[str]) -> Ints:
        """Return the numbers of the chunks of a text."""
        return np.fromiter(map(self.__getitem__, chunks), np.int32, len(chunks))

    def arrays(self) -> tuple[Words, Longs, Words]:
        """Return hashes, indptr and features; while they are in use no chunk can be added."""
        features = np.frombuffer(self.features, np.uint32) if self.features else np.zeros(0, np.uint32)
        hashes = np.frombuffer(self.hashes, np.uint32) if self.hashes else np.zeros(0, np.uint32)
        return hashes, np.frombuffer(self.indptr, np.int64), features

    def bound(self) -> None:
        """Forget everything when it is too much; numbers that were given are none any more."""
        if self._cached + len(self._new) > MOST_CHUNKS:
            self.clear()
            self._begin()

    def load(self, directory: Path) -> None:
        """Take what is cached, if it is sound and was read by this program; its chunks stay in the file."""
        container = _file(directory, self._lang).read()
        if container is None:
            return
        self._filed = FiledStrings(container, "chunks")
        for values, name in ((self.hashes, "hashes"), (self.features, "features"), (self.indptr, "indptr")):
            del values[:]
            values.frombytes(container[name].tobytes())
        self._cached = len(self.hashes)

    def save(self, directory: Path) -> None:
        """Write the table, if it has grown enough; where it cannot be written, the next build reads words again."""
        if has_grown(self._cached + len(self._new), self._cached):
            _file(directory, self._lang).write(self._write)

    def _write(self, out: ContainerWriter) -> None:
        cached = () if self._filed is None else self._filed.dictionary
        write_strings(out, "chunks", [*cached, *(chunk.encode() for chunk in self._new)])
        hashes, indptr, features = self.arrays()
        out.add("hashes", hashes)
        out.add("indptr", indptr)
        out.add("features", features)

    def _begin(self) -> None:
        self.hashes, self.features, self.indptr = array("I"), array("I"), array("q", [0])
        #: The chunks that were loaded, how many there are, and those that are numbered after them.
        self._filed = None
        self._cached = 0
        self._new: list[str] = []


def _file(directory: Path, lang: Language) -> CacheFile:
    return CacheFile(directory / f"{lang}.features.arr", _meta())


@cache
def _meta() -> dict[str, int | str]:
    """Return what decides about features: our code and tables, and the packages."""
    digest = hashlib.blake2b(digest_size=8)
    language = files("index.language")
    sources = [*language.iterdir(), *(language / "data").iterdir(), files("index.stories") / "features.py"]
    for source in sorted((source for source in sources if source.is_file()), key=str):
        digest.update(source.read_bytes())
    return {
        "layout": _LAYOUT,
        "analysis": ANALYSIS_VERSION,
        "sources": digest.hexdigest(),
        **package_versions(_PACKAGES),
    }
