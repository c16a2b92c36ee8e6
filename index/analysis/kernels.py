"""The kernels of bulk analysis: texts to chunks, chunks to tokens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.compiled import compiled
from index.files.array_types import Bytes, Hashes, Ints, Longs

#: FNV-1a, 64 bits.
_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)


@compiled("b1(u1)")
def _is_blank(byte: int) -> bool:
    return byte == 32 or 9 <= byte <= 13


@compiled("i8(u8,i8)")
def _first_slot(hashed: np.uint64, mask: int) -> np.int64:
    return np.int64((hashed ^ (hashed >> np.uint64(32))) & np.uint64(mask))


@compiled("i8(u8,i8)")
def _entry(hashed: np.uint64, chunk: int) -> np.int64:
    """Return what stands in a slot: 31 bits of the hash, which spare most look-ups of other chunks, and the chunk."""
    return (np.int64(hashed >> np.uint64(33)) << 32) | chunk


@compiled("b1(U1,i8,i8,U1,I8,i8)")
def _same(text: Bytes, start: int, end: int, content: Bytes, starts: Longs, chunk: int) -> bool:
    """Say whether a chunk has these bytes."""
    first = starts[chunk]
    if starts[chunk + 1] - first != end - start:
        return False
    for i in range(end - start):  # noqa: SIM110  # numba compiles no generators here
        if content[first + i] != text[start + i]:
            return False
    return True


@compiled("i4(U1,i8,i8,u8,I8,U1,I8)")
def _find(
    text: Bytes, start: int, end: int, hashed: np.uint64, slots: Longs, content: Bytes, starts: Longs
) -> np.int32:
    """Return the number of the chunk, or -1."""
    mask = len(slots) - 1
    slot = _first_slot(hashed, mask)
    wanted = _entry(hashed, 0)
    while slots[slot] >= 0:
        chunk = slots[slot] & 0xFFFFFFFF
        if slots[slot] - chunk == wanted and _same(text, start, end, content, starts, chunk):
            return np.int32(chunk)
        slot = (slot + 1) & mask
    return np.int32(-1)


@compiled("i4[::1](U8,I8)")
def _candidates(hashes: Hashes, slots: Longs) -> Ints:
    """Return the first chunk of each hash, as far as a slot has of it, or -1.

    The loop is short and waits for nothing, so that the processor fetches several slots at the same time.
    """
    mask = len(slots) - 1
    chunks = np.empty(len(hashes), np.int32)
    for i in range(len(hashes)):
        slot = _first_slot(hashes[i], mask)
        wanted = _entry(hashes[i], 0)
        while slots[slot] >= 0 and slots[slot] - (slots[slot] & 0xFFFFFFFF) != wanted:
            slot = (slot + 1) & mask
        chunks[i] = slots[slot] & 0xFFFFFFFF
    return chunks


@compiled("i4(U1,I8,U1,I8)")
def find(text: Bytes, slots: Longs, content: Bytes, starts: Longs) -> np.int32:
    """Return the number of a string, or -1; the table is that of ``split``."""
    hashed = _BASIS
    for byte in text:
        hashed = (hashed ^ np.uint64(byte)) * _PRIME
    return _find(text, 0, len(text), hashed, slots, content, starts)


@compiled("Tuple((i4[:,::1],u8[::1],i8[::1]))(U1,I8)")
def _runs(text: Bytes, ends: Longs) -> tuple[NDArray[np.int32], Hashes, Longs]:
    """Return where the chunks of texts are, the hash of each, and where each text's chunks end.

    A row is (start, end) in bytes and (start, end) in characters; after the last chunk comes the end of the text.
    """
    most = len(text) // 2 + len(ends) + 1
    runs = np.empty((most + 1, 4), np.int32)
    hashes = np.empty(most, np.uint64)
    text_ends = np.empty(len(ends), np.int64)
    count = 0
    characters = 0
    i = 0
    for number in range(len(ends)):
        end = ends[number]
        while i < end:
            if _is_blank(text[i]):
                i += 1
                characters += 1
                continue
            runs[count, 0], runs[count, 2] = i, characters
            hashed = _BASIS
            while i < end and not _is_blank(text[i]):
                hashed = (hashed ^ np.uint64(text[i])) * _PRIME
                if text[i] & 0xC0 != 0x80:
                    characters += 1
                i += 1
            runs[count, 1], runs[count, 3] = i, characters
            hashes[count] = hashed
            count += 1
        text_ends[number] = count
    runs[count, :2] = i
    runs[count, 2:] = characters
    return runs[: count + 1], hashes[:count], text_ends


@compiled("Tuple((i4[::1],i8[::1],i8[:,::1],u8[::1]))(U1,I8,I8,U1,I8)")
def split(
    text: Bytes, ends: Longs, slots: Longs, content: Bytes, starts: Longs
) -> tuple[Ints, Longs, NDArray[np.int64], Hashes]:
    """Return the chunks of texts that lie end to end in ``text``, less than 2 GiB; text i ends before ``ends[i]``.

    Chunks are numbers in the table of ``slots`` (a power of two of them), ``content`` and ``starts``, or -1.  With them
    come where each text's chunks end, and of each -1 its (number among the chunks here, start, end) and its hash.
    """
    runs, hashes, text_ends = _runs(text, ends)
    chunks = _candidates(hashes, slots)
    missing = 0
    for i in range(len(chunks)):
        start, end = runs[i, 0], runs[i, 1]
        if chunks[i] >= 0 and not _same(text, start, end, content, starts, chunks[i]):
            chunks[i] = _find(text, start, end, hashes[i], slots, content, starts)
        missing += chunks[i] < 0
    unknown = np.empty((missing, 3), np.int64)
    unknown_hashes = np.empty(missing, np.uint64)
    missing = 0
    for i in range(len(chunks)):
        if chunks[i] < 0:
            unknown[missing, 0] = i
            unknown[missing, 1] = runs[i, 0]
            unknown[missing, 2] = runs[i, 1]
            unknown_hashes[missing] = hashes[i]
            missing += 1
    return chunks, text_ends, unknown, unknown_hashes


@compiled("void(i8[::1],U8,i8)")
def insert(slots: Longs, hashes: Hashes, first: int) -> None:
    """Enter the chunks from ``first`` on into ``slots``, at most half of which may be taken."""
    mask = len(slots) - 1
    for chunk in range(first, len(hashes)):
        slot = _first_slot(hashes[chunk], mask)
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = _entry(hashes[chunk], chunk)


@compiled("Tuple((i4[::1],i4[::1],i4[::1],i8[::1],i4[::1]))(I4,I8,I8,i8,I8,I4,I4,I4,I4)")
def expand(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    chunks: Ints,
    text_ends: Longs,
    document_ends: Longs,
    gap: int,
    indptr: Longs,
    lemmas: Ints,
    forms: Ints,
    offsets: Ints,
    lengths: Ints,
) -> tuple[Ints, Ints, Ints, Longs, Ints]:
    """Return the tokens of documents, each of some texts: ``index.files.tokens.FieldTokens``.

    Chunk c has the tokens ``indptr[c]`` to ``indptr[c + 1]`` of ``lemmas`` and ``forms`` at ``offsets`` and takes
    ``lengths[c]`` positions.  ``gap`` positions are left between the texts of one document.
    """
    total = 0
    for chunk in chunks:
        total += indptr[chunk + 1] - indptr[chunk]
    out_lemmas = np.empty(total, np.int32)
    out_forms = np.empty(total, np.int32)
    positions = np.empty(total, np.int32)
    sizes = np.empty(len(document_ends), np.int64)
    taken = np.zeros(len(document_ends), np.int32)
    written = 0
    text = 0
    i = 0
    for document in range(len(document_ends)):
        position = 0
        before = written
        while text < document_ends[document]:
            while i < text_ends[text]:
                chunk = chunks[i]
                for token in range(indptr[chunk], indptr[chunk + 1]):
                    out_lemmas[written] = lemmas[token]
                    out_forms[written] = forms[token]
                    positions[written] = position + offsets[token]
                    written += 1
                position += lengths[chunk]
                taken[document] += lengths[chunk]
                i += 1
            position += gap
            text += 1
        sizes[document] = written - before
    return out_lemmas, out_forms, positions, sizes, taken


@compiled("i8[:,::1](U1,I8,U1,I8,I4,I8,I4,I4,B1)")
def may_hold(  # noqa: PLR0913, PLR0917
    text: Bytes,
    slots: Longs,
    content: Bytes,
    starts: Longs,
    lengths: Ints,
    indptr: Longs,
    lemmas: Ints,
    forms: Ints,
    wanted: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return a row for each chunk of ``text`` that may have a wanted term, or that the table lacks.

    Of the wanted terms ``wanted`` has the last bits of the numbers: its length is a power of two.

    A row is (start, end, words): a half-open range in characters, and the positions of the known chunks between the row
    before and this one; the last one has an empty range at the end.

    The table is larger than any cache, so each step is done for all chunks before the next: the processor waits for
    many of them at once.
    """
    runs, hashes, _ = _runs(text, np.array([len(text)]))
    chunks = len(hashes)
    found = np.empty((chunks + 1, 3), np.int64)
    number = np.empty(chunks, np.int64)
    bounds = np.empty((chunks, 3), np.int64)
    for i in range(chunks):
        number[i] = slots[_first_slot(hashes[i], len(slots) - 1)]
    for i in range(chunks):  # mostly the right one; what matters is that it is in the cache then
        bounds[i, 0] = starts[number[i] & 0xFFFFFFFF] if number[i] >= 0 else 0
    for i in range(chunks):
        number[i] = _find(text, runs[i, 0], runs[i, 1], hashes[i], slots, content, starts)
    for i in range(chunks):
        chunk = number[i]
        bounds[i, :] = 0
        if chunk >= 0:
            bounds[i, 0], bounds[i, 1], bounds[i, 2] = indptr[chunk], indptr[chunk + 1], lengths[chunk]
    count = 0
    words = 0
    for i in range(chunks):
        chosen = number[i] < 0
        for token in range(bounds[i, 0], bounds[i, 1]):
            chosen |= wanted[lemmas[token] & (len(wanted) - 1)] | wanted[forms[token] & (len(wanted) - 1)]
        if chosen:
            found[count, 0], found[count, 1], found[count, 2] = runs[i, 2], runs[i, 3], words
            count += 1
            words = 0
        else:
            words += bounds[i, 2]
    found[count, 0], found[count, 1], found[count, 2] = runs[chunks, 2], runs[chunks, 2], words
    return found[: count + 1].copy()
