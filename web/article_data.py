"""What a page of an article tells machines: OpenGraph for messengers, schema.org for search engines."""

from __future__ import annotations

from typing import Any, Final

import orjson
from flask import url_for
from markupsafe import Markup

from index.articles.article import Article

#: Words that a person reads in a minute: 180 to 240 in these languages (Brysbaert 2019); news is read fast.
WORDS_A_MINUTE: Final = 200
#: Characters of a description that a messenger shows.
DESCRIPTION: Final = 200
LOCALES: Final = {"uk": "uk_UA", "ru": "ru_UA", "en": "en_GB"}


def reading_minutes(article: Article) -> int:
    """Return in how many minutes an article is read, one at least."""
    return max(1, round(len(article.body.split()) / WORDS_A_MINUTE))


def description(article: Article) -> str:
    """Return the lead, or the beginning of the body, cut at a word."""
    text = " ".join((article.lead or article.body).split())
    return text if len(text) <= DESCRIPTION else text[:DESCRIPTION].rsplit(" ", 1)[0] + " …"


def open_graph(article: Article) -> dict[str, str]:
    """Return OpenGraph properties (ogp.me)."""
    values = {
        "og:type": "article",
        "og:title": article.title,
        "og:description": description(article),
        "og:locale": LOCALES[article.lang],
        "og:url": url_for("negotiated.article", article_id=article.id, _external=True),
    }
    if article.source:
        values["og:site_name"] = article.source
    if article.published:
        values["article:published_time"] = article.published.isoformat()
    return values


def news_article(article: Article) -> Markup:
    """Return schema.org's NewsArticle as JSON that is safe within a script element."""
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "inLanguage": article.lang,
        "description": description(article),
        "datePublished": article.published.isoformat() if article.published else None,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
        "articleSection": article.section,
        "keywords": list(article.tags),
        "url": article.url,
    }
    text = orjson.dumps({name: value for name, value in values.items() if value}).decode()
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704  # no markup is left
