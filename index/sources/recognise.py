"""What an input is, told from its first bytes and never from its name."""

from __future__ import annotations

import json
import re

from lxml.html.defs import tags

from index.sources.encoding import decode
from index.sources.json_values import LIST_OPENING
from index.sources.table import header_of

MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bzip2"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"WARC/", "warc"),
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MARKUP = (
    ("sitemap", re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)),
    ("feed", re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)),
    ("html", re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)),
)
FIRST_TAG = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(!doctype\s+html|[a-z][a-z0-9]*)(?=[\s/>])", re.I | re.S
)
HTML_TAGS = tags - {"svg", "math"}  # documents of their own


def recognise(head: bytes) -> str:
    """Return the name of the format that begins with ``head`` (64 KiB or the whole input), ``text`` for any other text.

    ``empty`` and ``binary`` are formats too: nobody reads them.
    """
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    if is_tar(head):
        return "tar"
    text = decode(head).lstrip("\ufeff")
    if not text.strip():
        return "empty"
    if len(CONTROL.findall(text)) * 20 > len(text):
        return "binary"
    return _kind_of_text(text, head)


def _kind_of_text(text: str, head: bytes) -> str:
    start = text.lstrip()
    if start.startswith("<"):
        return _kind_of_markup(start)
    if LIST_OPENING.match(start):
        return "json"
    if _has_record_line(start):
        return "jsonl"
    if start.startswith("{"):
        return "json"
    return "table" if header_of(head) else "text"


def _kind_of_markup(text: str) -> str:
    first = FIRST_TAG.match(text)
    if first and (first[1].startswith("!") or first[1].lower() in HTML_TAGS):
        return "html"
    start = text[:8192]
    return next((kind for kind, mark in MARKUP if mark.search(start)), "xml")


def _has_record_line(text: str) -> bool:
    """Tell JSON Lines from a JSON document: some line is an object by itself, and the first opens nothing longer."""
    lines = text.split("\n", 20)[:20]
    return not lines[0].rstrip().endswith(("[", ",")) and any(map(_is_object, lines))


def _is_object(line: str) -> bool:
    try:
        return line.lstrip().startswith("{") and isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def is_tar(head: bytes) -> bool:
    """Recognise a tar archive by the checksum of its first header, as old ones have no other mark."""
    block = head[:512]
    if len(block) < 512 or not block[0]:
        return False
    digits = block[148:156].strip(b" \0")
    unsigned = sum(block) - sum(block[148:156]) + 8 * 0x20
    return digits.isdigit() and int(digits, 8) == unsigned if not digits.strip(b"01234567") else False
