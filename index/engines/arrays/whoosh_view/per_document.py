"""Whoosh's view of what an array segment keeps per document: lengths, columns, stored articles, deletions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.articles.schema import KEYWORD_FIELDS, TEXT_FIELDS
from index.engines.arrays.format.layout import POSITION_FIELDS
from index.engines.arrays.format.segment_view import SegmentView
from index.engines.whoosh.schema import ARTICLE_FIELD, SEPARATOR, length_column, value_column
from index.files.array_types import Ints


def quantised(length: int) -> int:
    """Return the length as stock Whoosh, which keeps a byte of it, gives it back."""
    return int(byte_to_length(length_to_byte(length)))


class PerDocumentReader(base.PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """Everything that is found by document number."""

    def __init__(self, view: SegmentView) -> None:
        self._view = view

    def doc_count(self) -> int:
        """Return the number of live documents."""
        return self._view.live_documents

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._view.documents

    def has_deletions(self) -> bool:
        """Say whether any document is deleted."""
        return self._view.live is not None

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a document is deleted."""
        return self._view.live is not None and not self._view.live[docnum]

    def deleted_docs(self) -> Iterator[int]:
        """Yield the deleted documents."""
        return iter(self._view.deleted.tolist())

    def all_doc_ids(self) -> Iterator[int]:
        """Yield the live documents."""
        live = self._view.live
        return iter(range(self._view.documents)) if live is None else iter(np.flatnonzero(live).tolist())

    def supports_columns(self) -> bool:
        """There are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Say whether there is such a column."""
        return fieldname in _COLUMNS

    def list_columns(self) -> list[str]:
        """Return the names of the columns."""
        return list(_COLUMNS)

    def column_reader(self, fieldname: str, column: Any) -> ColumnReader:
        """Return the values of a column by document."""
        return _COLUMNS[fieldname](self._view, fieldname)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return a document's length in a field, rounded as the stock codec does."""
        if fieldname not in POSITION_FIELDS:
            return default
        return quantised(int(self._lengths(fieldname)[docnum])) or default

    def field_length(self, fieldname: str) -> int:
        """Return the exact sum of the lengths, deleted documents included, as the stock codec does."""
        return int(self._lengths(fieldname).sum(dtype=np.int64)) if fieldname in POSITION_FIELDS else 0

    def min_field_length(self, fieldname: str) -> int:
        """Return the smallest length, rounded."""
        return quantised(int(self._lengths(fieldname).min()))

    def max_field_length(self, fieldname: str) -> int:
        """Return the largest length, rounded."""
        return quantised(int(self._lengths(fieldname).max()))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return the stored article as JSON."""
        return {ARTICLE_FIELD: self._view.stored[docnum].decode()}

    def _lengths(self, fieldname: str) -> Ints:
        return self._view.lengths(fieldname)


class _Column(ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """A column that is read where it lies."""

    _reverse = False

    def __init__(self, view: SegmentView, name: str) -> None:
        self._doccount = view.documents
        self._values = self._open(view, name)

    def _open(self, view: SegmentView, name: str) -> Any:
        raise NotImplementedError


class _Number(_Column):
    def _open(self, view: SegmentView, name: str) -> Any:
        array = view.published if name == "published" else view.lengths(name.removesuffix("_length"))
        return memoryview(array.data)

    def __getitem__(self, docnum: int) -> int:
        return int(self._values[docnum])

    def sort_key(self, docnum: int) -> int:
        return -self[docnum] if self._reverse else self[docnum]

    def set_reverse(self) -> None:
        self._reverse = True


class _Value(_Column):
    def _open(self, view: SegmentView, name: str) -> Any:
        return view.id if name == value_column("id") else view.story

    def __getitem__(self, docnum: int) -> bytes:
        value: str = self._values(docnum)
        return value.encode()


class _ValueList(_Column):
    def _open(self, view: SegmentView, name: str) -> Any:
        return view.values(name.removesuffix("_value"))

    def __getitem__(self, docnum: int) -> bytes:
        return SEPARATOR.join(self._values[docnum]).encode()


_COLUMNS: dict[str, type[_Column]] = {
    "published": _Number,
    **{length_column(name): _Number for name in TEXT_FIELDS},
    **{value_column(name): _Value for name in ("id", "story")},
    **{value_column(name): _ValueList for name in KEYWORD_FIELDS},
}
