"""The inverted fields of a segment, open for reading: terms, and the postings of each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from index.articles.schema import exact_field
from index.engines.arrays.format.layout import BLOCK, BLOCK_SHIFT, length_array
from index.files.array_types import Bytes, Ints, Shorts, Unsigned, Words
from index.files.container import Container
from index.files.dictionary import Dictionary
from index.files.tokens import HIDDEN_BYTES


class PostingList(NamedTuple):
    """The postings of one term: ascending documents [n], occurrences [n], and the positions of all, end to end.

    A term of a keyword field occurs once in each and has no positions.
    """

    docs: Shorts
    occurrences: Bytes | Words
    positions: Unsigned


class InvertedField:
    """A keyword field: ``terms`` and, by term, ``docs[indptr[t]:indptr[t + 1]]``."""

    #: The length of the field in each document, None where it has none.
    lengths: Ints | None = None

    def __init__(self, container: Container, name: str) -> None:
        self.name = name
        self.terms = Dictionary(container[f"{name}.bytes"], container[f"{name}.starts"])
        self.indptr: Words = container[f"{name}.indptr"]
        self.docs: Shorts = container[f"{name}.docs"]

    def range(self, ordinal: int) -> tuple[int, int]:
        """Return the half-open range of postings of a term."""
        return int(self.indptr[ordinal]), int(self.indptr[ordinal + 1])

    def document_frequency(self, ordinal: int) -> int:
        """Return in how many documents a term occurs, deleted ones included."""
        start, end = self.range(ordinal)
        return end - start

    def postings(self, ordinal: int) -> PostingList:
        """Return the postings of a term."""
        docs = self.docs[slice(*self.range(ordinal))]
        return PostingList(docs, np.ones(len(docs), np.uint8), np.zeros(0, np.uint16))


class TextField(InvertedField):
    """The lemmas of a text field; ``terms`` are those that are not hidden, ``all_terms`` all."""

    def __init__(self, container: Container, name: str) -> None:
        super().__init__(container, name)
        self.all_terms = self.terms
        self.terms = Dictionary(self.terms.bytes, self.terms.starts[: self.terms.lower_bound(HIDDEN_BYTES) + 1])
        self.counts: Bytes = container[f"{name}.counts"]
        self.more_postings: Words = container[f"{name}.more_postings"]
        self.more_counts: Words = container[f"{name}.more_counts"]
        self.positions: Unsigned = container[f"{name}.positions"]
        self.position_starts: Words = container[f"{name}.position_starts"]
        self.block_counts: Bytes = container[f"{name}.block_counts"]
        self.lengths: Ints = container[length_array(name)]
        self.form_indptr: Words = container[f"{name}.form_indptr"]
        self.forms: Words = container[f"{name}.forms"]
        self.codes: Unsigned = container[f"{name}.codes"]
        self.code_starts: Words = container[f"{name}.code_starts"]

    def position_start(self, posting: int) -> int:
        """Return where the positions of a posting begin; also valid for the posting after the last."""
        block = posting >> BLOCK_SHIFT
        before = self.occurrences(block * BLOCK, posting).sum(dtype=np.int64)
        return int(self.position_starts[block] + before)

    def occurrences(self, start: int, end: int) -> Bytes | Words:
        """Return how often each posting's term occurs in its document, postings ``start`` to ``end``."""
        counts = self.counts[start:end]
        first, last = np.searchsorted(self.more_postings, (start, end)).tolist()
        if first == last:
            return counts
        occurrences = counts.astype(np.uint32)
        occurrences[self.more_postings[first:last] - np.uint32(start)] += self.more_counts[first:last]
        return occurrences

    def postings(self, ordinal: int) -> PostingList:
        """Return the postings of a lemma."""
        start, end = self.range(ordinal)
        positions = self.positions[self.position_start(start) : self.position_start(end)]
        return PostingList(self.docs[start:end], self.occurrences(start, end), positions)

    def codes_of(self, ordinal: int) -> Unsigned:
        """Return for each occurrence of a lemma which of its forms it is; nothing when it has one form."""
        return self.codes[self.code_starts[ordinal] : self.code_starts[ordinal + 1]]


class FormField:
    """The forms of a text field; their postings are those of their homes."""

    def __init__(self, container: Container, lemmas: TextField) -> None:
        self.name = exact_field(lemmas.name)
        self.lemmas = lemmas
        self.lengths = lemmas.lengths
        self.terms = Dictionary(container[f"{self.name}.bytes"], container[f"{self.name}.starts"])
        self.homes: Words = container[f"{self.name}.homes"]
        self.more_homes: Words = container[f"{self.name}.more_homes"]
        self.more_forms: Words = container[f"{self.name}.more_forms"]
        self.frequency: Words = container[f"{self.name}.frequency"]

    def homes_of(self, ordinal: int) -> list[tuple[int, int]]:
        """Return the lemmas that a form is at home with, and its code there: -1 when the lemma has no other form."""
        indptr = self.lemmas.form_indptr
        more = slice(*np.searchsorted(self.more_forms, (ordinal, ordinal + 1)))
        indices = np.concatenate((self.homes[ordinal : ordinal + 1], self.more_homes[more]))
        owners = np.searchsorted(indptr, indices, side="right") - 1
        alone = indptr[owners + 1] - indptr[owners] == 1
        codes = np.where(alone, -1, indices.astype(np.int64) - indptr[owners])
        return list(zip(owners.tolist(), codes.tolist(), strict=True))

    def document_frequency(self, ordinal: int) -> int:
        """Return in how many documents a form occurs, deleted ones included."""
        return int(self.frequency[ordinal])

    def postings(self, ordinal: int) -> PostingList:
        """Return the postings of a form."""
        parts = [self._at_home(*home) for home in self.homes_of(ordinal)]
        docs, positions = (np.concatenate(each) for each in zip(*parts, strict=True))
        if len(parts) > 1:
            order = np.lexsort((positions, docs))
            docs, positions = docs[order], positions[order]
        documents, counts = np.unique(docs, return_counts=True)
        return PostingList(documents, counts.astype(np.uint32), positions)

    def _at_home(self, lemma: int, code: int) -> tuple[Shorts, Unsigned]:
        """Return the document and the position of each of the form's occurrences under one lemma."""
        docs, occurrences, positions = self.lemmas.postings(lemma)
        docs = np.repeat(docs, occurrences)
        if code < 0:
            return docs, positions
        mine = self.lemmas.codes_of(lemma) == code
        return docs[mine], positions[mine]
