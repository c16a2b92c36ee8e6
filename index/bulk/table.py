"""The table of chunks of one language: what was analysed once is looked up from then on."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from index.article import Language
from index.bulk.kernels import expand, insert, split
from index.language import analyze
from index.segment.draft import ints, longs
from index.segment.layout import Ints, Longs
from index.segment.vocabulary import Vocabulary

#: From here on a table is trimmed when a segment has been written.
MOST_CHUNKS: Final = 1_500_000
_MOST_BYTES: Final = 64 << 20
_FEWEST_SLOTS: Final = 1 << 12


class FieldTokens(NamedTuple):
    """The tokens of one field of several documents, end to end; each document's tokens, and its length in positions."""

    terms: Ints
    positions: Ints
    sizes: Longs
    lengths: Ints


class TokenLists:
    """The tokens of every chunk: those of chunk c are indptr[c] to indptr[c + 1]."""

    __slots__ = ("indptr", "offsets", "terms")

    def __init__(self) -> None:
        self.indptr = array("q", [0])
        self.terms = array("i")
        self.offsets = array("i")

    def add(self, tokens: Sequence[tuple[int, int]]) -> None:
        """Take the next chunk's: terms with their positions in it."""
        self.terms.extend(term for term, _ in tokens)
        self.offsets.extend(offset for _, offset in tokens)
        self.indptr.append(len(self.terms))


class ChunkTable:
    """Chunks by their bytes, with the numbers of their forms and lemmas in ``vocabulary``."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.vocabulary = Vocabulary()
        self.forms, self.lemmas = TokenLists(), TokenLists()
        self.lengths = array("i")
        self.content = bytearray()
        self.starts = array("q", [0])
        self.hashes = array("Q")
        self._slots = np.full(_FEWEST_SLOTS, -1, np.int32)
        #: Per chunk, whether it was met more than once.
        self.met_again = bytearray()
        #: How many chunks the file has that the table was read from.
        self.kept = 0

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def is_large(self) -> bool:
        """Whether the table takes so much memory (about 100 bytes per chunk) that some is better forgotten."""
        return len(self) > MOST_CHUNKS or len(self.content) > _MOST_BYTES

    def analyse(self, documents: Sequence[Sequence[str]], gap: int) -> tuple[FieldTokens, FieldTokens]:
        """Return the lemmas and the forms of one field of some documents.

        Each document has some texts (the authors, say), between which ``gap`` positions are left.
        """
        texts = [text.encode() for document in documents for text in document]
        ends = np.fromiter(accumulate(map(len, texts)), np.int64, len(texts))
        document_ends = np.fromiter(accumulate(map(len, documents)), np.int64, len(documents))
        chunks, text_ends = self._chunks(b"".join(texts), ends)
        places = chunks, text_ends, document_ends, gap
        lemmas, forms = (
            FieldTokens(*expand(*places, longs(each.indptr), ints(each.terms), ints(each.offsets), ints(self.lengths)))
            for each in (self.lemmas, self.forms)
        )
        return lemmas, forms

    def _chunks(self, text: bytes, ends: Longs) -> tuple[Ints, Longs]:
        """Return the chunks of the texts, and where each text's end; new ones are analysed and remembered."""
        content = np.frombuffer(text, np.uint8)
        hashes = np.frombuffer(self.hashes, np.uint64)
        known = np.frombuffer(self.content, np.uint8)
        chunks, text_ends, unknown, unknown_hashes = split(
            content, ends, self._slots, hashes, known, longs(self.starts)
        )
        del hashes, known
        np.frombuffer(self.met_again, np.uint8)[chunks[chunks >= 0]] = 1
        new: dict[bytes, int] = {}
        for (place, start, end), hashed in zip(unknown.tolist(), unknown_hashes.tolist(), strict=True):
            chunk = text[start:end]
            if chunk in new:
                self.met_again[new[chunk]] = 1
            else:
                new[chunk] = self._add(chunk, hashed)
            chunks[place] = new[chunk]
        self.enter(len(self) - len(new))
        return chunks, text_ends

    def _add(self, chunk: bytes, hashed: int) -> int:
        """Analyse a chunk, remember it and return its number."""
        tokens = analyze(chunk.decode(), self.lang)
        self.forms.add([(self.vocabulary[token.form], token.position) for token in tokens])
        self.lemmas.add([(self.vocabulary[lemma], token.position) for token in tokens for lemma in token.lemmas])
        self.lengths.append(tokens[-1].position + 1 if tokens else 0)
        self.content += chunk
        self.starts.append(len(self.content))
        self.hashes.append(hashed)
        self.met_again.append(0)
        return len(self) - 1

    def arrays(self) -> dict[str, array[int]]:
        """Return everything but the vocabulary and the chunks' bytes, by name."""
        tokens = {"forms": self.forms, "lemmas": self.lemmas}
        return {
            "lengths": self.lengths,
            "starts": self.starts,
            "hashes": self.hashes,
            **{f"{name}.{part}": getattr(each, part) for name, each in tokens.items() for part in TokenLists.__slots__},
        }

    def enter(self, first: int) -> None:
        """Make the chunks from ``first`` on findable."""
        if 2 * len(self) > len(self._slots):
            first = 0
            self._slots = np.full(1 << (4 * len(self)).bit_length(), -1, np.int32)
        insert(self._slots, np.frombuffer(self.hashes, np.uint64), first)
