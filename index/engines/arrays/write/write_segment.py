"""Writes a draft as a segment file, and its stories when they are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.articles.schema import KEYWORD_FIELDS, TEXT_FIELDS, exact_field, story_hash
from index.engines.arrays.format.blocks import write_frames
from index.engines.arrays.format.layout import length_array, narrowest
from index.engines.arrays.write.draft import Draft, ValueBuffer, value_buffer
from index.engines.arrays.write.fields import TextFieldWriter, write_dictionary, write_postings
from index.engines.arrays.write.invert import document_frequency, invert
from index.files.array_types import Bytes, Words
from index.files.container import ContainerWriter
from index.files.dictionary import pack, unpack
from index.files.tokens import ints, longs


class UnfinishedSegment:
    """A segment file that has everything but its documents' stories, which are known when all articles were read."""

    def __init__(self, out: ContainerWriter, ids: Sequence[str], stories: Sequence[str]) -> None:
        self._out = out
        self._documents = len(ids)
        self._ids, self._stories = _packed(ids), _packed(stories)

    def find(self, article_id: str) -> int:
        """Return the last document with this id, or -1."""
        return self._numbers.get(article_id, -1)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(_unpacked(self._ids))}

    def finish(self, stories: Mapping[str, str]) -> None:
        """Write the stories, those of ``stories`` in place of the documents' own; on any error the file is removed."""
        own = zip(_unpacked(self._ids), _unpacked(self._stories), strict=True)
        final = [stories.get(name, story) for name, story in own]
        with self._out as out:
            _write_keyword(out, "story", value_buffer(final))
            out.add("story_hash", np.fromiter(map(story_hash, final), np.uint64, len(final)))
            out.close(documents=self._documents)

    def abandon(self) -> None:
        """Close and remove the file."""
        self._out.abandon()


def begin_segment(draft: Draft, path: Path) -> UnfinishedSegment:
    """Write all of the draft but the stories; on any error the file is removed."""
    with ContainerWriter(path) as out:
        _write_stored(out, draft)
        for name in TEXT_FIELDS:
            _write_text(out, name, draft)
        _write_keyword(out, "id", value_buffer(draft.ids))
        for name in KEYWORD_FIELDS:
            _write_values(out, name, draft, _write_keyword(out, name, draft.keywords[name]))
        out.add("published", longs(draft.published))
        return UnfinishedSegment(out, draft.ids, draft.stories)


def _packed(texts: Sequence[str]) -> tuple[Bytes, Words]:
    return pack([text.encode() for text in texts])


def _unpacked(packed: tuple[Bytes, Words]) -> Iterator[str]:
    return (text.decode() for text in unpack(*packed))


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


def _write_keyword(out: ContainerWriter, name: str, buffer: ValueBuffer) -> list[bytes]:
    """Write a keyword field and return its terms."""
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
