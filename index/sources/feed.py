"""RSS and Atom feeds: an article per item, its full content preferred over its summary."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from index.articles.article import Article, Rejection
from index.sources.source import Source
from index.sources.xml_elements import repeated, text_in, values_of

#: The elements of an item, best first: RSS 2.0, RSS 1.0 and Atom with their usual modules.
FIELDS = {
    "title": ("title", "media:title"),
    "lead": ("description", "summary", "media:description"),
    "authors": ("dc:creator", "author", "itunes:author"),
    "published": ("pubDate", "published", "dc:date", "updated", "issued"),
    "source": ("source",),
    "lang": ("dc:language", "language"),
}
FULL_TEXT = ("content:encoded", "yandex:full-text", "full-text", "fulltext", "body", "content", "xhtml:body")


def read_feed(source: Source) -> Iterator[Article | Rejection]:
    """Give an Article or a Rejection for every item or entry."""
    for number, item in enumerate(repeated(source, "item", "entry"), 1):
        yield source.article(item_record(item), f"record {number}", html_lang=_language(item))


def item_record(item: Any) -> dict[str, object]:
    """Return the record of an RSS item or Atom entry."""
    found = values_of(item)
    record: dict[str, object] = {
        field: next((text for name in names for text in map(_text, found.get(name, [])) if text), None)
        for field, names in FIELDS.items()
    }
    record["authors"] = [_text(author) for name in FIELDS["authors"] for author in found.get(name, [])]
    categories = [element.get("term") or _text(element) for element in found.get("category", [])]
    record["section"], record["tags"] = next(iter(categories), None), categories[1:]
    record["url"] = _link(found)
    if not record["url"]:
        record["id"] = next(map(_text, found.get("guid", []) + found.get("id", [])), None)
    full = max((text_in(element) for name in FULL_TEXT for element in found.get(name, [])), key=len, default="")
    lead = str(record["lead"] or "")
    record["body"] = full if len(full) >= len(lead) else lead
    return record if full else {**record, "lead": None}


def _text(element: Any) -> str:
    """Return the text of an element; of an Atom person only the name."""
    name = element.find("{*}name")
    return text_in(element if name is None else name).strip()


def _link(found: dict[str, list[Any]]) -> str | None:
    """Return the item's own address: RSS writes it as text, Atom as an attribute, some only as the guid."""
    for link in found.get("link", []):
        if link.get("rel", "alternate") == "alternate" and (address := link.get("href") or _text(link)):
            return html.unescape(address.strip())
    guids = (guid for guid in found.get("guid", []) if guid.get("isPermaLink", "true") == "true")
    return next((text for text in map(_text, guids) if text.startswith("http")), None)


def _language(item: Any) -> str | None:
    """Return the language that the item or the feed around it declares."""
    for element in (item, *item.iterancestors()):
        if language := element.get("{http://www.w3.org/XML/1998/namespace}lang"):
            return str(language)
    return next((element.text for element in item.itersiblings("{*}language", preceding=True)), None)
