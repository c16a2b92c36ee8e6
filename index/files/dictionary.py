"""A sorted dictionary of UTF-8 strings in two arrays: string to ordinal and back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from index.files.array_types import Bytes, Longs, Words

#: Between two strings that are cached as objects, some kilobytes in all.
_STEP: Final = 64


class Dictionary:
    """T distinct byte strings in ascending order; ``bytes`` and ``starts`` as in the arrays engine's layout."""

    __slots__ = ("_content", "_marks", "_offsets", "bytes", "starts")

    def __init__(self, content: Bytes, starts: Words | Longs) -> None:
        self.bytes = content
        self.starts = starts
        self._content = memoryview(content.data)
        self._offsets = memoryview(starts.data)
        self._marks: list[bytes] | None = None

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, ordinal: int) -> bytes:
        return bytes(self._content[self._offsets[ordinal] : self._offsets[ordinal + 1]])

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def find(self, text: bytes) -> int:
        """Return the ordinal of ``text``, or -1."""
        ordinal = self.lower_bound(text)
        return ordinal if ordinal < len(self) and self[ordinal] == text else -1

    def lower_bound(self, text: bytes) -> int:
        """Return the ordinal of the first string that is not less than ``text``; T when there is none.

        Looks among every 64th string first: those are objects, and comparing them takes a tenth of making one.
        """
        if self._marks is None:
            self._marks = [self[ordinal] for ordinal in range(0, len(self), _STEP)]
        first = max(0, bisect_left(self._marks, text) - 1) * _STEP
        return bisect_left(self, text, first, min(len(self), first + _STEP + 1))

    def part(self, first: int, last: int) -> Dictionary:
        """Return the strings with the ordinals from ``first`` to before ``last``, without copying them."""
        starts = self.starts[first : last + 1]
        return Dictionary(self.bytes[starts[0] : starts[-1]], starts - starts[0])

    def prefix(self, prefix: bytes) -> tuple[int, int]:
        """Return the half-open range of ordinals of the strings that start with ``prefix``."""
        return self.lower_bound(prefix), self.lower_bound(_after(prefix)) if prefix else len(self)


def _after(prefix: bytes) -> bytes:
    """Return what sorts after every UTF-8 string with this prefix: the byte FF is in none."""
    return prefix + b"\xff"


def pack(strings: Sequence[bytes]) -> tuple[Bytes, Words]:
    """Return ``bytes`` and ``starts`` of strings that are in order already."""
    starts = np.zeros(len(strings) + 1, np.uint32)
    np.cumsum(np.fromiter(map(len, strings), np.uint32, len(strings)), out=starts[1:])
    return np.frombuffer(b"".join(strings), np.uint8), starts


def unpack(content: Bytes, starts: Words | Longs) -> list[bytes]:
    """Return the strings that ``pack`` was given."""
    octets = content.tobytes()
    return [octets[start:end] for start, end in pairwise(starts.tolist())]
