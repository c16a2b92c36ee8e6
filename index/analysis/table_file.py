"""The table of chunks in a file, cached between runs so that morphology is paid once per form."""

from __future__ import annotations

from array import array
from functools import partial
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

import numpy as np

from index.analysis.chunk_table import ChunkTable
from index.analysis.filed_strings import write_strings
from index.analysis.mapped_vocabulary import MappedVocabulary
from index.articles.article import Language
from index.files.array_types import Ints
from index.files.cache_file import CacheFile, Meta, has_grown, package_versions
from index.files.container import Container, ContainerWriter
from index.language import ANALYSIS_VERSION

#: What decides how a chunk is analysed beside our own code.
_PACKAGES: Final = ("pymorphy3", "pymorphy3-dicts-uk", "pymorphy3-dicts-ru", "PyStemmer")
#: The arrays that have numbers of the vocabulary.
_TERMS: Final = ("lemmas", "forms")
#: Raised when the file is laid out otherwise.
_LAYOUT: Final = 2
#: The tables in use, by file: who signs an article and who writes it share what was analysed.
_in_use: WeakValueDictionary[Path, ChunkTable] = WeakValueDictionary()


def load(directory: Path | None, lang: Language) -> ChunkTable:
    """Return the table that is cached in ``directory``; an empty one when there is none, or it is not to be trusted.

    As long as somebody has it, it is the same table.  It is not safe to use from two threads: a build has one, and the
    lock of all generations sees to it that there is one build.
    """
    if directory is None:
        return ChunkTable(lang)
    file = cache_file(directory.absolute(), lang)
    if (table := _in_use.get(file.path)) is None:
        _in_use[file.path] = table = ChunkTable(lang)
        if container := file.read():
            _fill(table, container)
    return table


def save(table: ChunkTable, directory: Path | None) -> None:
    """Write the table, if it has grown enough, in place of what is there."""
    if (
        directory is not None
        and has_grown(len(table), table.cached)
        and cache_file(directory, table.lang).write(partial(_write, table))
    ):
        table.cached = len(table)


def cache_file(directory: Path, lang: Language) -> CacheFile:
    """Return the file of a language."""
    meta: Meta = {"layout": _LAYOUT, "analysis": ANALYSIS_VERSION, **package_versions(_PACKAGES)}
    return CacheFile(directory / f"{lang}.arr", meta)


def _write(table: ChunkTable, out: ContainerWriter) -> None:
    strings, ranks = _in_order(list(table.vocabulary.strings))
    write_strings(out, "vocabulary", strings)
    out.add("slots", table.slots)
    out.add("content", np.frombuffer(table.content, np.uint8))
    for name, values in table.arrays().items():
        numbers = np.frombuffer(values, values.typecode)
        out.add(name, ranks[numbers] if name in _TERMS else numbers)


def _in_order(strings: list[bytes]) -> tuple[list[bytes], Ints]:
    """Return the strings in their order, and the rank of each by its number; -1 for -1."""
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
    table.cached = len(table)


def _replace(values: array[int], content: bytes) -> None:
    del values[:]
    values.frombytes(content)
