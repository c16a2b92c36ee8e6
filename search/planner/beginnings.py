"""Words one edit away that begin with another letter, which a look at the words of one letter does not find."""

from __future__ import annotations

from collections.abc import Iterator


def other_beginnings(typed: str, letters: str) -> Iterator[str]:
    """Yield them: without the first letter, with the first two exchanged, with another first letter, or with one more.

    About twice as many as there are ``letters``; a word has two letters at least.
    """
    yield typed[1:]
    if typed[0] != typed[1]:
        yield typed[1] + typed[0] + typed[2:]
    for letter in letters:
        if letter != typed[0]:
            yield letter + typed[1:]
            yield letter + typed
