"""An Article as canonical JSON and back: what the store and every index keep, and what ``poshuk export`` writes."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime

from index.article import Article

_NAMES = tuple(field.name for field in fields(Article))
_TUPLES = ("authors", "tags")


def to_json(article: Article) -> str:
    """Return one line of JSON: keys in the order of Article, nothing for what is absent, dates as ISO 8601."""
    values = {name: getattr(article, name) for name in _NAMES}
    if article.published is not None:
        values["published"] = article.published.isoformat()
    present = {name: value for name, value in values.items() if value not in (None, ())}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Article:
    """Return the Article that ``to_json`` wrote; ValueError, KeyError or TypeError when it is none of ours."""
    values = json.loads(text)
    if "published" in values:
        values["published"] = datetime.fromisoformat(values["published"])
    for name in _TUPLES:
        values[name] = tuple(values.get(name, ()))
    return Article(**{"url": None, **values})
