"""Strings numbered in the order of their first use, and their order by bytes when they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from index.compiled import compiled
from index.files.array_types import Ints

#: With a smaller share of all strings these are sorted alone.
_FEW: Final = 0.1


class Strings(Protocol):
    """Strings by number, to which others are added."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, number: int, /) -> bytes:
        """Return one."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield all."""

    def append(self, string: bytes, /) -> None:
        """Add one."""


class Vocabulary(dict[str, int]):
    """``vocabulary[text]`` is the number of ``text``, given on first use; ``strings`` has them as UTF-8 by number."""

    def __init__(self, strings: Sequence[bytes] = ()) -> None:
        super().__init__({text.decode(errors="surrogateescape"): number for number, text in enumerate(strings)})
        self.strings: Strings = list(strings)
        self._order: list[int] = []

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self.strings)
        self.strings.append(text.encode(errors="surrogateescape"))
        return number

    def ordinals(self, numbers: Ints) -> tuple[Ints, list[bytes]]:
        """Return ``numbers`` as ordinals in the dictionary of those strings that occur, and that dictionary.

        -1 becomes that dictionary's length.  The cost depends on how many distinct strings occur; what is not used
        costs a byte.
        """
        seen = np.zeros(len(self.strings) + 1, np.bool_)
        _mark(numbers, seen)
        used = self._sorted(seen[:-1])
        ordinals = np.full(len(seen), len(used), np.int32)
        ordinals[used] = np.arange(len(used), dtype=np.int32)
        return _renumbered(numbers, ordinals), self._named(used)

    def _named(self, numbers: NDArray[np.intp]) -> list[bytes]:
        """Return the strings with these numbers."""
        return list(map(self.strings.__getitem__, numbers.tolist()))

    def _sorted(self, chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return the numbers of the chosen strings in the order of the strings; that of most is remembered."""
        numbers = np.flatnonzero(chosen)
        if len(numbers) < _FEW * len(chosen):
            return np.array(sorted(numbers.tolist(), key=self.strings.__getitem__), np.intp)
        if len(self._order) < len(chosen):
            self._order += range(len(self._order), len(chosen))
            self._order.sort(key=self.strings.__getitem__)
        order = np.array(self._order, np.intp)
        return order[chosen[order]]


@compiled("void(I4,b1[::1])")
def _mark(numbers: Ints, seen: NDArray[np.bool_]) -> None:
    for number in numbers:
        seen[number] = True


@compiled("i4[::1](I4,I4)")
def _renumbered(numbers: Ints, ordinals: Ints) -> Ints:
    renumbered = np.empty_like(numbers)
    for i in range(len(numbers)):
        renumbered[i] = ordinals[numbers[i]]
    return renumbered
