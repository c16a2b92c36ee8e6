"""Pointers to other articles within a text ("Читайте також: …"): their headlines are no part of it."""

from __future__ import annotations

import re

from index.sources.capture_words import POINTER_LABELS, POINTERS

LONGEST = 300  # characters of a line that points elsewhere
LONGEST_HEADLINE = 120  # characters of a line below a pointer; a paragraph of the text is seldom as short
MOST = 4  # headlines below a pointer
#: A colon ends no headline: it introduces what the text goes on with.
GOES_ON = re.compile(r":\Z|[.!?…]\s+[^\W\d_a-zа-яіїєґё]")
SENTENCE_END = re.compile(r"""[.!…;][)"'»”’]*\Z""")


def _any_of(phrases: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))


POINTER = re.compile(
    rf"\W{{0,9}}(?:(?P<known>{_any_of(POINTERS)})|(?:{_any_of(POINTER_LABELS)}))\b[»\"”]?\s*+(?P<mark>[:|►→>—–-])?\s*+",
    re.IGNORECASE,
)


def without_pointers(text: str) -> str:
    """Return ``text``, paragraphs separated by empty lines, without those that point to other articles.

    Below a line that only says "Читайте також" go the headlines that follow it.
    """
    paragraphs = text.split("\n\n")
    left, headlines = [], 0
    for paragraph in paragraphs:
        match = POINTER.match(paragraph) if len(paragraph) <= LONGEST else None
        rest = paragraph[match.end() :] if match else paragraph
        if match and _points(match, rest):
            headlines = 0 if rest else MOST
        elif headlines and _is_headline(paragraph):
            headlines -= 1
        else:
            headlines = 0
            left.append(paragraph)
    return "\n\n".join(left)


def _is_headline(line: str) -> bool:
    """Say whether a line below a pointer is a headline: short, one sentence at most, and without a full stop."""
    return len(line) <= LONGEST_HEADLINE and not SENTENCE_END.search(line) and not GOES_ON.search(line)


def _points(match: re.Match[str], rest: str) -> bool:
    return not rest or match["mark"] == ":" or (match["known"] is not None and not SENTENCE_END.search(rest))
