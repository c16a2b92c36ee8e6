"""The lexemes of a query: words, phrases, parentheses, operators and field names, with what stood in the text.

One pass in linear time; every string has lexemes.  What cannot be an operator is left out or becomes a word,
with a notice where a person may have meant something by it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from index.articles.schema import KEYWORDS, TEXTS
from index.language.characters import GROUPING_SPACES
from search.query.notices import Notice

Kind = Literal["word", "exact", "prefix", "fuzzy", "phrase", "open", "close", "minus", "and", "or", "not", "field"]

#: Operators are words in capitals, in each of our languages.
OPERATORS: dict[str, Kind] = {
    "AND": "and", "І": "and", "ТА": "and", "И": "and",
    "OR": "or", "АБО": "or", "ИЛИ": "or",
    "NOT": "not", "НЕ": "not",
}  # fmt: skip

#: What may stand before a colon, in any case → the field by our own name.
FIELD_NAMES = {
    name: names[0]
    for names in (
        *(row.query_names for row in (*TEXTS, *KEYWORDS) if row.query_names),
        ("lang", "мова", "язык"),
        ("before", "до"),
        ("after", "після", "после"),
    )
    for name in names
}

#: Never part of a word; and what is part of it only between digits: 3,5 and 50 000 with a space that does not break.
_BETWEEN = r"\s;|<>\[\]{}\\^!…\x00-\x1f"
_IN_NUMBERS = "," + GROUPING_SPACES

_LEXEME = re.compile(
    rf"""
      (?P<space> (?: (?![{_IN_NUMBERS}]) [{_BETWEEN}] | (?<!\d) [{_IN_NUMBERS}] | [{_IN_NUMBERS}] (?!\d) )+ )
    | (?P<open> \( )
    | (?P<close> \) )
    | (?P<phrase> "[^"]*" | «[^«»]*» | “[^”“„]*[”“] | „[^”“„]*[”“] ) (?: ~(?P<slop> \d+ ) )?
    | (?<! [^\s(] ) (?P<minus> - ) (?= [\w("«“„] | =\w )
    | (?<! [^\s(:-] ) (?P<field> {"|".join(FIELD_NAMES)} ):
    | (?P<quote> ["«»“”„] )
    | (?P<chunk> (?: [^()"«»“”„,{_BETWEEN}] | (?<=\d) [{_IN_NUMBERS}] (?=\d) )+ )
    | (?P<rest> . )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_UNKNOWN_FIELD = re.compile(r"[^\W\d_]+:\w")
#: Punctuation around a word that is not part of it.
_AROUND = ".,:?'’`–—-/&"
_MARKED = re.compile(r"(?P<exact>=*)(?P<text>.*?)(?P<mark>\*+|~\d*)?", re.DOTALL)


class Lexeme(NamedTuple):
    """One lexeme.

    ``text`` is what it says: a word without its marks, the inside of a phrase, the name of a field.  ``number`` is the
    slop of a phrase or the edits of a fuzzy word, None when not given.  ``loose`` marks what is plain text in a pasted
    sentence but syntax elsewhere: typographic quotes, a field name with a space after its colon.
    """

    kind: Kind
    text: str
    number: int | None = None
    loose: bool = False


def lexemes(text: str) -> tuple[list[Lexeme], list[Notice]]:
    """Return the lexemes of ``text`` and notices on what was left out."""
    found: list[Lexeme] = []
    notices: list[Notice] = []
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or ""
        if kind == "chunk":
            found.extend(_word(match["chunk"], notices))
        elif kind == "quote":
            notices.append(("unclosed-quote", text[match.start() : match.start() + 20]))
        elif kind not in {"space", "rest"}:
            found.append(_syntax(match, text))
    return found, notices


def _syntax(match: re.Match[str], text: str) -> Lexeme:
    kind = match.lastgroup
    if kind == "field":
        spaced = text[match.end() : match.end() + 1].isspace()
        return Lexeme("field", FIELD_NAMES[match["field"].lower()], loose=spaced)
    if kind in {"open", "close", "minus"}:
        return Lexeme(kind, match[0])  # type: ignore[arg-type]
    quoted, slop = match["phrase"], match["slop"]
    return Lexeme("phrase", quoted[1:-1], number(slop) if slop else None, loose=not quoted.startswith('"'))


def _word(chunk: str, notices: list[Notice]) -> list[Lexeme]:
    """Return the word in a run of characters without spaces, or nothing when it has no letter or digit."""
    if chunk in OPERATORS:
        return [Lexeme(OPERATORS[chunk], chunk)]
    if chunk.isalnum():  # most are plain words
        return [Lexeme("word", chunk)]
    if _UNKNOWN_FIELD.match(chunk):
        notices.append(("unknown-field", chunk))
    word = marked(chunk)
    if "*" in chunk and (word is None or word.kind != "prefix" or "*" in word.text):
        notices.append(("wildcard", chunk))
        word = word and Lexeme("word", word.text.strip("*" + _AROUND))
    return [word] if word and has_word(word.text) else []


def marked(chunk: str) -> Lexeme | None:
    """Return the word in ``chunk`` as its marks say (``=word``, ``word*``, ``word~1``), or None without a word."""
    match = _MARKED.fullmatch(chunk.strip(_AROUND))
    text = match["text"].lstrip(_AROUND) if match else ""
    if match is None or not has_word(text):
        return None
    mark = match["mark"] or ""
    if mark.startswith("*") and not text.isdigit():
        return Lexeme("prefix", text)  # with an apostrophe at its end, as in здоров'*
    text = text.rstrip(_AROUND)
    if mark.startswith("~"):
        return Lexeme("fuzzy", text, number(mark[1:]) if mark[1:] else None)
    return Lexeme("exact" if match["exact"] else "word", text)


def has_word(text: str) -> bool:
    """Say whether there is a letter or a digit in ``text``."""
    return any(map(str.isalnum, text))


def number(digits: str) -> int:
    """Return the value of ``digits``; beyond nine of them, some number over every limit."""
    return int(digits[:9]) if len(digits) <= 9 else 10**9
