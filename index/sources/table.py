"""CSV and TSV with a header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from index.articles.article import Article, Rejection
from index.limits import limit
from index.sources.encoding import bounded_lines, guess_encoding, text_of
from index.sources.record import ALIASES
from index.sources.source import Source

DELIMITERS = ",;\t|"
#: Excel's line before the header, which names the delimiter.
SEPARATOR_LINE = re.compile(r"sep=.\r?\n", re.IGNORECASE)
#: What programs write for nothing.
NOTHING = frozenset({"nan", "null", "none", "n/a", "nil", "nat", "undefined"})
TEXT_COLUMNS = {*ALIASES["title"], *ALIASES["body"]}
COLUMNS = {alias for aliases in ALIASES.values() for alias in aliases}

csv.field_size_limit(limit("record_bytes"))


def header_of(head: bytes) -> tuple[str, list[str]] | None:
    """Return the delimiter and the columns when the text begins with a header of known names, one for a text."""
    text = SEPARATOR_LINE.sub("", head.decode(guess_encoding(head), "replace").lstrip("\ufeff\r\n"))
    line = text.split("\n", 1)[0][:10_000]
    for delimiter in DELIMITERS:
        columns = [cell.strip() for cell in next(csv.reader([line.strip("\r")], delimiter=delimiter), [])]
        known = [name for name in (re.sub(r"[\W_]", "", column).lower() for column in columns) if name in COLUMNS]
        if len(known) >= 2 and TEXT_COLUMNS.intersection(known):
            return delimiter, columns
    return None


class Lines:
    """Lines for csv.reader; one beyond the limit is an error of its row, and reading can go on after it.

    ``taken`` are the lines of the row that is read.
    """

    def __init__(self, lines: Iterator[str | None]) -> None:
        self._lines = lines
        self.taken: list[str] = []

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line is None:
            raise csv.Error("it is too long")
        self.taken.append(line)
        return line


def read_table(source: Source) -> Iterator[Article | Rejection]:
    """Give an Article or a Rejection for every row after the header; a header that comes again is passed over."""
    delimiter, columns = header_of(source.head) or (",", [])
    text = text_of(source.stream, source.head, newline="")
    lines = Lines(bounded_lines(text, limit("record_bytes")))
    rows = csv.reader(lines, **_quoting(source.head, delimiter))
    number = -1 if not SEPARATOR_LINE.match(_begun(source.head)) else -2
    while True:
        number += 1
        lines.taken.clear()
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield source.reject("bad-row", f"The row cannot be read: {error}.", f"record {number}")
            continue
        if row is None:
            return
        if number <= 0:
            continue
        for cells in _split(lines.taken, delimiter, len(columns)) or [row]:
            if any(cells) and [cell.strip() for cell in cells] != columns:
                yield source.article(dict(zip(columns, map(_value, cells), strict=False)), f"record {number}")


def _begun(head: bytes) -> str:
    return head[:100].decode(guess_encoding(head), "replace").lstrip("\ufeff\r\n")


def _quoting(head: bytes, delimiter: str) -> dict[str, Any]:
    """Return the options of csv.reader: some programs write \\" for a quote within quotes, the others ""."""
    backslashes = head.count(b'\\"') > head.replace(b',""', b"").count(b'""')
    return {"delimiter": delimiter} | ({"doublequote": False, "escapechar": "\\"} if backslashes else {})


def _split(lines: list[str], delimiter: str, columns: int) -> list[list[str]] | None:
    """Return the rows that a stray quote has made one of: when each of its lines would be a whole row; else None."""
    if len(lines) < 2:
        return None
    rows = list(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    return rows if all(len(row) == columns for row in rows if any(row)) else None


def _value(cell: str) -> str:
    return "" if cell.strip().lower() in NOTHING else cell
