"""CSV and TSV with a header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from index.articles.article import Article, Rejection
from index.limits import limit
from index.sources.encoding import bounded_lines, guess_encoding, text_of
from index.sources.record import ALIASES
from index.sources.source import Source

DELIMITERS = ",;\t|"
TEXT_COLUMNS = {*ALIASES["title"], *ALIASES["body"]}
COLUMNS = {alias for aliases in ALIASES.values() for alias in aliases}

csv.field_size_limit(limit("record_bytes"))


def header_of(head: bytes) -> tuple[str, list[str]] | None:
    """Return the delimiter and the columns when the text begins with a header of known names, one for a text."""
    line = head.decode(guess_encoding(head), "replace").lstrip("\ufeff\r\n").split("\n", 1)[0][:10_000]
    for delimiter in DELIMITERS:
        columns = [cell.strip() for cell in next(csv.reader([line.strip("\r")], delimiter=delimiter), [])]
        known = [name for name in (re.sub(r"[\W_]", "", column).lower() for column in columns) if name in COLUMNS]
        if len(known) >= 2 and TEXT_COLUMNS.intersection(known):
            return delimiter, columns
    return None


class Lines:
    """Lines for csv.reader; one beyond the limit is an error of its row, and reading can go on after it."""

    def __init__(self, lines: Iterator[str | None]) -> None:
        self._lines = lines

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line is None:
            raise csv.Error("it is too long")
        return line


def read_table(source: Source) -> Iterator[Article | Rejection]:
    """Give an Article or a Rejection for every row after the header."""
    delimiter, columns = header_of(source.head) or (",", [])
    text = text_of(source.stream, source.head, newline="")
    rows = csv.reader(Lines(bounded_lines(text, limit("record_bytes"))), delimiter=delimiter)
    number = -1
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield source.reject("bad-row", f"The row cannot be read: {error}.", f"record {number}")
            continue
        if row is None:
            return
        if number and any(row):
            yield source.article(dict(zip(columns, row, strict=False)), f"record {number}")
