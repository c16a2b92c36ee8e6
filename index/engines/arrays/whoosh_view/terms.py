"""Whoosh's view of the inverted fields of an array segment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from index.engines.arrays.format.inverted import FormField, InvertedField
from index.engines.arrays.format.layout import POSITION_FIELDS, WHOLE_FIELDS
from index.engines.arrays.format.segment_view import SegmentView
from index.engines.arrays.whoosh_view.matcher import PostingsMatcher
from index.engines.arrays.whoosh_view.per_document import quantised

Term = tuple[str, bytes]
Field = InvertedField | FormField


class TermsReader(base.TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """Terms, their statistics and their postings."""

    def __init__(self, view: SegmentView) -> None:
        self._view = view
        self._fields = {name: view.field(name) for name in sorted((*POSITION_FIELDS, *WHOLE_FIELDS))}

    def __contains__(self, term: Term) -> bool:
        field = self._fields.get(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms."""
        return [name for name, field in self._fields.items() if len(field.terms)]

    def terms(self) -> Iterator[Term]:
        """Yield every term, by field and then by bytes."""
        for name, field in self._fields.items():
            for text in field.terms:
                yield name, text

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield the terms from (fieldname, prefix) on; none when the field has none, as the stock codec does."""
        if fieldname not in self.indexed_field_names():
            return
        first = self._fields[fieldname].terms
        for ordinal in range(first.lower_bound(prefix), len(first)):
            yield fieldname, first[ordinal]
        for term in self.terms():
            if term[0] > fieldname:
                yield term

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """Yield every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """Yield the terms from (fieldname, prefix) on, with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return a term's statistics; TermNotFound."""
        return _term_info(*self._get(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often the term occurs in all documents."""
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return in how many documents the term occurs."""
        if (fieldname, text) not in self:
            return 0
        field, ordinal = self._get(fieldname, text)
        return field.document_frequency(ordinal)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> PostingsMatcher:
        """Return a matcher over the term's postings; TermNotFound."""
        field, ordinal = self._get(fieldname, text)
        return PostingsMatcher(field.postings(ordinal), field.lengths, format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> base.FieldCursor:
        """Return a cursor over the field's terms."""
        field = self._fields.get(fieldname)
        return base.EmptyCursor() if field is None else Cursor(field, fieldobj)

    def _get(self, fieldname: str, text: bytes) -> tuple[Field, int]:
        field = self._fields.get(fieldname)
        ordinal = -1 if field is None else field.terms.find(text)
        if field is None or ordinal < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, ordinal


class Cursor(base.FieldCursor):  # type: ignore[misc]  # Whoosh has no types
    """A position among the terms of a field."""

    def __init__(self, field: Field, fieldobj: Any) -> None:
        self._field = field
        self._fieldobj = fieldobj
        self._ordinal = 0

    def first(self) -> str | None:
        """Go to the first term and return it."""
        self._ordinal = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not less than ``term`` and return it."""
        text = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._ordinal = self._field.terms.lower_bound(text)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term and return it."""
        self._ordinal += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term here, None after the last."""
        return self._fieldobj.from_bytes(self._field.terms[self._ordinal]) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the term here."""
        return _term_info(self._field, self._ordinal) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Say whether there is a term here."""
        return self._ordinal < len(self._field.terms)


def _term_info(field: Field, ordinal: int) -> TermInfo:
    """Return the statistics as the stock codec rounds them: lengths to a byte, none for keyword fields."""
    docs, occurrences, _ = field.postings(ordinal)
    info = {"df": len(docs), "minid": int(docs[0]), "maxid": int(docs[-1])}
    if field.lengths is None:
        return TermInfo(weight=float(len(docs)), maxweight=1.0, minlength=0, **info)
    lengths = field.lengths[docs]
    return TermInfo(
        weight=float(occurrences.sum()),
        maxweight=float(occurrences.max()),
        minlength=quantised(int(lengths.min())),
        maxlength=quantised(int(lengths.max())),
        **info,
    )
