"""What the kernels of the write side compute, said in NumPy: slowly, and with other mistakes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from index.files.array_types import Bytes, Ints, Longs, Shorts, Words
from index.files.union import ragged


def encode(forms: Ints, ends: Longs, away: int) -> tuple[Longs, Ints, Words]:
    lemmas = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    pairs, places = np.unique(lemmas * (away + 1) + forms, return_inverse=True)
    sizes = np.bincount(pairs // (away + 1), minlength=len(ends)).astype(np.int64)
    codes = places - (np.cumsum(sizes) - sizes)[lemmas]
    return sizes, (pairs % (away + 1)).astype(np.int32), codes[sizes[lemmas] > 1].astype(np.uint32)


def invert(
    ranks: Ints, ends: Longs, positions: Ints, forms: Ints, terms: int
) -> tuple[Longs, Shorts, Words, Ints, Ints]:
    order = np.argsort(ranks, kind="stable")
    docs = np.repeat(np.arange(len(ends), dtype=np.int32), np.diff(ends, prepend=0))[order]
    ranks = ranks[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    places = np.flatnonzero(first)
    occurrences = np.diff(np.append(places, len(order))).astype(np.uint32)
    indptr = np.searchsorted(ranks[places], np.arange(terms + 1)).astype(np.int64)
    return indptr, docs[places].astype(np.uint16), occurrences, positions[order], forms[order]


def document_frequency(terms: Ints, ends: Longs, size: int) -> Words:
    docs = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    pairs = np.unique(docs * (size + 1) + terms)
    return np.bincount(pairs % (size + 1), minlength=size + 1)[:size].astype(np.uint32)


def measure(
    indptr: Longs,
    docs: Shorts,
    occurrences: Words,
    numbers: Ints,
    form_indptr: Longs,
    entries: Ints,
    codes: Words,
    away: int,
) -> tuple[Longs, Longs, Words]:
    live = numbers[docs] >= 0
    postings, tokens = (np.concatenate(([0], np.cumsum(each, dtype=np.int64))) for each in (live, occurrences * live))
    posting = np.repeat(np.arange(len(docs)), occurrences)
    forms = _forms(indptr, occurrences, form_indptr, entries, codes)
    lemmas = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    wanted = live[posting] & (forms < away)
    distinct = np.unique(
        np.stack((lemmas[posting][wanted], docs[posting][wanted], forms[wanted])).astype(np.int64), axis=1
    )
    frequency = np.bincount(distinct[2], minlength=away).astype(np.uint32)
    return np.diff(postings[indptr]), np.diff(tokens[indptr]), frequency


def _forms(indptr: Longs, occurrences: Words, form_indptr: Longs, entries: Ints, codes: Words) -> Ints:
    """Return the form of each occurrence."""
    ends = np.concatenate(([0], np.cumsum(occurrences, dtype=np.int64)))[indptr]
    places = np.repeat(form_indptr[:-1], np.diff(ends))
    coded = np.repeat(np.diff(form_indptr) > 1, np.diff(ends))
    places[coded] += codes
    return entries[places]


def copy_living(*arguments: Any) -> None:
    indptr, targets, docs, occurrences, positions, form_indptr, entries, codes, numbers, *outputs = arguments
    next_posting, next_token, out_docs, out_occurrences, out_positions, out_forms = outputs
    forms = _forms(indptr, occurrences, form_indptr, entries, codes)
    target = np.repeat(targets, np.diff(indptr))
    starts = np.cumsum(occurrences, dtype=np.int64) - occurrences
    live = np.flatnonzero(numbers[docs] >= 0)
    target, starts, occurrences = target[live], starts[live], occurrences[live].astype(np.int64)
    before = np.concatenate(([0], np.cumsum(occurrences)))
    first = np.searchsorted(target, target)
    places = next_posting[target] + np.arange(len(target)) - first
    token_places = ragged(next_token[target] + before[:-1] - before[first], occurrences)
    out_docs[places], out_occurrences[places] = numbers[docs[live]], occurrences
    tokens = ragged(starts, occurrences)
    out_positions[token_places], out_forms[token_places] = positions[tokens], forms[tokens]
    np.add.at(next_posting, target, 1)
    np.add.at(next_token, target, occurrences)


def union(content: Bytes, starts: Longs, bounds: Longs) -> tuple[Ints, Longs]:
    blob = content.tobytes()
    strings = [blob[a:b] for a, b in pairwise(starts.tolist())]
    numbers = {text: number for number, text in enumerate(sorted(set(strings)))}
    ordinals = np.fromiter(map(numbers.__getitem__, strings), np.int32, len(strings))
    _, chosen = np.unique(ordinals, return_index=True)
    return ordinals, chosen.astype(np.int64)
