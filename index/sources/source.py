"""One input while it is being read: its name, its bytes, and what it may cost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from index.articles.article import Article, Rejection
from index.limits import limit
from index.sources.bytes_read import Progress
from index.sources.record import Refused, article_from
from index.sources.sitemap_entries import SitemapEntries

BUFFER = 1 << 16


class Readable(Protocol):
    """What every decompressor and archive member can do."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, b"" at the end."""


class ExpandsTooMuch(Refused):
    """A compressed file unfolds beyond the limits; nothing more is read from it."""


@dataclass(slots=True)
class Meter:
    """How many bytes of one file of ``size`` were read from disk and how many came out of its archives."""

    consumed: int = 0
    expanded: int = 0
    size: int | None = None

    def consume(self, count: int) -> None:
        """Account for ``count`` bytes from disk; those of a file are counted once, however often they are read."""
        self.consumed = min(self.consumed + count, self.consumed + count if self.size is None else self.size)

    def expand(self, count: int) -> None:
        """Account for ``count`` decompressed bytes.  Raises ExpandsTooMuch beyond the limits."""
        self.expanded += count
        allowed = max(limit("expansion_grace"), limit("expansion_ratio") * self.consumed)
        if self.expanded > min(allowed, limit("expansion_bytes")):
            raise ExpandsTooMuch(
                "expands-too-much", f"{self.consumed:,} bytes expand to more than {self.expanded - count:,}."
            )


class Metered(io.RawIOBase):
    """A byte stream that reports every byte before handing it on."""

    def __init__(self, stream: Readable, charge: Callable[[int], None], file: BinaryIO | None = None) -> None:
        self._stream, self._charge, self._file = stream, charge, file

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Tell whether there is a file under the stream."""
        return self._file is not None

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move in the file under the stream."""
        return self._file.seek(offset, whence) if self._file else super().seek(offset, whence)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` as far as the stream goes, so that one peek shows a whole buffer's worth."""
        filled = 0
        while filled < len(buffer) and (data := self._stream.read(len(buffer) - filled)):
            buffer[filled : filled + len(data)] = data
            filled += len(data)
        self._charge(filled)
        return filled


@dataclass(slots=True)
class Context:
    """What all inputs of one ``read`` share."""

    progress: Progress
    sitemap: SitemapEntries = field(default_factory=SitemapEntries)


@dataclass(slots=True)
class Source:
    """A named stream of bytes, unpacked ``depth`` times."""

    name: str
    stream: io.BufferedReader[Metered]
    meter: Meter
    context: Context
    depth: int = 0

    @property
    def head(self) -> bytes:
        """Return the first bytes, up to 64 KiB, without consuming them; only at the start."""
        return self.stream.peek(BUFFER)

    def child(self, name: str | None, stream: Readable) -> Source:
        """Return what comes out of this source by unpacking: a member, or (without a name) its whole content."""
        label = f"{self.name}!{shown(name)}" if name else self.name
        raw = io.BufferedReader(Metered(stream, self.meter.expand), BUFFER)
        return Source(label, raw, self.meter, self.context, self.depth + 1)

    def reject_member(self, name: str, reason: str, detail: str) -> Rejection:
        """Return the Rejection of a member that is not unpacked."""
        return Rejection(f"{self.name}!{shown(name)}", "", reason, detail)

    def whole(self, limit_name: str) -> bytes:
        """Return all bytes.  Raises Refused beyond the limit called ``limit_name``."""
        data = self.stream.read(limit(limit_name) + 1)
        if len(data) > limit(limit_name):
            raise Refused("too-long", f"It is longer than {limit(limit_name):,} bytes.")
        return data

    def article(
        self, record: Mapping[str, object], position: str, *, html_lang: str | None = None
    ) -> Article | Rejection:
        """Return the Article in ``record``, or the Rejection that says why there is none."""
        try:
            return article_from(record, html_lang=html_lang, notes=self.context.progress.notes)
        except Refused as refusal:
            return self.reject(refusal.reason, refusal.detail, position)
        except Exception as error:  # a record may never stop the rest
            return self.reject("unreadable", f"The record cannot be read ({type(error).__name__}).", position)

    def reject(self, reason: str, detail: str, position: str = "") -> Rejection:
        """Return the Rejection of what stands at ``position``."""
        return Rejection(self.name, position, reason, detail)


def open_source(name: str, stream: BinaryIO, context: Context, size: int | None = None) -> Source:
    """Return a source for a file of ``size``, or a pipe (None), of the file system."""
    meter = Meter(size=size)

    def charge(count: int) -> None:
        meter.consume(count)
        context.progress.advance(count)

    raw = io.BufferedReader(Metered(stream, charge, stream if size is not None else None), BUFFER)
    return Source(shown(name), raw, meter, context)


def shown(name: str) -> str:
    """Return a file name as text that can be printed and stored, whatever its bytes."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", name.encode("utf-8", "replace").decode())
