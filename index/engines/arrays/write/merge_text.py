"""Merging a text field, a bounded number of postings at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from index.articles.schema import exact_field
from index.engines.arrays.format.inverted import FormField, TextField
from index.engines.arrays.format.layout import AWAY
from index.engines.arrays.write.fields import TextFieldWriter, write_packed
from index.engines.arrays.write.merge_kernels import copy_living, measure
from index.files.array_types import Ints, Longs, Shorts, Words
from index.files.container import ContainerWriter
from index.files.union import Union, union

#: Postings merged at a time: bounds the memory of a merge (about 40 bytes each).
CHUNK: Final = 1 << 22


class MergedField(NamedTuple):
    """The field in one of the segments: new numbers of documents (-1: deleted) and of terms, and what lives.

    ``postings`` and ``tokens`` of each lemma; ``entries`` are ``forms`` as int32, ``AWAY`` as their number.
    """

    field: TextField
    numbers: Ints
    lemmas: Ints
    postings: Longs
    tokens: Longs
    entries: Ints


def merge_text(out: ContainerWriter, twins: Sequence[FormField], numbers: Sequence[Ints]) -> None:
    """Merge a field of several segments; ``numbers`` are their documents' new numbers (-1: deleted)."""
    name = twins[0].lemmas.name
    lemmas = union([twin.lemmas.all_terms for twin in twins])
    forms = union([twin.terms for twin in twins])
    measures = [_measured(twin, new) for twin, new in zip(twins, numbers, strict=True)]
    frequency = np.zeros(len(forms), np.uint32)
    for ordinals, (_, _, alive) in zip(forms.maps, measures, strict=True):
        frequency[ordinals] += alive
    forms, _ = forms.keep(frequency > 0)
    write_packed(out, exact_field(name), forms.bytes, forms.starts)
    sources = [
        MergedField(twin.lemmas, new, of_lemmas, postings, tokens, _entries(twin.lemmas, of_forms, len(forms)))
        for twin, new, of_lemmas, of_forms, (postings, tokens, _) in zip(
            twins, numbers, lemmas.maps, forms.maps, measures, strict=True
        )
    ]
    _merge_lemmas(out, name, lemmas, sources, frequency[frequency > 0])


def _measured(twin: FormField, numbers: Ints) -> tuple[Longs, Longs, Words]:
    """Return the living postings and tokens of each lemma, and in how many living documents each form is."""
    field = twin.lemmas
    indptr, occurrences = _longs(field.indptr), field.occurrences(0, len(field.docs))
    if (numbers >= 0).all():
        ends = np.concatenate(([0], np.cumsum(occurrences, dtype=np.int64)))
        return np.diff(indptr), np.diff(ends[indptr]), twin.frequency
    away = len(twin.terms)
    entries = _entries(field, np.arange(away, dtype=np.int32), away)
    postings, tokens, frequency = measure(
        indptr, field.docs, occurrences.astype(np.uint32), numbers,
        _longs(field.form_indptr), entries, field.codes.astype(np.uint32), away,
    )  # fmt: skip
    for form in set(twin.more_forms.tolist()):
        frequency[form] = np.count_nonzero(numbers[twin.postings(form).docs] >= 0)
    return postings, tokens, frequency


def _entries(field: TextField, forms: Ints, away: int) -> Ints:
    """Return the forms of all lemmas, renumbered."""
    entries = np.full(len(field.forms), away, np.int32)
    here = field.forms != AWAY
    entries[here] = forms[field.forms[here]]
    return entries


def _merge_lemmas(
    out: ContainerWriter, name: str, lemmas: Union, sources: Sequence[MergedField], frequency: Words
) -> None:
    postings, tokens = np.zeros(len(lemmas), np.int64), np.zeros(len(lemmas), np.int64)
    for source in sources:
        postings[source.lemmas] += source.postings
        tokens[source.lemmas] += source.tokens
    living = postings > 0
    alive, _ = lemmas.keep(living)
    write_packed(out, name, alive.bytes, alive.starts)
    writer = TextFieldWriter(
        out,
        name,
        np.concatenate(([0], np.cumsum(postings[living]))),
        int(tokens.sum()),
        np.result_type(*(source.field.positions for source in sources)),
        frequency,
    )
    for first, last in _chunks(postings):
        ends = np.cumsum(postings[first:last]), np.cumsum(tokens[first:last])
        docs, occurrences, positions, forms = _merge_chunk(sources, (first, last), ends)
        writer.append(ends[0][living[first:last]], docs, occurrences, positions, forms)
    writer.close()


def _chunks(postings: Longs) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of terms with about CHUNK postings, or one term with more."""
    ends = np.cumsum(postings)
    first = 0
    while first < len(ends):
        done = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, done + CHUNK, "right")))
        yield first, last
        first = last


def _merge_chunk(
    sources: Sequence[MergedField], terms: tuple[int, int], ends: tuple[Longs, Longs]
) -> tuple[Shorts, Words, Ints, Ints]:
    """Return the merged documents and occurrences of a range of lemmas of the union; of these, positions and forms."""
    first, last = terms
    next_posting, next_token = (np.concatenate(([0], array[:-1])) for array in ends)
    docs, occurrences = np.empty(ends[0][-1], np.uint16), np.empty(ends[0][-1], np.uint32)
    positions, forms = np.empty(ends[1][-1], np.int32), np.empty(ends[1][-1], np.int32)
    for field, numbers, lemmas, _, _, entries in sources:
        low, high = np.searchsorted(lemmas, (first, last)).tolist()
        start, end = int(field.indptr[low]), int(field.indptr[high])
        if start == end:
            continue
        copy_living(
            _longs(field.indptr[low : high + 1]) - start,
            lemmas[low:high] - np.int32(first),
            field.docs[start:end],
            field.occurrences(start, end).astype(np.uint32),
            field.positions[field.position_start(start) : field.position_start(end)],
            _longs(field.form_indptr[low : high + 1]),
            entries,
            field.codes[field.code_starts[low] : field.code_starts[high]].astype(np.uint32),
            numbers,
            next_posting,
            next_token,
            docs,
            occurrences,
            positions,
            forms,
        )
    return docs, occurrences, positions, forms


def _longs(indptr: Words) -> Longs:
    return indptr.astype(np.int64)
