"""The table of chunks in a file, kept between runs so that morphology is paid once per form."""

from __future__ import annotations

import contextlib
import os
from array import array
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

import numpy as np

from index.analysis.chunk_table import ChunkTable, slots_of
from index.analysis.mapped_vocabulary import MappedVocabulary
from index.articles.article import Language
from index.files import storage
from index.files.array_types import Ints
from index.files.container import Container, ContainerWriter, DamagedFile
from index.files.dictionary import pack
from index.language import ANALYSIS_VERSION

#: What decides how a chunk is analysed beside our own code.
_PACKAGES: Final = ("pymorphy3", "pymorphy3-dicts-uk", "pymorphy3-dicts-ru", "PyStemmer")
#: The arrays that have numbers of the vocabulary.
_TERMS: Final = ("lemmas", "forms")
#: Raised when the file is laid out otherwise.
_LAYOUT: Final = 2
#: A table that grew by less than this share is not worth writing again.
_GROWTH: Final = 0.02


#: The tables in use, by file: who signs an article and who writes it share what was analysed.
_in_use: WeakValueDictionary[Path, ChunkTable] = WeakValueDictionary()


def load(directory: Path | None, lang: Language) -> ChunkTable:
    """Return the table that was kept in ``directory``; an empty one when there is none, or it is not to be trusted.

    As long as somebody holds it, it is the same table.  It is not safe to use from two threads: a build has one, and
    the lock of all generations sees to it that there is one build.
    """
    if directory is None:
        return ChunkTable(lang)
    path = kept_file(directory.absolute(), lang)
    if (table := _in_use.get(path)) is None:
        _in_use[path] = table = _read(directory, lang)
    return table


def _read(directory: Path, lang: Language) -> ChunkTable:
    table = ChunkTable(lang)
    try:
        container = opened(directory, lang)
    except DamagedFile:
        return table
    if container is not None:
        _fill(table, container)
    return table


def opened(directory: Path, lang: Language) -> Container | None:
    """Return the file of a language, None when another analysis made it; DamagedFile when it is not sound."""
    container = Container(kept_file(directory, lang))
    container.verify()
    return container if container.meta == _meta() else None


def keep(table: ChunkTable, directory: Path | None) -> None:
    """Write the table, if it has grown enough, in place of what is there.

    Where it cannot be written, the next run analyses again: that is no reason to fail.
    """
    if directory is not None and len(table) - table.kept > _GROWTH * table.kept:
        with contextlib.suppress(OSError):
            _write(table, directory)


def _write(table: ChunkTable, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    path = kept_file(directory, table.lang)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    strings, ranks = _in_order(list(table.vocabulary.strings))
    with ContainerWriter(temporary) as out:
        content, starts = pack(strings)
        out.add("vocabulary.bytes", content)
        out.add("vocabulary.starts", starts.astype(np.int64))
        out.add("vocabulary.slots", slots_of(strings))
        out.add("slots", table.slots)
        out.add("content", np.frombuffer(table.content, np.uint8))
        for name, values in table.arrays().items():
            numbers = np.frombuffer(values, values.typecode)
            out.add(name, ranks[numbers] if name in _TERMS else numbers)
        out.close(**_meta())
        storage.rename(temporary, path)
    table.kept = len(table)


def _in_order(strings: list[bytes]) -> tuple[list[bytes], Ints]:
    """Return the strings in their order, and the place in it of each by its number; -1 for -1."""
    order = sorted(range(len(strings)), key=strings.__getitem__)
    ranks = np.full(len(strings) + 1, -1, np.int32)
    ranks[order] = np.arange(len(strings))
    return [strings[number] for number in order], ranks


def _fill(table: ChunkTable, container: Container) -> None:
    table.vocabulary = MappedVocabulary(container)
    table.content += container["content"].tobytes()
    for name, values in table.arrays().items():
        _replace(values, container[name].tobytes())
    table.met = bytearray(len(table))
    table.slots = container["slots"].copy()
    table.kept = len(table)


def _replace(values: array[int], content: bytes) -> None:
    del values[:]
    values.frombytes(content)


def kept_file(directory: Path, lang: Language) -> Path:
    """Return where the table of a language is kept."""
    return directory / f"{lang}.arr"


def _meta() -> dict[str, int | str]:
    return {"layout": _LAYOUT, "analysis": ANALYSIS_VERSION, **{package: _version(package) for package in _PACKAGES}}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
