"""What an HTML page says about itself: JSON-LD, OpenGraph and other meta elements, canonical and alternate links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from index.articles.links import canonical_url, story_of
from index.limits import limit

ARTICLE_TYPE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report)\Z")
#: The fields of an article's JSON-LD that are read, under the names of Article.
JSON_LD = {
    "title": ("headline", "name"),
    "lead": ("description", "alternativeHeadline"),
    "body": ("articleBody",),
    "authors": ("author", "creator"),
    "published": ("datePublished", "dateCreated"),
    "section": ("articleSection",),
    "tags": ("keywords",),
    "lang": ("inLanguage",),
    "source": ("publisher",),
    "url": ("url", "mainEntityOfPage"),
}
#: The names of meta elements, best first.
META = {
    "title": ("og:title", "twitter:title"),
    "lead": ("og:description", "description", "twitter:description"),
    "authors": ("article:author", "author", "parsely-author", "dc.creator"),
    "published": (
        "article:published_time",
        "datepublished",
        "pubdate",
        "publish-date",
        "parsely-pub-date",
        "dc.date",
        "date",
    ),
    "section": ("article:section", "parsely-section"),
    "tags": ("article:tag", "news_keywords", "keywords"),
    "lang": ("og:locale", "content-language"),
    "source": ("og:site_name",),
    "url": ("og:url",),
}
NAME = re.compile(r"\D{3,80}")  # a byline with a date in it is more than a name
FEW = 100  # meta elements of one name


def json_ld_article(tree: Any) -> dict[str, object]:
    """Return what the page's first JSON-LD object of an article type says, {} without one."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            value = json.loads((script.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(value):
            types = item.get("@type")
            if any(ARTICLE_TYPE.match(str(name)) for name in (types if isinstance(types, list) else [types])):
                return {field: _first(item, names) for field, names in JSON_LD.items()}
    return {}


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    """Give every object in a JSON value, outer ones first; bounded, and iterative whatever the depth."""
    waiting = [value]
    for _ in range(limit("json_ld_values")):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, Mapping):
            yield item
            waiting.extend(part for part in item.values() if isinstance(part, Mapping | list))
        elif isinstance(item, list):
            waiting[:0] = item[: limit("json_ld_values")]


def _first(item: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((item[name] for name in names if item.get(name)), None)


def meta_facts(tree: Any) -> dict[str, object]:
    """Return what meta elements say; the several values of one name as a list."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = (element.get("content") or "").strip()
        if name and "author" in name and content.startswith("http"):
            continue  # a profile, not a name
        if name and content and len(values := found.setdefault(name.lower(), [])) < FEW:
            values.append(content)
    facts: dict[str, object] = {
        field: next((found[name] for name in names if name in found), None) for field, names in META.items()
    }
    return {**facts, "type": next(iter(found.get("og:type", [])), None)}


def element_facts(tree: Any) -> dict[str, object]:
    """Return what the page shows: its first heading, title, marked author and first time."""
    return {
        "title": next(iter(_texts(tree, "//h1") + _texts(tree, "//title")), None),
        "authors": [name for name in _texts(tree, "//*[@rel='author' or @itemprop='author']") if NAME.fullmatch(name)],
        "published": next(iter(tree.xpath("//time/@datetime")), None),
        "url": next(iter(tree.xpath("//link[@rel='canonical']/@href")), None),
    }


def _texts(tree: Any, path: str) -> list[str]:
    texts = (" ".join(element.text_content().split()) for element in tree.xpath(path)[:5])
    return [text for text in texts if text]


def shared_story(tree: Any, url: str | None) -> str | None:
    """Return the story id of a page with alternates in our languages: the same for each of them, as all list all."""
    links = {url}
    for element in tree.xpath("//link[@hreflang and contains(@rel, 'alternate')]")[:FEW]:
        if element.get("hreflang").lower()[:2] in ("uk", "ru", "en"):
            links.add(canonical_url(element.get("href")))
    return min(filter(None, map(story_of, links)), default=None)
