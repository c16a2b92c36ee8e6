"""News sitemaps: what they say about a page completes the page when it is read after them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.articles.article import Rejection
from index.articles.links import canonical_url
from index.sources.record import Refused
from index.sources.source import Source
from index.sources.xml_elements import repeated

#: The elements of a sitemap entry with Google's news extension, by their place under <url>.
FIELDS = {
    "url": "{*}loc",
    "title": "{*}news/{*}title",
    "published": "{*}news/{*}publication_date",
    "tags": "{*}news/{*}keywords",
    "section": "{*}news/{*}genres",
    "source": "{*}news/{*}publication/{*}name",
    "lang": "{*}news/{*}publication/{*}language",
}


def read_sitemap(source: Source) -> Iterator[Rejection]:
    """Remember every entry for the pages that follow; reject those that are no use."""
    number = 0
    for number, element in enumerate(repeated(source, "url", "sitemap"), 1):
        position = f"record {number}"
        entry = {field: _text(element, path) for field, path in FIELDS.items()}
        url = canonical_url(entry.pop("url"))
        if url is None or element.tag.endswith("sitemap"):
            yield source.reject("no-body", "The entry names no page.", position)
        elif not source.context.sitemap.add(url, entry, source.name, position):
            yield source.reject("too-many", "There are too many sitemap entries to remember.", position)
    if not number:
        raise Refused("empty", "There is no entry in it.")


def _text(element: Any, path: str) -> str | None:
    found = element.find(path)
    return found.text.strip() if found is not None and found.text else None
