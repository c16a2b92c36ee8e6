"""Writes a draft as a segment file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.articles.schema import KEYWORD_FIELDS, TEXT_FIELDS, exact_field
from index.engines.arrays.format.blocks import write_frames
from index.engines.arrays.format.layout import length_array, narrowest
from index.engines.arrays.write.draft import Draft
from index.engines.arrays.write.fields import TextFieldWriter, write_dictionary, write_postings
from index.engines.arrays.write.invert import document_frequency, invert
from index.files.container import ContainerWriter
from index.files.tokens import ints, longs


def write_segment(draft: Draft, path: Path) -> None:
    """Write all documents of the draft; on any error the file is removed."""
    with ContainerWriter(path) as out:
        _write_stored(out, draft)
        for name in TEXT_FIELDS:
            _write_text(out, name, draft)
        keywords = {name: _write_keyword(out, name, draft) for name in draft.keywords}
        for name in KEYWORD_FIELDS:
            _write_values(out, name, draft, keywords[name])
        out.add("published", longs(draft.published))
        out.add("story_hash", np.frombuffer(draft.story_hashes, np.uint64))
        out.close(documents=len(draft))


def _write_stored(out: ContainerWriter, draft: Draft) -> None:
    write_frames(out, draft.lines.finished())
    out.add("stored.frame", ints(draft.frame))
    out.add("stored.line", np.frombuffer(draft.line, np.uint16))


def _write_text(out: ContainerWriter, name: str, draft: Draft) -> None:
    """Write a text field, its forms, and its lengths in the documents."""
    numbers, form_numbers, positions, sizes, lengths = draft.text[name].joined()
    lemmas, terms = draft.vocabulary.ordinals(numbers)
    forms, form_terms = draft.vocabulary.ordinals(form_numbers)
    ends = np.cumsum(sizes, dtype=np.int64)
    frequency = document_frequency(forms, ends, len(form_terms))
    indptr, docs, occurrences, positions, forms = invert(lemmas, ends, positions, forms, len(terms))
    write_dictionary(out, name, terms)
    write_dictionary(out, exact_field(name), form_terms)
    width = narrowest(int(positions.max(initial=0)), "u2", "u4")
    field = TextFieldWriter(out, name, indptr, len(positions), width, frequency)
    field.append(indptr[1:], docs, occurrences, positions, forms)
    field.close()
    out.add(length_array(name), lengths)


def _write_keyword(out: ContainerWriter, name: str, draft: Draft) -> list[bytes]:
    """Write a keyword field and return its terms."""
    buffer = draft.keywords[name]
    codes, terms = buffer.vocabulary.ordinals(ints(buffer.codes))
    nothing = np.zeros(len(codes), np.int32)
    indptr, docs, *_ = invert(codes, longs(buffer.ends), nothing, nothing, len(terms))
    write_dictionary(out, name, terms)
    write_postings(out, name, indptr, docs)
    if name in ("id", "story"):
        out.add(f"{name}.codes", codes)
    return terms


def _write_values(out: ContainerWriter, name: str, draft: Draft, terms: list[bytes]) -> None:
    buffer, folded = draft.values[name], draft.folded[name]
    codes, values = buffer.vocabulary.ordinals(ints(buffer.codes))
    ordinals = {term.decode(): ordinal for ordinal, term in enumerate(terms)}
    write_dictionary(out, f"{name}_value", values)
    out.add(f"{name}_value.indptr", np.array([0, *buffer.ends], np.int32))
    out.add(f"{name}_value.codes", codes)
    of_values = (ordinals.get(folded.get(value.decode(), ""), -1) for value in values)
    out.add(f"{name}_value.terms", np.fromiter(of_values, np.int32, len(values)))
