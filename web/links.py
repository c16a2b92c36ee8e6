"""Addresses of our own pages.  A reader's text reaches a URL only through ``urlencode`` here."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

from flask import request, url_for

from search.answer.answer import Hit, SearchRequest
from web.parameters import query_pairs, with_value

#: The most different words that the page of a hit marks.
MOST_MARKED = 8


def search_url(asked: SearchRequest, **changes: Any) -> str:
    """Return the address of the results of ``asked`` with ``changes``; any change but of the page goes to page 1."""
    return with_query(url_for("pages.results"), query_pairs(asked, **changes))


def toggled_url(asked: SearchRequest, attribute: str, value: str) -> str:
    """Return the results with ``value`` of a filter switched on, or off where it is on."""
    return search_url(asked, **{attribute: with_value(asked, attribute, value)})


def article_url(article_id: str, q: str = "") -> str:
    """Return the page of a stored article; ``q`` is what the reader searched for."""
    return with_query(url_for("pages.article", article_id=article_id), [("q", q)] if q else [])


def hit_url(hit: Hit, q: str) -> str:
    """Return the page of a hit, where the browser marks the words found and moves to the first of them.

    That is a text fragment (WICG Scroll to Text Fragment); browsers that do not know it show the page from its top.
    """
    passages = (hit.title, *hit.body)
    words = dict.fromkeys(passage.text[start:stop] for passage in passages for start, stop in passage.ranges)
    directives = "&".join(f"text={quote(word, safe='').replace('-', '%2D')}" for word in islice(words, MOST_MARKED))
    return article_url(hit.article.id, q) + (f"#:~:{directives}" if directives else "")


def this_page_url(ui: str | None) -> str:
    """Return the current page in the interface language ``ui``; with None its address that negotiates the language."""
    blueprint, _, view = (request.endpoint or "").partition(".")
    if blueprint not in {"pages", "negotiated"}:
        view = "front"
    values = dict(request.view_args or {})
    address = url_for(f"pages.{view}", ui=ui, **values) if ui else url_for(f"negotiated.{view}", **values)
    return with_query(address, list(request.args.items(multi=True)))


def with_query(address: str, pairs: list[tuple[str, str]]) -> str:
    """Return ``address`` with a query part."""
    return f"{address}?{urlencode(pairs)}" if pairs else address
