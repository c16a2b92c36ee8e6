"""The unit that analysis hands to indexing, querying and highlighting."""

from __future__ import annotations

from typing import NamedTuple


class Token(NamedTuple):
    """One analysed word.

    ``start`` and ``end`` are character offsets into the text as it was given (before normalisation), so that a
    highlight marks the original surface form.  ``position`` counts words from 0; tokens that stand for the same place
    (a compound and its first part) share it.  ``form`` is the folded surface form, ``lemmas`` every plausible lemma
    (never empty).
    """

    start: int
    end: int
    position: int
    form: str
    lemmas: tuple[str, ...]
