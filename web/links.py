"""Addresses of our own pages.  A reader's text reaches a URL only through ``urlencode`` here."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.routing import PathConverter

from search.answer.answer import SearchRequest
from web.parameters import query_pairs, with_value


class ArticleId(PathConverter):
    """The id of an article in an address: any text, slashes at its beginning included."""

    regex = ".+?"
    part_isolating = False


def search_url(asked: SearchRequest, **changes: Any) -> str:
    """Return the address of the results of ``asked`` with ``changes``; any change but of the page goes to page 1."""
    return with_query(url_for("pages.results"), query_pairs(asked, **changes))


def toggled_url(asked: SearchRequest, attribute: str, value: str) -> str:
    """Return the results with ``value`` of a filter switched on, or off where it is on."""
    return search_url(asked, **{attribute: with_value(asked, attribute, value)})


def feed_url(asked: SearchRequest) -> str:
    """Return the Atom feed of what ``asked`` finds, newest first."""
    return with_query(url_for("api.search"), [*query_pairs(asked, order_by="newest"), ("format", "atom")])


def article_url(article_id: str, asked: SearchRequest | None = None, hit: int = 0) -> str:
    """Return the page of a stored article; ``asked`` are the results that led to it, ``hit`` its number there."""
    pairs = query_pairs(asked, page=asked.page) if asked else []
    return with_query(url_for("pages.article", article_id=article_id), pairs + ([("hit", str(hit))] if hit else []))


def hit_url(article_id: str, asked: SearchRequest, hit: int) -> str:
    """Return the page of a hit, at the best of its passages where the query has words to mark."""
    return article_url(article_id, asked, hit) + ("#best" if asked.q.strip() else "")


def back_url(asked: SearchRequest, hit: int) -> str:
    """Return the results that led to an article, at its number ``hit``."""
    return search_url(asked, page=asked.page) + (f"#hit-{hit}" if hit else "")


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
