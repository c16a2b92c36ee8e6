"""Strings in a cached file, numbered in its order and found by the hash of their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis.chunk_table import slots_of
from index.analysis.kernels import find, split
from index.files.array_types import Ints
from index.files.container import Container, ContainerWriter
from index.files.dictionary import Dictionary, pack


class FiledStrings:
    """The strings that ``write_strings`` wrote, read where they lie: opening them takes no time.  No blanks in any."""

    def __init__(self, container: Container, name: str) -> None:
        """DamagedFile when an array is missing."""
        slots, content, starts = (container[f"{name}.{part}"] for part in ("slots", "bytes", "starts"))
        self.dictionary = Dictionary(content, starts)
        self._table = slots, content, starts

    def __len__(self) -> int:
        return len(self.dictionary)

    def find(self, text: str) -> int:
        """Return the number of a string, or -1."""
        return int(find(octets(text, "surrogateescape"), *self._table))

    def find_all(self, texts: Iterable[str]) -> Ints:
        """Return the numbers of strings, -1 for those that are not in the file."""
        joined = octets(" ".join(texts), "replace")
        numbers, *_ = split(joined, np.array([len(joined)]), *self._table)
        return numbers


def write_strings(out: ContainerWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write strings, in the order of their numbers."""
    content, starts = pack(strings)
    out.add(f"{name}.bytes", content)
    out.add(f"{name}.starts", starts.astype(np.int64))
    out.add(f"{name}.slots", slots_of(strings))


def octets(text: str, errors: str) -> NDArray[Any]:
    """Return the UTF-8 bytes of a text, uint8; ``errors`` as in ``str.encode``."""
    return np.frombuffer(text.encode(errors=errors), np.uint8)
