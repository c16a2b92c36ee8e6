"""The words of ``capture_words.tsv`` as questions about a line."""

from __future__ import annotations

import re
from importlib.resources import files

LONGEST_APPEAL = 200
QUOTED = re.compile(r'"[^"]*"|«[^»]*»|“[^”]*”')


def _rows() -> list[list[str]]:
    text = files("index.sources").joinpath("capture_words.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


ROWS = _rows()


def _phrases(wanted: str) -> tuple[str, ...]:
    return tuple(phrase for _, kind, phrase in ROWS if kind == wanted)


def _any_of(language: str, wanted: str) -> str:
    phrases = (phrase for lang, kind, phrase in ROWS if (lang, kind) == (language, wanted))
    return "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases)


HEADINGS = frozenset(_phrases("heading"))
POINTERS = _phrases("pointer")
POINTER_LABELS = _phrases("pointer label")
INTERRUPTIONS = frozenset((*_phrases("interruption"), *POINTERS))
NOTICES = _phrases("notice")
INSERTS = _phrases("insert")
APPEAL = re.compile(
    "|".join(
        rf"(?:\A|[.!?]\s+)(?:{_any_of(language, 'appeal verb')})\b[^.!?]*\b(?:{_any_of(language, 'appeal word')})\b"
        for language in dict.fromkeys(row[0] for row in ROWS)
    ),
    re.IGNORECASE,
)


def is_heading(line: str) -> bool:
    """Tell a heading or notice of what follows an article."""
    return _bare(line) in HEADINGS or line.lower().startswith(NOTICES)


def is_interruption(line: str) -> bool:
    """Tell a line after which the text may go on: an advertisement's, or an appeal to the reader outside quotes."""
    return _bare(line) in INTERRUPTIONS or (
        len(line) <= LONGEST_APPEAL and APPEAL.search(QUOTED.sub("", line)) is not None
    )


def is_insert(line: str) -> bool:
    """Tell a line within a text that is no part of it, such as a photograph's credit."""
    return line.lower().startswith(INSERTS) and _bare(line) not in INTERRUPTIONS


def _bare(line: str) -> str:
    return " ".join(re.sub(r"[^\w\s'-]", " ", line).split()).lower()
