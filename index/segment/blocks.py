"""Stored articles: JSON lines, several to a zstd frame, so that they compress well and one is still read quickly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import zstandard

from index.segment.layout import Bytes, Ints, Longs

#: A frame is closed when its lines have this many bytes: see docs/decisions/0080.
FRAME_BYTES: Final = 16 << 10
FRAME_LINES: Final = 1 << 15
LEVEL: Final = 3


class LineWriter:
    """Gathers lines into frames and hands each finished frame to ``sink``."""

    def __init__(self, sink: Callable[[bytes], None]) -> None:
        self._sink = sink
        self._compress = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, write_content_size=True).compress
        self._lines: list[bytes] = []
        self._size = 0
        self.frame_lengths: list[int] = []

    def add(self, line: bytes) -> tuple[int, int]:
        """Add a line without a line feed in it; return its frame and its place there."""
        if self._size >= FRAME_BYTES or len(self._lines) >= FRAME_LINES:
            self.flush()
        place = len(self.frame_lengths), len(self._lines)
        self._lines.append(line)
        self._size += len(line)
        return place

    def flush(self) -> None:
        """Close the frame that is open."""
        if self._lines:
            self.add_frame(self._compress(b"\n".join(self._lines)))
            self._lines, self._size = [], 0

    def add_frame(self, frame: bytes) -> None:
        """Take a finished frame as it is."""
        self._sink(frame)
        self.frame_lengths.append(len(frame))


class LineReader:
    """Reads lines by frame and place."""

    def __init__(
        self, frames: Bytes, starts: Longs, frame: Ints, line: np.ndarray[tuple[int], np.dtype[np.uint16]]
    ) -> None:
        self.frames, self.starts, self.frame, self.line = frames, starts, frame, line

    def __getitem__(self, document: int) -> bytes:
        return self.lines(int(self.frame[document]))[self.line[document]]

    def lines(self, frame: int) -> list[bytes]:
        """Return all lines of a frame; zstandard.ZstdError when it is damaged."""
        data = self.frames[self.starts[frame] : self.starts[frame + 1]]
        content: bytes = zstandard.ZstdDecompressor().decompress(data.data)
        return content.split(b"\n")
