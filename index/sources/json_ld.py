"""JSON-LD in a page: read with the mistakes that sites make, references resolved, the page's own article found."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from index.articles.links import address_key, canonical_url
from index.limits import limit

Node = Mapping[str, object]

ARTICLE_TYPE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report)\Z")
PAGE_TYPE = re.compile(r"(?:Web|Item)Page\Z")
SITE_TYPE = re.compile(r"WebSite\Z")
#: The properties that are read, under the names of Article, best first.
PROPERTIES = {
    "title": ("headline", "name"),
    "lead": ("description", "alternativeHeadline"),
    "body": ("articleBody",),
    "authors": ("author", "creator"),
    "published": ("datePublished", "dateCreated"),
    "section": ("articleSection",),
    "tags": ("keywords",),
    "lang": ("inLanguage",),
    "source": ("publisher", "isPartOf"),
    "url": ("url", "mainEntityOfPage", "@id"),
}
#: What a WebPage says about the article on it; its name and description are often those of the site.
OF_PAGE = ("published", "authors", "lang", "source")
#: Marks around JSON that hide it from browsers without scripts.
WRAPPING = re.compile(r"[\s\ufeff;]+|<!--|-->|(?:/\*|//)?\s{0,9}(?:<!\[CDATA\[|\]\]>)\s{0,9}(?:\*/)?")
#: Strings, which stay, and what JSON does not have: comments, and commas before a closing bracket.
MISTAKES = re.compile(r'("(?:[^"\\]++|\\.)*+"?)|/\*.*?(?:\*/|\Z)|//[^\n]*+|,(?=\s*+[}\]])', re.DOTALL)

#: The dates of an object that is beyond repair.
DATE = re.compile(r'"(datePublished|dateCreated)"\s{0,9}:\s{0,9}"([^"]{4,60})"')


class LinkedData:
    """All JSON-LD of a page."""

    def __init__(self, tree: Any) -> None:
        values = [value for script in tree.xpath("//script[contains(@type, 'ld+json')]") for value in _values(script)]
        self._objects = list(_objects(values))
        self._by_id: dict[str, Node] = {}
        for item in self._objects:
            if isinstance(name := item.get("@id"), str) and len(item) > 1:
                self._by_id.setdefault(name, item)

    def article(self, addresses: Collection[str], headings: Collection[str]) -> dict[str, list[object]]:
        """Return what the article of the page says: for each field its readings, best first.  {} without one.

        Of several it is the one with one of the ``addresses`` of the page, else the one that has a headline of the
        page, one of ``headings``; else the first, unless all have addresses of other pages.
        """
        articles = [item for item in self._objects if _is_a(item, ARTICLE_TYPE)]
        own = {address_key(address) for address in addresses}
        titles = {plain(heading) for heading in headings}
        keys = [self._keys(item) for item in articles]
        found = next((item for item, urls in zip(articles, keys, strict=True) if urls & own), None)
        found = found or next((item for item in articles if plain(item.get("headline")) in titles), None)
        if found is None and articles and (len(set(map(frozenset, keys))) == 1 or not own):
            found = articles[0]
        if found is None:
            found = next((item for item, urls in zip(articles, keys, strict=True) if not urls), None)
        if not found:
            return {}
        return {field: self._readings(found, names, field == "url") for field, names in PROPERTIES.items()}

    def page(self) -> dict[str, list[object]]:
        """Return what the object for the page itself says of its article, in the form of ``article``."""
        found = next((item for item in self._objects if _is_a(item, PAGE_TYPE)), None)
        return {field: self._readings(found, PROPERTIES[field]) for field in OF_PAGE} if found else {}

    def site(self) -> list[object]:
        """Return the names of the site."""
        return [item["name"] for item in self._objects if _is_a(item, SITE_TYPE) and item.get("name")]

    def _readings(self, item: Node, names: tuple[str, ...], addresses: bool = False) -> list[object]:
        found = (self._resolved(item[name]) for name in names if item.get(name))
        return list(found if addresses else map(_without_address, found))

    def _resolved(self, value: object) -> object:
        """Return ``value`` with references, which name an object by its @id, replaced by that object."""
        if isinstance(value, list):
            return [self._resolved(part) for part in value[: limit("names")] if not isinstance(part, list)]
        if isinstance(value, Mapping) and value.get("@id") in self._by_id:
            return {**self._by_id[str(value["@id"])], **value}
        if isinstance(value, str) and value in self._by_id:
            return self._by_id[value]
        return value

    def _keys(self, item: Node) -> set[str]:
        given = (self._resolved(item.get(name)) for name in PROPERTIES["url"])
        return {address_key(url) for url in map(address_of, given) if url}


def _without_address(value: object) -> object:
    """Return ``value`` without the addresses of what it names, which would pass for the name where that is missing."""
    if isinstance(value, list):
        return list(map(_without_address, value))
    if isinstance(value, Mapping):
        return {name: part for name, part in value.items() if name not in ("@id", "url")}
    return value


def address_of(value: object) -> str | None:
    """Return the canonical URL in a string, or in an object or the first of a list of them."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("url") or value.get("@id")
    return canonical_url(value) if isinstance(value, str) else None


def plain(text: object) -> str:
    """Return a headline's words, for comparison."""
    return " ".join(re.findall(r"\w+", html.unescape(text).casefold())) if isinstance(text, str) else ""


def _values(script: Any) -> Iterator[object]:
    """Give the JSON values in a script, one after another as they stand, whatever surrounds them."""
    text = script.text or ""
    for variant in (text, _mended(text), _mended(html.unescape(text))):
        if (values := _parsed(variant)) is not None:
            yield from values
            return
    if dates := DATE.findall(text):
        yield {"@type": "WebPage", **dict(reversed(dates))}


def _parsed(text: str) -> list[object] | None:
    decoder, values = json.JSONDecoder(strict=False), []
    try:
        position = _after_wrapping(text, 0)
        while position < len(text):
            value, position = decoder.raw_decode(text, position)
            values.append(value)
            position = _after_wrapping(text, position)
    except (ValueError, RecursionError):
        return None
    return values


def _after_wrapping(text: str, position: int) -> int:
    while match := WRAPPING.match(text, position):
        position = match.end()
    return position


def _mended(text: str) -> str:
    return MISTAKES.sub(lambda match: match[1] or "", text[_after_wrapping(text, 0) :])


def _objects(values: list[object]) -> Iterator[Node]:
    """Give every object in JSON values, outer ones first; bounded, and iterative whatever the depth."""
    waiting = deque(values)
    for _ in range(limit("json_ld_values")):
        if not waiting:
            return
        item = waiting.popleft()
        if isinstance(item, Mapping):
            item = {_local(name): value for name, value in item.items()}
            yield item
            waiting.extend(part for part in item.values() if isinstance(part, Mapping | list))
        elif isinstance(item, list):
            waiting.extendleft(reversed(item[: limit("json_ld_values")]))


def _local(name: str) -> str:
    """Return the name of a property or type without the vocabulary that is written before it."""
    return re.split(r"[/#:]", name)[-1]


def _is_a(item: Node, wanted: re.Pattern[str]) -> bool:
    types = item.get("@type")
    return any(wanted.match(_local(str(name))) for name in (types if isinstance(types, list) else [types]))
