"""Read every input that is named: open, recognise, hand to the reader of its format, unpack what comes out."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from index.articles.article import Article, Rejection
from index.limits import limit
from index.sources.archives import unpack, unpack_tar, unpack_zip
from index.sources.bytes_read import Progress
from index.sources.capture import read_capture
from index.sources.feed import read_feed
from index.sources.files import Input, find_inputs
from index.sources.json_values import read_json
from index.sources.jsonl import read_jsonl
from index.sources.page import read_html
from index.sources.recognise import recognise
from index.sources.record import Refused
from index.sources.sitemap import read_sitemap
from index.sources.source import Context, ExpandsTooMuch, Source, open_source, shown
from index.sources.table import read_table
from index.sources.warc import read_warc

Reader = Callable[[Source], Iterator[Article | Rejection | Source]]

READERS: dict[str, Reader] = {
    "gzip": partial(unpack, gzip.open),
    "bzip2": partial(unpack, bz2.open),
    "xz": partial(unpack, lzma.open),
    "zip": unpack_zip,
    "tar": unpack_tar,
    "jsonl": read_jsonl,
    "json": read_json,
    "html": read_html,
    "feed": read_feed,
    "sitemap": read_sitemap,
    "warc": read_warc,
    "table": read_table,
    "text": read_capture,
}
DAMAGE = (EOFError, lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile)
UNREADABLE = {
    "empty": ("empty", "There is nothing in it."),
    "binary": ("unknown-format", "It is in none of the formats that can be read."),
    "xml": ("unknown-format", "It is XML, but no feed, sitemap or page."),
}


def read(
    paths: Iterable[str], *, stdin: BinaryIO | None = None, progress: Progress | None = None
) -> Iterator[Article | Rejection]:
    """Give an Article or a Rejection for every record in the files, folders, patterns and "-" (``stdin``) of ``paths``.

    Streams: holds one record at a time, and never raises for what an input holds.  ``progress`` is kept up to date.
    """
    named = list(paths)
    context = Context(progress or Progress())
    if progress:
        progress.total = _total(find_inputs(named))
    for item in find_inputs(named):
        context.progress.file = shown(item.path)
        yield from _read_input(item, stdin, context)
    for file, position, url in context.sitemap.unused():
        yield Rejection(file, position, "no-body", f"The sitemap names {url}, but that page was not among the inputs.")


def _total(inputs: Iterable[Input]) -> int | None:
    sizes = [item.size for item in inputs]
    return None if None in sizes else sum(size or 0 for size in sizes)


def _read_input(item: Input, stdin: BinaryIO | None, context: Context) -> Iterator[Article | Rejection]:
    name = shown(item.path)
    if item.problem or (item.path == "-" and stdin is None):
        yield Rejection(name, "", "no-file", item.problem or "There is no standard input.")
    elif item.path == "-" and stdin:
        yield from read_source(open_source(name, stdin, context))
    else:
        try:
            with Path(item.path).open("rb", buffering=0) as stream:
                yield from read_source(open_source(item.path, stream, context, item.size))
        except OSError as error:
            yield Rejection(name, "", "no-file", f"It cannot be opened: {error.strerror}.")


def read_source(source: Source) -> Iterator[Article | Rejection]:
    """Read one input, and those that it unpacks to.  Whatever goes wrong ends this input only, with a Rejection."""
    try:
        yield from _read_by_kind(source)
    except ExpandsTooMuch as refusal:
        if source.depth:  # the whole file is at fault, not this member
            raise
        yield source.reject(refusal.reason, refusal.detail)
    except Refused as refusal:
        yield source.reject(refusal.reason, refusal.detail)
    except DAMAGE as error:
        yield source.reject("damaged", f"It is damaged or cut short ({error}).")
    except Exception as error:  # one broken input may never stop the rest
        yield source.reject("unreadable", f"It cannot be read to its end ({type(error).__name__}).")


def _read_by_kind(source: Source) -> Iterator[Article | Rejection]:
    if source.depth > limit("archive_depth"):
        raise Refused("too-deep", f"It is packed more than {limit('archive_depth')} times.")
    kind = recognise(source.head)
    if kind in UNREADABLE:
        raise Refused(*UNREADABLE[kind])
    found = kind == "sitemap"  # its entries wait for their pages
    for item in READERS[kind](source):
        found = True
        yield from read_source(item) if isinstance(item, Source) else (item,)
    if not found:
        raise Refused("empty", "There is no article in it.")
