"""HTML pages: what the page says about itself first, then the text that trafilatura finds in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import htmldate
import trafilatura
from lxml import etree
from lxml import html as lxml_html

from index.articles.article import Article, Rejection
from index.articles.dates import parse_date
from index.articles.links import site_of, story_of
from index.limits import limit
from index.sources.clean import UNSHOWN, clean_line
from index.sources.encoding import declared_in, decode
from index.sources.headline import best_title
from index.sources.json_ld import PROPERTIES, LinkedData, address_of
from index.sources.page_metadata import element_facts, meta_facts, shared_story
from index.sources.record import NO_NAME, Refused, author_names
from index.sources.source import Source
from index.sources.tags import most_attributes

XML_DECLARATION = re.compile(r"\A<\?xml[^>]*>")
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
        record = page_record(tree, url, source.context.sitemap.complete)
    except Refused as refusal:
        return source.reject(refusal.reason, refusal.detail, position)
    return source.article(record, position, html_lang=tree.get("lang"))


def parse_page(text: str) -> Any:
    """Return the tree of a page.  Raises Refused for one that would take too long to read.

    A parser needs time in proportion to the square of a tag's attributes, trafilatura to that of the elements.
    """
    text = XML_DECLARATION.sub("", text.replace("\0", "").lstrip(), count=1)
    if most_attributes(text) > limit("tag_attributes"):
        raise Refused("too-complex", f"A tag has more than {limit('tag_attributes'):,} attributes.")
    try:
        tree = lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Refused("no-text", "There is no text in the page.") from None
    return tree


Record = dict[str, object]


def page_record(tree: Any, url: str | None, complete: Callable[[str | None, Record], Record]) -> Record:
    """Return the record of the article on a page.  Raises Refused when the page is none.

    What JSON-LD says comes first, then meta elements, then what the page shows; what is empty or unreadable there falls
    to the next, then to what ``complete`` adds for an address; a date that has no mark at all comes last.
    """
    linked, meta, shown = LinkedData(tree), meta_facts(tree), element_facts(tree)
    addresses = list(filter(None, map(address_of, [*shown["url"], *meta["url"], url])))
    article = linked.article(addresses, [text for text in map(_string, shown["title"] + meta["title"]) if text])
    says = (article, meta, linked.page(), shown)
    readings = {field: [value for part in says for value in part.get(field, [])] for field in PROPERTIES}
    address = _address([*addresses, *map(address_of, article.get("url", []))])
    if address and story_of(address) is None:
        raise Refused("not-an-article", "The page is the front page of its site.")
    record: dict[str, object] = {
        field: next(filter(_SAYS.get(field), values), None) for field, values in readings.items()
    }
    names = [name for name in map(_string, readings["source"] + linked.site()) if name and not NO_NAME.match(name)]
    record |= {"url": address, "source": next(iter(names), None), "story_id": shared_story(tree, address)}
    record["title"] = best_title(map(_string, readings["title"]), [*names, *([site_of(address)] if address else [])])
    record = complete(address, record)
    simplify(tree)
    record["published"] = record.get("published") or date_in(tree, address)
    body = page_text(tree)
    told = _string(next(iter(article.get("body", [])), ""))
    record["body"] = told if len(told) > MUCH_LONGER * len(body) else _without_beginning(body, record)
    marked = article or meta["published"] or _string(next(iter(meta["type"]), "")) == "article"
    if not marked and len(body) < SHORTEST_TEXT:
        raise Refused("not-an-article", "The page does not say that it is an article, nor look like one.")
    return record


def simplify(tree: Any) -> None:
    """Take what is not shown out of ``tree``.  Raises Refused beyond limits."""
    etree.strip_elements(tree, *(set(UNSHOWN) - {"head"}), with_tail=False)
    _check_size(tree)


def date_in(tree: Any, address: str | None) -> str | None:
    """Return the day of publication that a page shows without marking it, as htmldate finds it.

    It gives the first day of a month where it finds the month only, or the year in a footer; that is none.
    """
    day = htmldate.find_date(tree, original_date=True, url=address)
    return None if day is None or day.endswith("-01") else day


def page_text(tree: Any) -> str:
    """Return the main text of a simplified page, a line for every paragraph.  Changes the tree."""
    etree.strip_elements(tree, "head", with_tail=False)
    return trafilatura.extract(tree, include_comments=False, favor_precision=True) or ""


def _check_size(tree: Any) -> None:
    depth, count = 0, 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        count += event == "start"
        depth += 1 if event == "start" else -1
        if depth > limit("page_depth") or count > limit("page_elements"):
            raise Refused("too-complex", "The page has too many elements, or they are nested too deep.")


def _address(urls: list[str | None]) -> str | None:
    """Return the first address, one of an article before one of a front page."""
    given = list(filter(None, urls))
    return next(filter(story_of, given), given[0] if given else None)


def _string(value: object) -> str:
    """Return the text or name in a value, the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("@value")
        return value if isinstance(value, str) else ""
    return value if isinstance(value, str) else ""


#: Whether a reading says anything: a date that is one, names that are some.
_SAYS: dict[str, Callable[[object], object]] = {
    "published": lambda value: parse_date(_string(value)),
    "authors": author_names,
}


def _without_beginning(body: str, facts: dict[str, object]) -> str:
    """Return the text without title and lead before it, which are fields of their own."""
    known = [clean_line(_string(facts.get(field))) for field in ("title", "lead")]
    first, _, rest = body.partition("\n")
    while rest and " ".join(first.split()) in known:
        body = rest
        first, _, rest = body.partition("\n")
    return body
