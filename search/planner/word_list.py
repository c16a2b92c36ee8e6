"""Words of a vocabulary and in how many documents each is, 30 bytes a word instead of 110."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

import numpy as np


class WordList:
    """Words end to end in one string."""

    def __init__(self, documents: Mapping[str, int]) -> None:
        self._text = "".join(documents)
        self._starts = np.fromiter(accumulate(map(len, documents), initial=0), np.int32, len(documents) + 1)
        self._documents = np.fromiter(documents.values(), np.int32, len(documents))

    def __len__(self) -> int:
        return len(self._documents)

    def __getitem__(self, at: int) -> str:
        return self._text[self._starts[at] : self._starts[at + 1]]

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def documents(self, at: int) -> int:
        """Return in how many documents a word is."""
        return int(self._documents[at])

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield all words with their documents."""
        return zip(self, self._documents.tolist(), strict=True)

    def of_length(self, shortest: int, longest: int) -> tuple[list[str], list[int]]:
        """Return the words of so many characters, and their documents."""
        lengths = np.diff(self._starts)
        chosen = np.flatnonzero((lengths >= shortest) & (lengths <= longest))
        starts, ends = self._starts[chosen].tolist(), self._starts[chosen + 1].tolist()
        words = [self._text[start:end] for start, end in zip(starts, ends, strict=True)]
        return words, self._documents[chosen].tolist()
