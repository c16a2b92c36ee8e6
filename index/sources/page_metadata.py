"""What an HTML page says about itself: OpenGraph and other meta elements, what it shows, its alternates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from index.articles.links import canonical_url, story_of

#: The names of meta elements, best first.
META = {
    "title": ("og:title", "twitter:title"),
    "lead": ("og:description", "description", "twitter:description"),
    "authors": ("article:author", "author", "parsely-author", "dc.creator"),
    "published": (
        *("article:published_time", "article:published", "og:published_time", "datepublished", "pubdate"),
        *("publish-date", "publishdate", "publication_date", "parsely-pub-date", "sailthru.date"),
        *("dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "date"),
    ),
    "section": ("article:section", "parsely-section"),
    "tags": ("article:tag", "news_keywords", "keywords"),
    "lang": ("og:locale", "content-language"),
    "source": ("og:site_name", "application-name", "dc.publisher"),
    "url": ("og:url",),
    "type": ("og:type",),
}
NAME = re.compile(r"\D{3,80}")  # a byline with a date in it is more than a name
FEW = 100  # meta elements of one name
FEED_TYPE = re.compile(r"rss|atom|json", re.IGNORECASE)
#: Elements whose times are those of other articles.
BESIDE = ("aside", "nav", "footer")


def meta_facts(tree: Any) -> dict[str, list[object]]:
    """Return what meta elements say: for each field its readings, best first; the values of one name are a reading."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = (element.get("content") or "").strip()
        if name and content and len(values := found.setdefault(name.lower(), [])) < FEW:
            values.append(content)
    return {field: [found[name] for name in names if name in found] for field, names in META.items()}


def element_facts(tree: Any) -> dict[str, list[object]]:
    """Return what the page shows, in the form of ``meta_facts``: headings, title, marked authors and dates."""
    authors = [name for name in _texts(tree, "//*[@rel='author' or @itemprop='author']") if NAME.fullmatch(name)]
    return {
        "title": [*_texts(tree, "//h1"), *_texts(tree, "//title")],
        "authors": [authors] if authors else [],
        "published": list(_shown_dates(tree)),
        "url": list(tree.xpath("//link[@rel='canonical']/@href")[:1]),
    }


def _shown_dates(tree: Any) -> Iterator[str]:
    """Yield the dates marked as such, those within the article first; of each its attribute and its text."""
    marked = tree.xpath("//*[@itemprop='datePublished']")[:FEW]
    heading = next(iter(tree.xpath("//h1")), None)
    around = () if heading is None else heading.iterancestors("article", "main")
    times = [time for part in (*around, tree) for time in part.iter("time")][:FEW]
    for element in marked + [time for time in times if next(time.iterancestors(*BESIDE), None) is None]:
        yield from filter(None, (element.get("content"), element.get("datetime"), _text(element)))


def _texts(tree: Any, path: str) -> list[str]:
    return [text for text in map(_text, tree.xpath(path)[:5]) if text]


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


def shared_story(tree: Any, url: str | None) -> str | None:
    """Return the story id of a page with alternates in our languages, None without its own address.

    Pages are one story when each lists all: the id is of the whole set, to which the page itself belongs.  So a feed,
    a section or a home page among the alternates of many pages, which does not list them, joins none of them.
    """
    own = story_of(url)
    if own is None:
        return None
    stories = {own}
    for element in tree.xpath("//link[@hreflang and contains(@rel, 'alternate')]")[:FEW]:
        feed = FEED_TYPE.search(element.get("type", ""))
        if not feed and element.get("hreflang").lower()[:2] in ("uk", "ru", "en"):
            stories.add(story_of(canonical_url(element.get("href"))) or own)
    if len(stories) == 1:
        return own
    return f"{min(stories)[:120]}~{hashlib.blake2b(' '.join(sorted(stories)).encode(), digest_size=6).hexdigest()}"
