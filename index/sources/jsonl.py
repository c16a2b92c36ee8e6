"""JSON Lines: a record per line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from index.articles.article import Article, Rejection
from index.limits import limit
from index.sources.encoding import bounded_lines, text_of
from index.sources.source import Source
from index.sources.wrappers import records_in


def read_jsonl(source: Source) -> Iterator[Article | Rejection]:
    """Give an Article or a Rejection for every line that is not blank."""
    text = text_of(source.stream, source.head)
    for number, line in enumerate(bounded_lines(text, limit("record_bytes")), 1):
        position = f"line {number}"
        if line is None:
            yield source.reject("too-long", f"The line is longer than {limit('record_bytes'):,} characters.", position)
        elif line.strip():
            yield from read_json_records(source, line, position)


def read_json_records(source: Source, text: str, position: str) -> Iterator[Article | Rejection]:
    """Give what the JSON object ``text`` holds: a record, or a list of records somewhere within it."""
    try:
        record = json.loads(text, strict=False)
    except RecursionError:
        yield source.reject("bad-json", "The JSON is nested too deep.", position)
        return
    except ValueError as error:
        yield source.reject("bad-json", f"This is not JSON: {getattr(error, 'msg', 'a number is too long')}.", position)
        return
    if not isinstance(record, dict):
        yield source.reject("bad-json", f"The record is no JSON object but a {type(record).__name__}.", position)
        return
    for inner in records_in(record):
        yield source.article(inner, position)
