"""RSS and Atom feeds: an article per item, its full content preferred over its summary."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from index.articles.article import Article, Rejection
from index.articles.links import canonical_url, is_site
from index.sources.clean import clean_text
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
    language: str | None = None
    seen: set[str] = set()
    for number, item in enumerate(repeated(source, "item", "entry"), 1):
        language = _language(item) or language  # the channel's stands before the first item
        record = item_record(item)
        address = str(record["url"] or "")
        if address in seen and (guid := _guid(values_of(item))):  # items of a live blog share its address
            record["id"] = guid
        seen.add(address)
        yield source.article(record, f"record {number}", html_lang=language)


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
    url = canonical_url(record["url"])
    if url is None or is_site(url):
        record["id"] = _guid(found)
    full = max((text_in(element) for name in FULL_TEXT for element in found.get(name, [])), key=_length, default="")
    lead = str(record["lead"] or "")
    record["body"] = full if _length(full) >= _length(lead) else lead
    return record if full else {**record, "lead": None}


def _guid(found: dict[str, list[Any]]) -> str | None:
    return next(map(_text, found.get("guid", []) + found.get("id", [])), None)


def _length(text: str) -> int:
    """Return how much of a text a reader sees."""
    return len(clean_text(text))


def _text(element: Any) -> str:
    """Return the text of an element; of an Atom person only the name, of an Atom source only the title."""
    name = next(filter(lambda found: found is not None, map(element.find, ("{*}name", "{*}title"))), None)
    return text_in(element if name is None else name).strip()


def _link(found: dict[str, list[Any]]) -> str | None:
    """Return the item's own address: RSS writes it as text, Atom as an attribute, some only as the guid."""
    for link in found.get("link", []):
        if (
            link.get("rel", "alternate") == "alternate"
            and "html" in link.get("type", "html")
            and (address := link.get("href") or _text(link))
        ):
            return html.unescape(address.strip())
    guids = (guid for guid in found.get("guid", []) if guid.get("isPermaLink", "true") == "true")
    return next((text for text in map(_text, guids) if text.startswith("http")), None)


def _language(item: Any) -> str | None:
    """Return the language that the item or the feed around it declares."""
    for element in (item, *item.iterancestors()):
        if language := element.get("{http://www.w3.org/XML/1998/namespace}lang"):
            return str(language)
    return next((element.text for element in item.itersiblings("{*}language", preceding=True)), None)
