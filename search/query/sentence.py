"""Pasted sentences: headlines and questions in which AND, НЕ or quotation marks are plain text."""

from __future__ import annotations

from itertools import groupby

from search.query.lexer import Lexeme
from search.query.notices import Notice


def as_sentence(found: list[Lexeme], words: int) -> tuple[list[Lexeme], list[Notice]]:
    """Take the operators out of a pasted sentence, and say which.

    A sentence has so many ``words`` in a row (phrases do not end the row); or so many in all, all of them in capitals,
    half of them in a row.
    """
    rows = groupby((lexeme for lexeme in found if lexeme.kind != "phrase"), lambda lexeme: lexeme.kind == "word")
    longest = max((len(list(row)) for is_word, row in rows if is_word), default=0)
    spoken = [lexeme.text for lexeme in found if lexeme.kind == "word"]
    capitals = len(spoken) >= words and longest >= words // 2 and "".join(spoken).upper() == "".join(spoken)
    if longest < words and not capitals:
        return found, []
    plain = [_plain(lexeme) for lexeme in found]
    return plain, [
        ("sentence", old.text) for old, new in zip(found, plain, strict=True) if new != old and not old.loose
    ]


def _plain(lexeme: Lexeme) -> Lexeme:
    if lexeme.kind in {"and", "or", "not"} or (lexeme.kind == "field" and lexeme.loose):
        return Lexeme("word", lexeme.text)
    return lexeme._replace(loose=True) if lexeme.kind == "phrase" and not lexeme.number else lexeme
