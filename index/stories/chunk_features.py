"""What each chunk of a text, a run between blanks, adds to a signature: read once, and kept from build to build."""

from __future__ import annotations

import contextlib
import hashlib
import os
from array import array
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from index.analysis.chunk_table import slots_of
from index.analysis.kernels import split
from index.articles.article import Language
from index.files import storage
from index.files.container import Container, ContainerWriter, DamagedFile
from index.files.dictionary import Dictionary, pack
from index.language import ANALYSIS_VERSION
from index.stories.features import Terms, read_chunk
from index.stories.kernels import Ints, Longs, UInts

#: Chunks that are remembered, about 0.25 kB each.  When there are more, all are forgotten.
MOST_CHUNKS: Final = 400_000
#: A table that grew by less than this share is not worth writing again.
_GROWTH: Final = 0.02
#: The arrays of the file by which chunks are found.
_FILED: Final = ("slots", "chunks", "starts")
#: Raised when the file is laid out otherwise.
_LAYOUT: Final = 2
#: Names of countries and cities come from Babel, lemmas from the others.
_PACKAGES: Final = ("Babel", "pymorphy3", "pymorphy3-dicts-uk", "pymorphy3-dicts-ru", "PyStemmer")


class Chunks(dict[str, int]):
    """The number of each chunk of one language, which is given when it is first asked for.

    ``hashes`` has that of each chunk's words (0: none), ``features`` from indptr[c] to indptr[c + 1] those of chunk c.
    """

    def __init__(self, lang: Language, terms: Terms) -> None:
        super().__init__()
        self._lang = lang
        self._terms = terms
        self._file: Container | None
        self._begin()

    def __missing__(self, chunk: str) -> int:
        hashed, features = read_chunk(chunk, self._lang, self._terms)
        self.hashes.append(hashed)
        self.features.extend(features)
        self.indptr.append(len(self.features))
        self[chunk] = number = self._kept + len(self._new)
        self._new.append(chunk)
        return number

    def fetch(self, chunks: Iterable[str]) -> list[str]:
        """Look chunks up in the file, all at once; return those that are not known."""
        wanted = sorted(set(chunks).difference(self))
        if self._file is None or not wanted:
            return wanted
        text = np.frombuffer("\n".join(wanted).encode(), np.uint8)
        found, *_ = split(text, np.array([len(text)]), *(self._file[name] for name in _FILED))
        numbers = found.tolist()
        self.update((chunk, number) for chunk, number in zip(wanted, numbers, strict=True) if number >= 0)
        return [chunk for chunk, number in zip(wanted, numbers, strict=True) if number < 0]

    def numbers(self, chunks: list[str]) -> Ints:
        """Return the numbers of the chunks of a text."""
        return np.fromiter(map(self.__getitem__, chunks), np.int32, len(chunks))

    def arrays(self) -> tuple[UInts, Longs, UInts]:
        """Return hashes, indptr and features; while they are in use no chunk can be added."""
        features = np.frombuffer(self.features, np.uint32) if self.features else np.zeros(0, np.uint32)
        hashes = np.frombuffer(self.hashes, np.uint32) if self.hashes else np.zeros(0, np.uint32)
        return hashes, np.frombuffer(self.indptr, np.int64), features

    def bound(self) -> None:
        """Forget everything when it is too much; numbers that were given are none any more."""
        if self._kept + len(self._new) > MOST_CHUNKS:
            self.clear()
            self._begin()

    def load(self, directory: Path) -> None:
        """Take what was kept, if it is sound and was read by this program; its chunks stay where they are."""
        try:
            container = Container(_path(directory, self._lang))
            container.verify()
        except DamagedFile:
            return
        if container.meta != _meta():
            return
        self._file = container
        for values, name in ((self.hashes, "hashes"), (self.features, "features"), (self.indptr, "indptr")):
            del values[:]
            values.frombytes(container[name].tobytes())
        self._kept = len(self.hashes)

    def keep(self, directory: Path) -> None:
        """Write the table, if it has grown enough; where it cannot be written, the next build reads words again."""
        if len(self._new) > _GROWTH * self._kept:
            with contextlib.suppress(OSError):
                _write(_path(directory, self._lang), self._octets(), self.arrays())

    def _begin(self) -> None:
        self.hashes, self.features, self.indptr = array("I"), array("I"), array("q", [0])
        #: What was loaded, the number of its chunks, and the chunks that are numbered after them.
        self._file = None
        self._kept = 0
        self._new: list[str] = []

    def _octets(self) -> list[bytes]:
        """Return all chunks by number."""
        kept = () if self._file is None else Dictionary(self._file["chunks"], self._file["starts"])
        return [*kept, *(chunk.encode() for chunk in self._new)]


def _write(path: Path, chunks: list[bytes], arrays: tuple[UInts, Longs, UInts]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    content, starts = pack(chunks)
    with ContainerWriter(temporary) as out:
        out.add("chunks", content)
        out.add("starts", starts.astype(np.int64))
        out.add("slots", slots_of(chunks))
        out.add("hashes", arrays[0])
        out.add("indptr", arrays[1])
        out.add("features", arrays[2])
        out.close(**_meta())
        storage.rename(temporary, path)


def _path(directory: Path, lang: Language) -> Path:
    return directory / f"{lang}.features.arr"


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
        **{name: version(name) for name in _PACKAGES},
    }
