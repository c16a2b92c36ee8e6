"""What templates need to show search values: marks, dates, numbers, names, safe links."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import cast
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import format_datetime, format_decimal
from markupsafe import Markup

from index.articles.dates import KYIV
from search.answer.answer import Passage, SearchRequest
from web import article_data, links, messages
from web.languages import interface_language
from web.marked_text import marked
from web.parameters import query_pairs
from web.service import search_limits
from web.why import why

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINKABLE = re.compile(r"https?://[^\s\x00-\x20\x7f\\<>\"]+", re.IGNORECASE)


def excerpt(passages: tuple[Passage, ...]) -> Markup:
    """Return passages as one run of HTML, with an ellipsis wherever something is left out."""
    html, gap = Markup(""), False
    for passage in passages:
        before = "…\N{NO-BREAK SPACE}" if gap or passage.clipped_start else ""
        html += Markup("{}{}{}").format(" " if html else "", before, marked(passage))
        gap = passage.clipped_end
    return html + "\N{NO-BREAK SPACE}…" if gap else html


def linkable(url: str | None) -> str | None:
    """Return ``url`` if it is a plain http(s) address of some host, None if it must not become a link."""
    if url is None or not LINKABLE.fullmatch(url):
        return None
    try:
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None


def host(url: str) -> str:
    """Return the host of a linkable address as a reader names the site."""
    return cast(str, urlsplit(url).hostname).removeprefix("www.")


def moment(when: datetime) -> str:
    """Return a date and time in Kyiv, such as "26 березня 2023, 11:21"; midnight stands for a day without a time."""
    local = when.astimezone(KYIV)
    return str(format_datetime(when, "d MMMM y, HH:mm" if local.time() != time.min else "d MMMM y"))


def tongue(text: str) -> str:
    """Return the language to read a facet's value in, by letters that only one language has; else the page's."""
    letters = set(text.casefold())
    if letters & set("іїєґ"):
        return "uk"
    if letters & set("ыэъё"):
        return "ru"
    return "en" if text.isascii() else interface_language()


def xml_text(text: str) -> str:
    """Return ``text`` without the characters that XML cannot hold, escaped or not."""
    return NOT_XML.sub("", text)


def number(value: int) -> str:
    """Return a number with the separators of the language of the interface."""
    return str(format_decimal(value))


def query_characters() -> int:
    """Return how long a query may be."""
    return search_limits().pasted_characters


def kept_pairs(asked: SearchRequest, *without: str) -> list[tuple[str, str]]:
    """Return the parameters of ``asked`` that a form keeps in hidden fields: all but the query and ``without``."""
    return [(name, text) for name, text in query_pairs(asked) if name not in {"q", *without}]


def init_app(app: Flask) -> None:
    """Give the templates these filters, and the builders of links."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        marked=marked,
        excerpt=excerpt,
        linkable=linkable,
        host=host,
        moment=moment,
        number=number,
        tongue=tongue,
        xml_text=xml_text,
        description=article_data.description,
        open_graph=article_data.open_graph,
        news_article=article_data.news_article,
        reading_minutes=article_data.reading_minutes,
    )
    app.jinja_env.globals.update(
        found_sentence=messages.found_sentence,
        took_sentence=messages.took_sentence,
        heading=messages.heading,
        narrower=messages.NARROWER,
        query_characters=query_characters,
        kept_pairs=kept_pairs,
        everything=SearchRequest(),
        search_url=links.search_url,
        toggled_url=links.toggled_url,
        article_url=links.article_url,
        hit_url=links.hit_url,
        back_url=links.back_url,
        feed_url=links.feed_url,
        this_page_url=links.this_page_url,
        why=why,
    )
