"""JSON documents of any size: an object, objects one after another, an array of them, or {"articles": [...]}."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from index.articles.article import Article, Rejection
from index.limits import limit
from index.sources.encoding import text_of
from index.sources.jsonl import read_json_records
from index.sources.source import BUFFER, Source

STRING = r'"(?:[^"\\]++|\\.)*+"'
LISTS = "articles|items|news|documents|docs|results|records|entries|posts|stories|data"
#: What stands before the first record of a list: "[", or an object's scalar members and a list of a well-known name.
LIST_OPENING = re.compile(
    rf'\s*+(?:\[|\{{(?:\s*+(?!"(?:{LISTS})"){STRING}\s*+:\s*+(?:{STRING}|[\w.+-]++)\s*+,)*+\s*+"(?:{LISTS})"\s*+:\s*+\[)',
    re.IGNORECASE | re.DOTALL,
)
#: A string, perhaps one that goes on beyond the text held, or a bracket.
TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?P<closed>")?|[{}\[\]]', re.DOTALL)


def read_json(source: Source) -> Iterator[Article | Rejection]:
    """Give an Article or a Rejection for every record, however long the document."""
    text = text_of(source.stream, source.head)
    start = text.read(BUFFER)
    opening = LIST_OPENING.match(start)
    for number, value in enumerate(cut_values(start[opening.end() :] if opening else start, text.read), 1):
        position = f"record {number}"
        if value is None:
            yield source.reject("too-long", f"It is longer than {limit('record_bytes'):,} characters.", position)
        else:
            yield from read_json_records(source, value, position)


def cut_values(held: str, read: Callable[[int], str]) -> Iterator[str | None]:
    """Cut a sequence of JSON values, separated by commas or space, into the text of each.

    ``held`` is the beginning, ``read`` gives up to so many more characters.  Only brackets and quotes are looked at, so
    a record with another mistake in it is cut out whole.  Ends at a closing bracket too many.
    A value beyond the limit is given as None and never held.
    """
    depth = place = begin = 0
    oversize = False
    while True:
        unfinished = None
        for match in TOKEN.finditer(held, place):
            mark, place = match[0], match.end()
            if mark[0] == '"':
                unfinished = None if match["closed"] else match
            elif mark in "{[":
                if depth == 0:
                    yield from _between(held[begin : match.start()], oversize)
                    begin, oversize = match.start(), False
                depth += 1
            elif depth <= 1:  # the end of a value, or at depth 0 of the list
                yield from _between(held[begin : match.start() + depth], oversize)
                if depth == 0:
                    return
                depth, begin, oversize = 0, place, False
            else:
                depth -= 1
        place = unfinished.start() if unfinished else len(held)
        if len(held) - begin > limit("record_bytes"):
            held, place, begin, oversize = _forget(held, unfinished), 0, 0, True
        else:
            held, place, begin = held[begin:], place - begin, 0
        more = read(max(BUFFER, len(held)))
        if not more:
            yield from _between(held, oversize)
            return
        held += more


def _forget(held: str, unfinished: re.Match[str] | None) -> str:
    """Return the least text after which scanning can go on: the quote, and perhaps backslash, of an open string."""
    return '"' + held[unfinished.end() :] if unfinished else ""


def _between(text: str, oversize: bool) -> Iterator[str | None]:
    """Give a value, or what stands between values if it is anything: that will be rejected as no record."""
    value = text.strip(" \t\r\n,")
    if oversize or value:
        yield None if oversize else value
