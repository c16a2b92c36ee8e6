"""Each compiled kernel of the index side computes what its oracle in NumPy does."""

from __future__ import annotations

import kernel_oracles as oracles
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.arrays.write import forms, invert, merge_kernels
from index.files import union
from index.files.dictionary import Dictionary, pack

_settings = settings(max_examples=60, deadline=None)

_strings = st.lists(st.sampled_from([b"", b"a", b"aa", b"ab", b"b", "київ".encode(), b"\xff"]), unique=True).map(sorted)


#: The kernel and its oracle.
COPYING = (merge_kernels.copy_living, oracles.copy_living)

_documents = st.lists(st.lists(st.integers(0, 5), max_size=12), min_size=1, max_size=6)


def _tokens(documents):
    terms = np.array([term for document in documents for term in document], np.int32)
    return terms, np.cumsum([len(document) for document in documents], dtype=np.int64)


def _same(compiled, oracle):
    for array, expected in zip(compiled, oracle, strict=True):
        assert array.dtype == expected.dtype
        assert array.tolist() == expected.tolist()


@given(_documents)
@_settings
def test_invert(documents):
    ranks, ends = _tokens(documents)
    places = np.arange(len(ranks), dtype=np.int32)
    _same(*(kernel(ranks, ends, places, -places, 6) for kernel in (invert._invert, oracles.invert)))


@given(_documents)
@_settings
def test_document_frequency(documents):
    _same(*([kernel(*_tokens(documents), 5)] for kernel in (invert.document_frequency, oracles.document_frequency)))


@given(_documents)
@_settings
def test_forms(lemmas):
    _same(*(kernel(*_tokens(lemmas), 5) for kernel in (forms._encode, oracles.encode)))


@given(st.lists(_strings, min_size=1, max_size=5))
@_settings
def test_union(sources):
    merged = union.union([Dictionary(*pack(strings)) for strings in sources])
    assert list(Dictionary(merged.bytes, merged.starts)) == sorted({text for strings in sources for text in strings})
    for strings, ordinals in zip(sources, merged.maps, strict=True):
        assert [Dictionary(merged.bytes, merged.starts)[ordinal] for ordinal in ordinals] == strings


@given(st.lists(_strings, min_size=1, max_size=5))
@_settings
def test_union_kernel(sources):
    packed = [pack(strings) for strings in sources]
    content = np.concatenate([each for each, _ in packed])
    starts = np.concatenate(([0], np.cumsum(np.concatenate([np.diff(each) for _, each in packed]), dtype=np.int64)))
    bounds = np.cumsum([0, *map(len, sources)], dtype=np.int64)
    (ordinals, chosen), (expected, other) = (
        kernel(content, starts, bounds) for kernel in (union._union, oracles.union)
    )
    assert ordinals.tolist() == expected.tolist()
    assert len(chosen) == len(other)


@given(
    st.lists(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 5), min_size=1, max_size=4), max_size=5)),
    st.lists(st.booleans(), min_size=10, max_size=10),
)
@_settings
def test_measure_and_copy(terms, live):
    terms = [sorted(postings.items()) for postings in terms if postings]
    indptr = np.cumsum([0, *map(len, terms)], dtype=np.int64)
    docs = np.array([doc for postings in terms for doc, _ in postings], np.uint16)
    counts = np.array([len(of) for postings in terms for _, of in postings], np.uint32)
    lemmas = [[form for _, of in postings for form in of] for postings in terms]
    sizes, entries, codes = oracles.encode(*_tokens(lemmas), 5)
    its_forms = np.concatenate(([0], np.cumsum(sizes))), entries, codes
    positions = np.arange(int(counts.sum()), dtype=np.uint16)
    numbers = np.where(live, np.cumsum(live) + 100, -1).astype(np.int32)
    measured, expected = (
        k(indptr, docs, counts, numbers, *its_forms, 5) for k in (merge_kernels.measure, oracles.measure)
    )
    _same(measured, expected)
    arguments = docs, counts, positions, *its_forms, numbers
    _same(*(_placed(kernel, indptr, arguments, *measured[:2]) for kernel in COPYING))


def _placed(kernel, indptr, arguments, postings, tokens):
    outputs = [
        np.cumsum(postings) - postings,
        np.cumsum(tokens) - tokens,
        np.zeros(postings.sum(), np.uint16),
        np.zeros(postings.sum(), np.uint32),
        np.zeros(tokens.sum(), np.int32),
        np.zeros(tokens.sum(), np.int32),
    ]
    kernel(indptr, np.arange(len(postings), dtype=np.int32), *arguments, *outputs)
    return outputs
