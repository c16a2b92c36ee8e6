"""The table of chunks of one language: what was analysed once is looked up from then on."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

import numpy as np

from index.analysis.kernels import expand, insert, split
from index.articles.article import Language
from index.files.array_types import Ints, Longs
from index.files.tokens import FieldTokens, at_home, ints, longs
from index.files.vocabulary import Vocabulary
from index.language import analyze, plain_terms, plain_word

#: From here on a table is trimmed when a segment has been written.
MOST_CHUNKS: Final = 1_000_000
_MOST_BYTES: Final = 64 << 20
#: What a table knows about each chunk: whether it should be remembered.
ONCE: Final = 0
AGAIN: Final = 1
_TAKEN: Final = 2
_FEWEST_SLOTS: Final = 1 << 12
_ARRAYS: Final = ("lengths", "starts", "hashes", "indptr", "lemmas", "forms", "offsets")


class ChunkTable:
    """Chunks by their bytes, with the numbers of their forms and lemmas in ``vocabulary``.

    The tokens of chunk c, as in ``index.files.tokens.FieldTokens``, are from indptr[c] to indptr[c + 1].
    """

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.vocabulary = Vocabulary()
        self.indptr = array("q", [0])
        self.lemmas, self.forms, self.offsets = array("i"), array("i"), array("i")
        self.lengths = array("i")
        self.content = bytearray()
        self.starts = array("q", [0])
        self.hashes = array("Q")
        #: Where each chunk is found by its hash: see ``index.analysis.kernels.split``.
        self.slots = np.full(_FEWEST_SLOTS, -1, np.int64)
        #: Per chunk, how often it was met: ONCE, AGAIN, or not yet.
        self.met = bytearray()
        #: A chunk that has nothing but this word and signs.
        self._words: dict[str, int] = {}
        #: How many chunks the file has that the table was read from.
        self.cached = 0

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def is_large(self) -> bool:
        """Whether the table takes so much memory (about 100 bytes per chunk) that some is better forgotten."""
        return len(self) > MOST_CHUNKS or len(self.content) > _MOST_BYTES

    def analyse(self, documents: Sequence[Sequence[str]], gap: int) -> FieldTokens:
        """Return the tokens of one field of some documents.

        Each document has some texts (the authors, say), between which ``gap`` positions are left.
        """
        texts = [text.encode() for document in documents for text in document]
        ends = np.fromiter(accumulate(map(len, texts)), np.int64, len(texts))
        document_ends = np.fromiter(accumulate(map(len, documents)), np.int64, len(documents))
        chunks, text_ends = self._chunks(b"".join(texts), ends)
        tokens = longs(self.indptr), ints(self.lemmas), ints(self.forms), ints(self.offsets)
        return FieldTokens(*expand(chunks, text_ends, document_ends, gap, *tokens, ints(self.lengths)))

    def take(self, texts: Iterable[str]) -> None:
        """Analyse what is new in texts that are going to be met, as far as there is room for it."""
        if not self.is_large:
            first = len(self)
            octets = b" ".join(text.encode() for text in texts)
            self._chunks(octets, np.array([len(octets)]))
            self.met[first:] = bytes([_TAKEN]) * (len(self) - first)

    def plain_terms(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Return the form and the lemmas of a plain word; those that were taken in this run need no analysis."""
        chunk = self._words.get(word)
        if chunk is None:
            return plain_terms(word, self.lang)
        first, end = self.indptr[chunk], self.indptr[chunk + 1]
        form, *lemmas = (self.vocabulary.strings[n].decode() for n in (self.forms[first], *self.lemmas[first:end]))
        return form, tuple(lemmas)

    def _chunks(self, text: bytes, ends: Longs) -> tuple[Ints, Longs]:
        """Return the chunks of the texts, and where each text's end; new ones are analysed and remembered."""
        content = np.frombuffer(text, np.uint8)
        known = np.frombuffer(self.content, np.uint8)
        chunks, text_ends, unknown, unknown_hashes = split(content, ends, self.slots, known, longs(self.starts))
        del known
        found = chunks[chunks >= 0]
        met = np.frombuffer(self.met, np.uint8)
        met[found] = np.where(met[found] == _TAKEN, ONCE, AGAIN)
        del met
        new: dict[bytes, int] = {}
        for (number, start, end), hashed in zip(unknown.tolist(), unknown_hashes.tolist(), strict=True):
            chunk = text[start:end]
            if chunk in new:
                self.met[new[chunk]] = AGAIN
            else:
                new[chunk] = self._add(chunk, hashed)
            chunks[number] = new[chunk]
        self.enter(len(self) - len(new))
        return chunks, text_ends

    def _add(self, chunk: bytes, hashed: int) -> int:
        """Analyse a chunk, remember it and return its number."""
        text = chunk.decode()
        word = plain_word(text)
        if word is None:
            self._add_tokens(text)
        elif (known := self._words.get(word)) is None:
            self._words[word] = len(self)
            self._add_word(word)
        else:
            self._add_same(known)
        self.content += chunk
        self.starts.append(len(self.content))
        self.hashes.append(hashed)
        self.met.append(ONCE)
        return len(self) - 1

    def _add_tokens(self, text: str) -> None:
        tokens = analyze(text, self.lang)
        for (position, lemma), form in at_home((each.form, each.position, each.lemmas) for each in tokens).items():
            self.lemmas.append(self.vocabulary[lemma])
            self.forms.append(-1 if form is None else self.vocabulary[form])
            self.offsets.append(position)
        self.indptr.append(len(self.lemmas))
        self.lengths.append(tokens[-1].position + 1 if tokens else 0)

    def _add_word(self, word: str) -> None:
        """Add the tokens of a plain word: one, at home under its first lemma."""
        form, lemmas = plain_terms(word, self.lang)
        self.lemmas.extend([self.vocabulary[lemma] for lemma in lemmas])
        self.forms.append(self.vocabulary[form])
        self.forms.extend([-1] * (len(lemmas) - 1))
        self.offsets.extend([0] * len(lemmas))
        self.indptr.append(len(self.lemmas))
        self.lengths.append(1)

    def _add_same(self, chunk: int) -> None:
        """Add the tokens of another chunk."""
        tokens = slice(self.indptr[chunk], self.indptr[chunk + 1])
        for values in (self.lemmas, self.forms, self.offsets):
            values.extend(values[tokens])
        self.indptr.append(len(self.lemmas))
        self.lengths.append(self.lengths[chunk])

    def arrays(self) -> dict[str, array[int]]:
        """Return everything but the vocabulary and the chunks' bytes, by name."""
        return {name: getattr(self, name) for name in _ARRAYS}

    def enter(self, first: int) -> None:
        """Make the chunks from ``first`` on findable."""
        if 2 * len(self) > len(self.slots):
            first = 0
            self.slots = _no_slots(len(self))
        insert(self.slots, np.frombuffer(self.hashes, np.uint64), first)


def slots_of(strings: Sequence[bytes]) -> Longs:
    """Return the slots by which ``split`` finds strings, none of which has a blank in it."""
    slots = _no_slots(len(strings))
    text = np.frombuffer(b" ".join(strings), np.uint8)
    *_, hashes = split(text, np.array([len(text)]), slots, text[:0], np.zeros(1, np.int64))
    insert(slots, hashes, 0)
    return slots


def _no_slots(number: int) -> Longs:
    """Return free slots for so many strings, a quarter of which they will take at most."""
    return np.full(1 << (4 * number).bit_length(), -1, np.int64)
