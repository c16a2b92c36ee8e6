"""Tokens of many documents in flat arrays, and the homes of forms among their lemmas."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np

from index.files.array_types import Ints, Longs

#: What a hidden lemma begins with, as a surrogate escape (PEP 383) and in the file.
HIDDEN: Final = "\udcff"

HIDDEN_BYTES: Final = b"\xff"


class FieldTokens(NamedTuple):
    """The tokens of one field of several documents, end to end: one for each lemma at a position.

    ``lemmas`` are numbers in a vocabulary, ``forms``, too, of those that are at home with the lemma there
    (``index.engines.arrays.write.forms``), else -1.  ``sizes`` and ``lengths``: each document's tokens, and its
    length in positions.
    """

    lemmas: Ints
    forms: Ints
    positions: Ints
    sizes: Longs
    lengths: Ints


def ints(values: array[int]) -> Ints:
    """Return the memory of an array of 32-bit integers."""
    return np.frombuffer(values, np.int32)


def longs(values: array[int]) -> Longs:
    """Return the memory of an array of 64-bit integers."""
    return np.frombuffer(values, np.int64)


#: A form or None, its position, and its lemmas, the best first.
FormReading = tuple[str | None, int, Iterable[str]]


def at_home(tokens: Iterable[FormReading]) -> Mapping[tuple[int, str], str | None]:
    """Return the form that is at home at each (position, lemma), None where there is none; positions keep their order.

    A form's home at a position is the first of its lemmas that no other form has there, else a hidden one.
    """
    homes: dict[tuple[int, str], str | None] = {}
    settled: set[tuple[int, str]] = set()
    for form, position, lemmas in tokens:
        keys = [(position, lemma) for lemma in lemmas]
        for key in keys:
            homes.setdefault(key, None)
        if form is not None and (position, form) not in settled:
            free = (key for key in keys if homes[key] is None)
            homes[next(free, (position, HIDDEN + form))] = form
            settled.add((position, form))
    return homes
