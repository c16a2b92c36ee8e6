"""JSON Lines: a record per line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from index.articles.article import Article, Rejection
from index.limits import limit
from index.sources.encoding import bounded_lines, text_of
from index.sources.source import Source


def read_jsonl(source: Source) -> Iterator[Article | Rejection]:
    """Give an Article or a Rejection for every line that is not blank."""
    text = text_of(source.stream, source.head)
    for number, line in enumerate(bounded_lines(text, limit("record_bytes")), 1):
        position = f"line {number}"
        if line is None:
            yield source.reject("too-long", f"The line is longer than {limit('record_bytes'):,} characters.", position)
        elif line.strip():
            yield read_json_record(source, line, position)


def read_json_record(source: Source, text: str, position: str) -> Article | Rejection:
    """Return what the JSON object ``text`` holds."""
    try:
        record = json.loads(text, strict=False)
    except RecursionError:
        return source.reject("bad-json", "The JSON is nested too deep.", position)
    except ValueError as error:
        return source.reject(
            "bad-json", f"This is not JSON: {getattr(error, 'msg', 'a number is too long')}.", position
        )
    if not isinstance(record, dict):
        return source.reject("bad-json", f"The record is no JSON object but a {type(record).__name__}.", position)
    return source.article(record, position)
