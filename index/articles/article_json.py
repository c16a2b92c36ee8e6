"""An Article as canonical JSON and back: what the store and every index keep, and what ``poshuk export`` writes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

import orjson

from index.articles.article import Article

_NAMES = tuple(field.name for field in fields(Article))
_TUPLES = tuple(field.name for field in fields(Article) if field.default == ())


def to_line(article: Article) -> bytes:
    """Return one line of JSON: keys in the order of Article, nothing for what is absent, dates as ISO 8601."""
    present = {name: value for name in _NAMES if (value := getattr(article, name)) is not None and value != ()}
    if article.published is not None:
        present["published"] = article.published.isoformat()
    return orjson.dumps(present)


def to_json(article: Article) -> str:
    """Return the line as text."""
    return to_line(article).decode()


def from_json(text: str | bytes) -> Article:
    """Return the Article that ``to_json`` wrote; ValueError, KeyError or TypeError when it is none of ours."""
    values = orjson.loads(text)
    if "published" in values:
        values["published"] = datetime.fromisoformat(values["published"])
    for name in _TUPLES:
        values[name] = tuple(values.get(name, ()))
    return Article(**{"url": None, **values})


def from_index(text: str | bytes, story: str) -> Article:
    """Return the Article that an index has stored, which tells ``story``; raises what ``from_json`` does.

    The story is the index's to say: it may have been found when the article was stored already.
    """
    article = from_json(text)
    return article if story == (article.story_id or article.id) else replace(article, story_id=story)
