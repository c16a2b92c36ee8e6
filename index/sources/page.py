"""HTML pages: what the page says about itself first, then the text that trafilatura finds in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from index.articles.article import Article, Rejection
from index.articles.links import canonical_url, story_of
from index.limits import limit
from index.sources.clean import UNSHOWN, clean_line
from index.sources.encoding import declared_in, decode
from index.sources.page_metadata import element_facts, json_ld_article, meta_facts, shared_story
from index.sources.record import Refused
from index.sources.source import Source

XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{5000,}")
SHORTEST_TEXT = 250  # characters of text that make a page an article when nothing else says so
MUCH_LONGER = 3


def read_html(source: Source) -> Iterator[Article | Rejection]:
    """Give the article of one page."""
    yield read_page(source, source.whole("page_bytes"), "")


def read_page(
    source: Source, data: bytes, position: str, *, url: str | None = None, charset: str | None = None
) -> Article | Rejection:
    """Return the article of the page ``data``, which came from ``url`` with ``charset`` if those are known."""
    try:
        tree = parse_page(decode(data, charset or declared_in(data)))
        record = page_record(tree, url)
    except Refused as refusal:
        return source.reject(refusal.reason, refusal.detail, position)
    record = source.context.sitemap.complete(canonical_url(record["url"]), record)
    return source.article(record, position, html_lang=tree.get("lang"))


def parse_page(text: str) -> Any:
    """Return the tree of a page.  Raises Refused for one that would take too long to read.

    A parser needs time in proportion to the square of a tag's attributes, trafilatura to that of the elements.
    """
    text = XML_DECLARATION.sub("", text.replace("\0", ""), count=1)
    if any(match[0].count("=") > limit("tag_attributes") for match in LONG_TAG.finditer(text)):
        raise Refused("too-complex", f"A tag has more than {limit('tag_attributes'):,} attributes.")
    try:
        tree = lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Refused("no-text", "There is no text in the page.") from None
    return tree


def page_record(tree: Any, url: str | None = None) -> dict[str, object]:
    """Return the record of the article on a page.  Raises Refused when the page is none."""
    linked, meta, shown = json_ld_article(tree), meta_facts(tree), element_facts(tree)
    kind = meta.pop("type")
    facts: dict[str, object] = {**_filled(shown), **_filled(meta), **_filled(linked)}
    facts["url"] = address = _address(shown["url"], meta["url"], linked.get("url"), url)
    facts["title"] = _without_site(clean_line(_string(facts.get("title"))), _string(facts.get("source")))
    facts["story_id"] = shared_story(tree, address)
    body = page_text(tree)
    told = _string(linked.get("body"))
    facts["body"] = told if len(told) > MUCH_LONGER * len(body) else _without_beginning(body, facts)
    if address and story_of(address) is None:
        raise Refused("not-an-article", "The page is the front page of its site.")
    if not (linked or kind == "article" or meta["published"] or len(body) >= SHORTEST_TEXT):
        raise Refused("not-an-article", "The page does not say that it is an article, nor look like one.")
    return facts


def page_text(tree: Any) -> str:
    """Return the main text of a page, a line for every paragraph.  Changes the tree.  Raises Refused beyond limits."""
    etree.strip_elements(tree, *UNSHOWN, with_tail=False)
    _check_size(tree)
    return trafilatura.extract(tree, include_comments=False, favor_precision=True) or ""


def _check_size(tree: Any) -> None:
    depth, count = 0, 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        count += event == "start"
        depth += 1 if event == "start" else -1
        if depth > limit("page_depth") or count > limit("page_elements"):
            raise Refused("too-complex", "The page has too many elements, or they are nested too deep.")


def _address(*given: object) -> str | None:
    """Return the first usable address, one of an article before one of a front page."""
    urls = list(filter(None, (canonical_url(_string(url)) for url in given)))
    return next(filter(story_of, urls), urls[0] if urls else None)


def _filled(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value}


def _string(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return value if isinstance(value, str) else ""


def _without_site(title: str, site: str) -> str:
    """Return the title without the name of the site, which many pages append to it."""
    return re.sub(rf"\s+[|—–-]\s+{re.escape(site)}\Z", "", title) if site else title


def _without_beginning(body: str, facts: dict[str, object]) -> str:
    """Return the text without title and lead before it, which are fields of their own."""
    known = [clean_line(_string(facts.get(field))) for field in ("title", "lead")]
    first, _, rest = body.partition("\n")
    while rest and " ".join(first.split()) in known:
        body = rest
        first, _, rest = body.partition("\n")
    return body
