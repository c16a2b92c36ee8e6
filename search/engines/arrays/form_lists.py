"""Posting lists of forms, which segments keep only as codes among the occurrences of their lemmas."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from index.articles.schema import MOST_COUNTED
from index.engines.arrays.format.inverted import FormField, PostingList
from index.engines.arrays.format.layout import AWAY, BLOCK
from index.files.array_types import Unsigned, Words
from search.engines.arrays.kernels.layout import Bytes, Longs, Shorts


class FormList(NamedTuple):
    """The postings of one form, laid out as those of a text field are in ``index.engines.arrays.format.layout``."""

    docs: Shorts
    counts: Bytes
    positions: Unsigned
    position_starts: Words
    more_postings: Words
    more_counts: Words


def laid_out(postings: PostingList) -> FormList:
    """Return postings as kernels read them."""
    occurrences = postings.occurrences.astype(np.int64)
    more = np.flatnonzero(occurrences > MOST_COUNTED)
    starts = np.concatenate(([0], np.cumsum(occurrences)))[::BLOCK]
    positions: Any = np.ascontiguousarray(postings.positions)
    return FormList(
        np.ascontiguousarray(postings.docs),
        np.minimum(occurrences, MOST_COUNTED).astype(np.uint8),
        positions,
        starts.astype(np.uint32),
        more.astype(np.uint32),
        (occurrences[more] - MOST_COUNTED).astype(np.uint32),
    )


def live_frequencies(field: FormField, live: Bytes) -> Longs:
    """Return in how many live documents each form occurs."""
    lemmas, forms = field.lemmas, len(field.frequency)
    dead = np.flatnonzero(live[lemmas.docs] == 0)
    occurrences = lemmas.occurrences(0, len(lemmas.docs)).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(occurrences)))
    sizes = occurrences[dead]
    lemma = np.repeat(np.searchsorted(lemmas.indptr, dead, side="right") - 1, sizes)
    place = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(starts[dead], sizes)
    code = np.zeros(len(place), np.int64)
    coded = np.diff(lemmas.code_starts.astype(np.int64))[lemma] > 0
    within = place - starts[lemmas.indptr[lemma]]
    code[coded] = lemmas.codes[lemmas.code_starts[lemma[coded]] + within[coded]]
    form = lemmas.forms[lemmas.form_indptr[lemma] + code]
    documents = np.repeat(lemmas.docs[dead], sizes).astype(np.int64)
    pairs = np.unique((documents * forms + form)[form != AWAY])
    frequencies: Longs = field.frequency - np.bincount(pairs % max(forms, 1), minlength=forms)
    return frequencies
