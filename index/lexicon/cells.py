"""Which words of two versions may stand for each other: those at nearly the same position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.files.array_types import Longs
from index.lexicon.texts import Text

#: Words looked at before and after the position where a word would be if the texts ran in parallel.
REACH: Final = 10
#: Stories whose cells are in memory at a time: about a million cells, 40 bytes each.
STORIES: Final = 256

TextPair = tuple[Text, Text]


class Cells(NamedTuple):
    """Pairs of words of some stories, int64 [n] each: the story, the two occurrences and their lemmas, as numbers."""

    story: Longs
    at_source: Longs
    at_target: Longs
    source: Longs
    target: Longs


def all_cells(pairs: Iterable[TextPair]) -> Iterator[Cells]:
    """Yield the cells of many stories, some stories at a time.

    Occurrences are numbered through, stories from 0 to STORIES - 1 in each.
    """
    starts = 0, 0
    for batch in _batches(pairs):
        parts = []
        for story, (one, other) in enumerate(batch):
            parts.append(_cells(story, one, other, *starts))
            starts = starts[0] + len(one.words), starts[1] + len(other.words)
        yield Cells(*map(np.concatenate, zip(*parts, strict=True)))


def _batches(pairs: Iterable[TextPair]) -> Iterator[list[TextPair]]:
    rest = iter(pairs)
    while batch := list(islice(rest, STORIES)):
        yield batch


def _cells(story: int, one: Text, other: Text, first_source: int, first_target: int) -> Cells:
    """Return for each word of ``one`` the words of ``other`` around its position.

    Texts with equally many paragraphs run in parallel within each of them, others as a whole.
    """
    middle = np.searchsorted(_positions(other, one), _positions(one, other))
    candidates = middle[:, None] + np.arange(-REACH, REACH)
    inside = (candidates >= 0) & (candidates < len(other.words))
    at_source = np.broadcast_to(np.arange(len(one.words))[:, None], candidates.shape)[inside]
    at_target = candidates[inside]
    source, target = one.words[at_source].astype(np.int64), other.words[at_target].astype(np.int64)
    return Cells(np.full(len(source), story), at_source + first_source, at_target + first_target, source, target)


def _positions(text: Text, other: Text) -> NDArray[np.float64]:
    if text.paragraphs == other.paragraphs:
        return text.positions
    return np.arange(len(text.words)) / max(1, len(text.words))
