"""Bytes to text, whatever the encoding: marked, declared, or recognised by what makes sense."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, TextIO

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


def guess_encoding(head: bytes) -> str:
    """Return the encoding of a text that begins with ``head``: by its byte order mark, UTF-8, or a Cyrillic 8-bit one.

    Text is UTF-8 unless most of its non-ASCII characters are broken then: one damaged byte does not make a
    whole archive windows-1251.  KOI8-U read as windows-1251 has its letter case reversed, which tells the two apart.
    """
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    text = head.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= 1 or broken <= sum(character > "\x7f" for character in text) - broken:
        return "utf-8"
    cyrillic = head.decode("cp1251", "replace")
    lower, upper = len(re.findall("[а-яіїєґ]", cyrillic)), len(re.findall("[А-ЯІЇЄҐ]", cyrillic))
    return "koi8-u" if upper > lower else "cp1251"


def decode(data: bytes, declared: str | None = None) -> str:
    """Return ``data`` as text in the encoding that it marks, or ``declared`` where that fits, or that it looks like."""
    encoding = guess_encoding(data[: 1 << 16])
    if declared and encoding in ("utf-8", "cp1251", "koi8-u"):
        encoding = _fitting(data, declared) or encoding
    return data.decode(encoding, "replace")


def declared_in(head: bytes) -> str | None:
    """Return the encoding that an HTML or XML document declares in its first bytes."""
    match = DECLARED.search(head[:4096])
    return match[1].decode("ascii") if match else None


def _fitting(data: bytes, declared: str) -> str | None:
    try:
        data[: 1 << 16].decode(declared)
    except (LookupError, UnicodeError):
        return None
    return codecs.lookup(declared).name


def text_of(stream: BinaryIO, head: bytes, *, newline: str = "\n") -> TextIO:
    """Return the stream as text; what cannot be decoded becomes U+FFFD."""
    return io.TextIOWrapper(stream, encoding=guess_encoding(head), errors="replace", newline=newline)


def bounded_lines(text: TextIO, longest: int) -> Iterator[str | None]:
    """Give the lines, and None for one of more than ``longest`` characters; holds no more than that."""
    while line := text.readline(longest):
        if len(line) < longest or line.endswith("\n"):
            yield line
        else:
            while len(text.readline(longest)) == longest:
                pass
            yield None
