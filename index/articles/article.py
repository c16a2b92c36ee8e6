"""Article and Rejection: the two things that an input record can become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["uk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("uk", "ru", "en")


@dataclass(frozen=True, slots=True)
class Article:
    """One published text in one language.

    ``id`` is given, else a hash of the canonical URL, else of title and date.  ``url`` is http(s) or None.
    ``published`` is aware (naive input is read as Europe/Kyiv) or None when the source does not say.
    ``story_id`` is what translations share: given, or derived from the URL or from hreflang, or None.
    """

    id: str
    url: str | None
    lang: Language
    title: str
    body: str
    lead: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    story_id: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that did not become an Article, and why.

    ``file`` is the input's name ("-" for standard input, "archive.zip!inner.html" in an archive), ``position`` where in
    it ("line 12", "record 3", ""), ``reason`` a short machine-readable code such as ``no-text`` or
    ``other-language``, ``detail`` one sentence for a person.
    """

    file: str
    position: str
    reason: str
    detail: str
