"""WARC files, as web crawlers write them: an article per HTML response."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from index.articles.article import Article, Rejection
from index.limits import limit
from index.sources.page import read_page
from index.sources.record import Refused
from index.sources.source import Source


def read_warc(source: Source) -> Iterator[Article | Rejection]:
    """Give an Article or a Rejection for every response that is an HTML page.

    Requests, metadata, images and the like are no records of ours; ``not-html`` in the notes counts such responses.
    """
    try:
        for number, record in enumerate(ArchiveIterator(source.stream, no_record_parse=False), 1):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            content_type = record.http_headers.get_header("Content-Type") or ""
            if "html" in content_type.lower():
                yield _read_response(source, record, content_type, f"record {number}")
            else:
                source.context.progress.note("not-html")
    except ArchiveLoadFailed as error:
        raise Refused("damaged", f"It is damaged or cut short ({error}).") from None


def _read_response(source: Source, record: Any, content_type: str, position: str) -> Article | Rejection:
    url = record.rec_headers.get_header("WARC-Target-URI")
    status = record.http_headers.get_statuscode()
    if status != "200":
        return source.reject("http-status", f"The answer for {url} was {status}, not a page.", position)
    data = record.content_stream().read(limit("page_bytes") + 1)
    if len(data) > limit("page_bytes"):
        return source.reject("too-long", f"The page is longer than {limit('page_bytes'):,} bytes.", position)
    charset = content_type.lower().partition("charset=")[2].strip(" \"'").partition(";")[0]
    return read_page(source, data, position, url=url, charset=charset or None)
