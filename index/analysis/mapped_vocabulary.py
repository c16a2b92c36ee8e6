"""A vocabulary in a cached file, read where it lies: opening it takes no time, however large it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.analysis.filed_strings import FiledStrings
from index.files.container import Container
from index.files.dictionary import Dictionary
from index.files.vocabulary import Vocabulary

#: Who asks for more strings at once gets all of them as a list, in which each is found four times as fast.
_MANY: Final = 20_000
#: With a larger share of strings that are not in the file, all are sorted.
_FEW: Final = 0.1


class MappedVocabulary(Vocabulary):
    """Begins with the strings of a file, numbered in their order; each is looked up when it is first needed."""

    def __init__(self, container: Container) -> None:
        """DamagedFile when an array is missing."""
        super().__init__()
        self._filed = FiledStrings(container, "vocabulary")
        self._dictionary = self._filed.dictionary
        self.strings = self._few = _MappedStrings(self._dictionary)

    def __missing__(self, text: str) -> int:
        number = self._filed.find(text)
        if number < 0:
            return super().__missing__(text)
        self[text] = number
        return number

    def _sorted(self, chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
        numbers = np.flatnonzero(chosen)
        mapped, others = np.split(numbers, np.searchsorted(numbers, [len(self._dictionary)]))
        if len(others) > _FEW * len(numbers):
            return super()._sorted(chosen)
        strings = sorted((self.strings[number], number) for number in others.tolist())
        positions = [self._dictionary.lower_bound(string) for string, _ in strings]
        return np.insert(mapped, np.searchsorted(mapped, positions), [number for _, number in strings])

    def _named(self, numbers: NDArray[np.intp]) -> list[bytes]:
        if len(numbers) > _MANY and self.strings is self._few:
            self.strings = self._few.as_list()
        return super()._named(numbers)


class _MappedStrings:
    """Strings in a mapping, and after them others."""

    def __init__(self, mapped: Dictionary) -> None:
        self._mapped = mapped
        self._more: list[bytes] = []
        self._count = len(mapped)

    def __len__(self) -> int:
        return self._count + len(self._more)

    def __getitem__(self, number: int) -> bytes:
        return self._mapped[number] if number < self._count else self._more[number - self._count]

    def __iter__(self) -> Iterator[bytes]:
        return chain(self._mapped, self._more)

    def append(self, string: bytes) -> None:
        self._more.append(string)

    def as_list(self) -> list[bytes]:
        content, starts = self._mapped.bytes.tobytes(), self._mapped.starts.tolist()
        return [content[start:end] for start, end in pairwise(starts)] + self._more
