"""A vocabulary that was kept, read where it lies: opening it takes no time, however large it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from index.bulk.kernels import find
from index.segment.container import Container
from index.segment.dictionary import Dictionary
from index.segment.vocabulary import Vocabulary


class MappedVocabulary(Vocabulary):
    """Begins with the strings of a file; each is looked up there when it is first asked for."""

    def __init__(self, container: Container) -> None:
        """DamagedFile when an array is missing."""
        super().__init__()
        content, starts, slots = (container[f"vocabulary.{name}"] for name in ("bytes", "starts", "slots"))
        self.strings = _Strings(Dictionary(content, starts))
        self._mapped = slots, content, starts

    def __missing__(self, text: str) -> int:
        octets = np.frombuffer(text.encode(errors="surrogateescape"), np.uint8)
        number = int(find(octets, *self._mapped))
        if number < 0:
            return super().__missing__(text)
        self[text] = number
        return number


class _Strings:
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
