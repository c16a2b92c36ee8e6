"""Where the plain words of a query stand in its text: what repair may touch, and what it must not.

Quoted phrases, ``=word``, ``word*``, ``word~``, field names with their values, what is excluded, operators, numbers and
addresses are as they were meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from index.language.characters import APOSTROPHES, HYPHENS
from index.language.tokenize import surfaces
from search.query.lexer import FIELD_NAMES, OPERATORS

_LETTER = r"[^\W\d_]"
_CHUNK = re.compile(r'"[^"]*"(?:~\d+)?|«[^«»]*»(?:~\d+)?|[“„][^”“„]*[”“](?:~\d+)?|\S+')
_WORD = re.compile(rf"\w+(?:[{HYPHENS}{APOSTROPHES}]\w+)*")
_FIELD = re.compile(rf"\(*-?(?:{'|'.join(FIELD_NAMES)}):", re.IGNORECASE)
_ADDRESSES = frozenset({"url", "email", "host"})
_MARKED = re.compile(r"\(*(?:=|-\w)|.*(?:\*|~\d?)\)*$", re.DOTALL)
#: Words longer than this are left as they are.
LONGEST: Final = 32


class Span(NamedTuple):
    """A half-open range of a text, and what stands there."""

    start: int
    end: int
    text: str


def chunks(q: str, *, quoted: bool = False) -> Iterator[Span]:
    """Yield what stands between spaces and is meant as plain text; with ``quoted`` what is inside quotes, too."""
    bound = False
    for match in re.finditer(r"\S+", q) if quoted else _CHUNK.finditer(q):
        text = match[0]
        if bound or _FIELD.match(text) or OPERATORS.get(text) == "not":
            bound = text.endswith((":", "(")) or text in OPERATORS
        elif not _untouchable(text, quoted):
            yield Span(*match.span(), text)


def words(q: str, *, numbers: bool = False, quoted: bool = False) -> Iterator[Span]:
    """Yield the plain words of ``q``: with a letter and, but for ``numbers``, without a digit."""
    for chunk in chunks(q, quoted=quoted):
        for match in _WORD.finditer(chunk.text):
            word = match[0]
            digits = any(map(str.isdigit, word))
            if len(word) <= LONGEST and any(map(str.isalpha, word)) and (numbers or not digits):
                yield Span(chunk.start + match.start(), chunk.start + match.end(), word)


def replaced(q: str, spans: Iterable[Span]) -> str:
    """Return ``q`` with the text of each of the ``spans``, which do not overlap, in its place."""
    for start, end, text in sorted(spans, reverse=True):
        q = q[:start] + text + q[end:]
    return q


def cased_like(word: str, model: str) -> str:
    """Return ``word`` in capitals, or with a capital, as ``model`` is."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _untouchable(text: str, quoted: bool) -> bool:
    if text in OPERATORS or _MARKED.match(text) or (not quoted and text[0] in '"«“„'):
        return True
    return any(match.lastgroup in _ADDRESSES for match in surfaces(text))
