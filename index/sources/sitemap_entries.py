"""What news sitemaps say about pages, kept until the pages come by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from index.articles.links import address_key
from index.limits import limit


class SitemapEntries:
    """Entries by address: each completes the page of that address, read in the same run.

    Entries that no page has used are handed out at the end.
    """

    def __init__(self) -> None:
        self._entries: dict[str, tuple[str, str, str, Mapping[str, object]]] = {}
        self._used: set[str] = set()

    def add(self, url: str, entry: Mapping[str, object], file: str, position: str) -> bool:
        """Keep an entry; False when there are too many."""
        key = address_key(url)
        if len(self._entries) >= limit("sitemap_entries") and key not in self._entries:
            return False
        self._entries[key] = (file, position, url, entry)
        return True

    def complete(self, url: str | None, record: dict[str, object]) -> dict[str, object]:
        """Return ``record`` with what it lacks taken from the entry of ``url``, if there is one."""
        key = address_key(url or "")
        if key not in self._entries:
            return record
        self._used.add(key)
        return {**self._entries[key][3], **{name: value for name, value in record.items() if value}}

    def unused(self) -> Iterator[tuple[str, str, str]]:
        """Give file, position and URL of every entry that completed no page."""
        for key, (file, position, url, _) in self._entries.items():
            if key not in self._used:
                yield file, position, url
