"""A segment under way: documents gathered in compact arrays until they are written."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, chain
from typing import Final, NamedTuple

import numpy as np

from index.articles.schema import KEYWORD_FIELDS, NO_DATE, TEXT_FIELDS
from index.engines.arrays.format.blocks import LineWriter
from index.files.tokens import FieldTokens
from index.files.vocabulary import Vocabulary

#: Rough memory of a document beside its tokens, of a token, and by how much a stored line is compressed.
_DOCUMENT_BYTES: Final = 1_000
_TOKEN_BYTES: Final = 12
_COMPRESSION: Final = 3


class DocumentValues(NamedTuple):
    """What a draft takes of a document beside its texts.

    ``keywords`` has the folded values of each keyword field, ``values`` what a reader sees of them, one for one.
    ``story`` is the article's own.
    """

    id: str
    story: str
    published: int | None
    keywords: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]
    line: bytes


class TextBuffer:
    """The tokens of a text field, document after document."""

    def __init__(self) -> None:
        self._parts: list[FieldTokens] = []
        self.tokens = 0

    def add(self, tokens: FieldTokens) -> None:
        """Take the next documents'."""
        self._parts.append(tokens)
        self.tokens += len(tokens.lemmas)

    def joined(self) -> FieldTokens:
        """Return all."""
        none = np.zeros(0, np.int32)
        parts = self._parts or [FieldTokens(none, none, none, np.zeros(0, np.int64), none)]
        return FieldTokens(*map(np.concatenate, zip(*parts, strict=True)))


class ValueBuffer:
    """Whole values, document after document."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.codes = array("i")
        self.ends = array("q")

    def add(self, documents: Sequence[Collection[str]]) -> None:
        """Take the next documents'."""
        self.ends.extend(accumulate(map(len, documents), initial=len(self.codes)))
        del self.ends[-len(documents) - 1]
        self.codes.extend(map(self.vocabulary.__getitem__, chain.from_iterable(documents)))


def value_buffer(values: Sequence[str]) -> ValueBuffer:
    """Return a buffer with one value for each document."""
    buffer = ValueBuffer()
    buffer.add([(value,) for value in values])
    return buffer


class Draft:
    """Documents numbered from 0, each of which is added once as a record and once to every text field.

    ``vocabulary`` numbers the terms of the text fields.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.text = {name: TextBuffer() for name in TEXT_FIELDS}
        self.keywords = {name: ValueBuffer() for name in KEYWORD_FIELDS}
        self.values = {name: ValueBuffer() for name in KEYWORD_FIELDS}
        self.folded: dict[str, dict[str, str]] = {name: {} for name in KEYWORD_FIELDS}
        self.published = array("q")
        self.ids: list[str] = []
        self.stories: list[str] = []
        self.lines = LineWriter()
        self.frame = array("i")
        self.line = array("H")
        self._line_bytes = 0

    def __len__(self) -> int:
        return len(self.published)

    @property
    def size(self) -> int:
        """The memory that the draft takes, in bytes."""
        tokens = sum(buffer.tokens for buffer in self.text.values())
        return _DOCUMENT_BYTES * len(self) + _TOKEN_BYTES * tokens + self._line_bytes // _COMPRESSION

    def add(self, records: Sequence[DocumentValues]) -> None:
        """Take documents without their texts."""
        for name, keywords in self.keywords.items():
            keywords.add([_distinct(record.keywords[name]) for record in records])
        for name, values in self.values.items():
            values.add([record.values[name] for record in records])
            for record in records:
                self.folded[name].update(zip(record.values[name], record.keywords[name], strict=False))
        self.published.extend(NO_DATE if record.published is None else record.published for record in records)
        self.ids += [record.id for record in records]
        self.stories += [record.story for record in records]
        for record in records:
            frame, line = self.lines.add(record.line)
            self.frame.append(frame)
            self.line.append(line)
            self._line_bytes += len(record.line)


def _distinct(values: tuple[str, ...]) -> Collection[str]:
    return values if len(values) < 2 else dict.fromkeys(values)
