"""A segment under way: documents gathered in compact arrays until they are written."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np

from index.schema import KEYWORD_FIELDS
from index.segment.blocks import LineWriter
from index.segment.layout import POSITION_FIELDS, VALUE_FIELDS, Ints, Longs, story_hash
from index.segment.vocabulary import Vocabulary
from index.whoosh_schema import NO_DATE

#: Rough memory of a document beside its tokens, of a token, and by how much a stored line is compressed.
_DOCUMENT_BYTES: Final = 1_000
_TOKEN_BYTES: Final = 8
_COMPRESSION: Final = 3


class Tokens(NamedTuple):
    """The tokens of one field of one document: numbers in a vocabulary, their positions, and the field's length."""

    terms: array[int]
    positions: array[int]
    length: int


class DraftDocument(NamedTuple):
    """A document as a draft takes it.  ``keywords`` has every field of ``VALUE_FIELDS``.

    ``values`` has, for each keyword field, what a reader sees of its keywords, one for one.
    """

    published: int | None
    text: Mapping[str, Tokens]
    keywords: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]
    line: bytes


class TextBuffer:
    """The tokens of a text field, document after document."""

    def __init__(self) -> None:
        self.terms = array("i")
        self.positions = array("i")
        self.ends = array("q")
        self.lengths = array("i")

    def add(self, tokens: Tokens) -> None:
        """Take the next document's."""
        self.terms.extend(tokens.terms)
        self.positions.extend(tokens.positions)
        self.ends.append(len(self.terms))
        self.lengths.append(tokens.length)


class ValueBuffer:
    """Whole values, document after document."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.codes = array("i")
        self.ends = array("q")

    def add(self, values: Iterable[str]) -> None:
        """Take the next document's."""
        self.codes.extend(map(self.vocabulary.__getitem__, values))
        self.ends.append(len(self.codes))


class Draft:
    """Documents numbered from 0.  ``vocabulary`` numbers the terms of every text field; ``size`` is memory in bytes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.text = {name: TextBuffer() for name in POSITION_FIELDS}
        self.keywords = {name: ValueBuffer() for name in VALUE_FIELDS}
        self.values = {name: ValueBuffer() for name in KEYWORD_FIELDS}
        self.folded: dict[str, dict[str, str]] = {name: {} for name in KEYWORD_FIELDS}
        self.published = array("q")
        self.story_hashes = array("Q")
        self.lines = LineWriter()
        self.frame = array("i")
        self.line = array("H")
        self.size = 0

    def __len__(self) -> int:
        return len(self.published)

    def add(self, document: DraftDocument) -> int:
        """Take a document and return its number."""
        for name, text in self.text.items():
            text.add(document.text[name])
        for name, keywords in self.keywords.items():
            keywords.add(dict.fromkeys(document.keywords[name]))
        for name, values in self.values.items():
            values.add(document.values[name])
            self.folded[name].update(zip(document.values[name], document.keywords[name], strict=False))
        self.published.append(NO_DATE if document.published is None else document.published)
        self.story_hashes.append(story_hash(document.keywords["story"][0]))
        self._add_line(document.line)
        tokens = sum(len(tokens.terms) for tokens in document.text.values())
        self.size += _DOCUMENT_BYTES + _TOKEN_BYTES * tokens + len(document.line) // _COMPRESSION
        return len(self) - 1

    def _add_line(self, content: bytes) -> None:
        frame, line = self.lines.add(content)
        self.frame.append(frame)
        self.line.append(line)


def ints(values: array[int]) -> Ints:
    """Return the memory of an array of 32-bit integers."""
    return np.frombuffer(values, np.int32)


def longs(values: array[int]) -> Longs:
    """Return the memory of an array of 64-bit integers."""
    return np.frombuffer(values, np.int64)
