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
#: A label counts in an XML declaration at the beginning and in a <meta> element, not in scripts and comments.
XML_LABEL = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
META = re.compile(rb"<meta\s[^>]{0,500}>", re.IGNORECASE)
META_LABEL = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
HIDDEN = re.compile(
    rb"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script>|\Z)|<style\b.*?(?:</style>|\Z)", re.IGNORECASE | re.DOTALL
)
#: How labels of the Cyrillic code page are miswritten: cp-1251, win-1251, windows_1251.
MISWRITTEN = re.compile(r"(?:cp|win|windows|x-cp)[-_ ]?(125\d)\Z", re.IGNORECASE)
CYRILLIC = re.compile("[\u0400-\u04ff]")
#: A text with fewer letters beyond ASCII, in its letters, is no Cyrillic one in an 8-bit encoding.
FEW = 0.2


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
    if sum(byte >= 0x80 for byte in head) < FEW * sum(chr(byte).isalpha() or byte >= 0x80 for byte in head):
        return "cp1252"
    cyrillic = head.decode("cp1251", "replace")
    lower, upper = len(re.findall("[а-яіїєґ]", cyrillic)), len(re.findall("[А-ЯІЇЄҐ]", cyrillic))
    return "koi8-u" if upper > lower else "cp1251"


def decode(data: bytes, declared: str | None = None) -> str:
    """Return ``data`` as text in the encoding that it marks, or ``declared`` where that fits, or that it looks like."""
    return data.decode(encoding_of(data[: 1 << 16], declared), "replace")


def encoding_of(head: bytes, declared: str | None = None) -> str:
    """Return the encoding of a text that begins with ``head`` and is ``declared`` to be in one.

    What is valid UTF-8 and has Cyrillic letters then is UTF-8 whatever a label says: no other text looks so by chance.
    """
    guessed = guess_encoding(head)
    if not declared or guessed not in ("utf-8", "cp1251", "koi8-u", "cp1252"):
        return guessed
    if guessed == "utf-8" and CYRILLIC.search(head.decode("utf-8", "ignore")):
        return guessed
    return _fitting(head, declared) or guessed


def declared_in(head: bytes) -> str | None:
    """Return the encoding that an HTML or XML document declares in its first bytes."""
    begun = head[:65_536]
    match = XML_LABEL.match(begun.removeprefix(codecs.BOM_UTF8))
    if match is None:
        metas = META.findall(HIDDEN.sub(b"", begun))
        match = next(filter(None, map(META_LABEL.search, metas)), None)
    return match[1].decode("ascii") if match else None


def _fitting(head: bytes, declared: str) -> str | None:
    label = MISWRITTEN.sub(r"cp\1", declared.strip())
    try:
        codecs.getincrementaldecoder(label)().decode(head)
    except (LookupError, UnicodeError):
        return None
    return codecs.lookup(label).name


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
