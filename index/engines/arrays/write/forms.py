"""Forms distinguished among the occurrences of their lemmas: what they are numbered by, and writing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.compiled import compiled
from index.engines.arrays.format.layout import AWAY, narrowest
from index.files.array_types import Ints, Longs, Unsigned, Words
from index.files.container import ContainerWriter


class Encoded(NamedTuple):
    """The forms of some lemmas: how many each has, which (ascending, ``away`` last), and the codes of occurrences."""

    sizes: Longs
    forms: Ints
    codes: Words


@compiled("Tuple((i8[::1],i4[::1],u4[::1]))(I4,I8,i8)")
def _encode(forms: Ints, ends: Longs, away: int) -> tuple[Longs, Ints, Words]:
    latest = np.full(away + 1, -1, np.int64)
    code_of = np.zeros(away + 1, np.uint32)
    found = np.empty(away + 1, np.int32)
    sizes = np.zeros(len(ends), np.int64)
    out_forms = np.empty(len(forms), np.int32)
    codes = np.empty(len(forms), np.uint32)
    written = 0
    coded = 0
    start = 0
    for lemma in range(len(ends)):
        size = 0
        for token in range(start, ends[lemma]):
            form = forms[token]
            if latest[form] != lemma:
                latest[form] = lemma
                found[size] = form
                size += 1
        if size > 1:
            found[:size].sort()
            for code in range(size):
                code_of[found[code]] = code
            for token in range(start, ends[lemma]):
                codes[coded] = code_of[forms[token]]
                coded += 1
        out_forms[written : written + size] = found[:size]
        written += size
        sizes[lemma] = size
        start = ends[lemma]
    return sizes, out_forms[:written].copy(), codes[:coded].copy()


def encode(forms: Ints, ends: Longs, away: int) -> Encoded:
    """Return the forms and codes of lemmas; those of lemma t are ``forms[ends[t - 1]:ends[t]]``, one per occurrence.

    Forms are numbers below ``away``, which stands for those that are at home elsewhere.
    """
    return Encoded(*_encode(forms, ends, away))


class FormsWriter:
    """Takes the forms of a field's occurrences in the order of lemmas, in pieces.

    ``frequency`` is the number of documents of each form; forms are numbers in its order.
    """

    def __init__(self, out: ContainerWriter, name: str, frequency: Words) -> None:
        self._out, self._name, self._frequency = out, name, frequency
        self._sizes: list[Longs] = []
        self._forms: list[Ints] = []
        self._codes: list[Unsigned] = []
        self._tokens: list[Longs] = []

    def append(self, forms: Ints, ends: Longs) -> None:
        """Take the next lemmas'; ``forms`` and ``ends`` as in ``encode``."""
        sizes, distinct, codes = encode(forms, ends, len(self._frequency))
        self._sizes.append(sizes)
        self._forms.append(distinct)
        self._codes.append(codes.astype(narrowest(int(codes.max(initial=0)), "u1", "u2", "u4")))
        self._tokens.append(np.where(sizes > 1, np.diff(ends, prepend=0), 0))

    def close(self, twin: str) -> None:
        """Write everything but the dictionary of the forms, whose field is ``twin``."""
        sizes, forms = _joined(self._sizes, np.int64), _joined(self._forms, np.int32)
        name, away = self._name, len(self._frequency)
        self._out.add(f"{name}.form_indptr", _starts(sizes))
        self._out.add(f"{name}.forms", np.where(forms == away, AWAY, forms).astype(np.uint32))
        self._out.add(f"{name}.codes", _joined(self._codes, np.uint8))
        self._out.add(f"{name}.code_starts", _starts(_joined(self._tokens, np.int64)))
        homes = np.argsort(forms, kind="stable")[: np.count_nonzero(forms != away)]
        further = np.diff(forms[homes], prepend=-1) == 0
        self._out.add(f"{twin}.homes", homes[~further].astype(np.uint32))
        self._out.add(f"{twin}.more_homes", homes[further].astype(np.uint32))
        self._out.add(f"{twin}.more_forms", forms[homes[further]].astype(np.uint32))
        self._out.add(f"{twin}.frequency", self._frequency)


def _joined(parts: Sequence[NDArray[Any]], dtype: DTypeLike) -> NDArray[Any]:
    return np.concatenate((np.zeros(0, dtype), *parts))


def _starts(sizes: Longs) -> Words:
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.uint32)
