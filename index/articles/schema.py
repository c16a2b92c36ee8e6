"""The fields of every per-language index, independent of the engine that keeps them."""

from __future__ import annotations

import hashlib
from typing import Final

SCHEMA_VERSION = 1

#: Text fields hold lemmas with positions.  Each has a twin for folded surface forms at the same positions.
TEXT_FIELDS: tuple[str, ...] = ("title", "lead", "body", "authors")
EXACT_SUFFIX = "_exact"

#: Seconds since the epoch of a document without a date: before anything that has one.
NO_DATE = -(2**63)

#: Keyword fields hold whole folded values and are filtered, faceted and never scored.
KEYWORD_FIELDS: tuple[str, ...] = ("section", "tag", "author")


def exact_field(field: str) -> str:
    """Return the name of the twin of ``field`` that holds surface forms."""
    return field + EXACT_SUFFIX


#: Occurrences of a term in a field of a document that count for a score, at most.
MOST_COUNTED: Final = 255


def story_hash(story: str) -> int:
    """Return the 64 bits by which documents of one story are grouped."""
    return int.from_bytes(hashlib.blake2b(story.encode(), digest_size=8).digest(), "little")
