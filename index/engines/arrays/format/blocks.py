"""Stored articles: JSON lines, several to a zstd frame, so that they compress well and one is still read quickly."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

import numpy as np
import zstandard
from numpy.typing import NDArray

from index.files.array_types import Bytes, Ints, Longs
from index.files.container import ContainerWriter

#: A frame is closed when its lines have this many bytes: see docs/decisions/0100.
FRAME_BYTES: Final = 24 << 10
#: A merge packs the lines of a frame with fewer compressed bytes anew.
SMALL_FRAME: Final = FRAME_BYTES >> 3
FRAME_LINES: Final = 1 << 15
LEVEL: Final = 3


class LineWriter:
    """Gathers lines into frames."""

    def __init__(self) -> None:
        self._compress = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, write_content_size=True).compress
        self._frames: list[Bytes] = []
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, line: bytes) -> tuple[int, int]:
        """Add a line, which has no line feed in it; return its frame and its index there."""
        if self._size >= FRAME_BYTES or len(self._lines) >= FRAME_LINES:
            self._close()
        position = len(self._frames), len(self._lines)
        self._lines.append(line)
        self._size += len(line)
        return position

    def add_frame(self, frame: Bytes) -> int:
        """Add a finished frame as it is; return its number."""
        self._close()
        self._frames.append(frame)
        return len(self._frames) - 1

    def finished(self) -> list[Bytes]:
        """Return all frames."""
        self._close()
        return self._frames

    def _close(self) -> None:
        if self._lines:
            self._frames.append(np.frombuffer(self._compress(b"\n".join(self._lines)), np.uint8))
            self._lines, self._size = [], 0


class _OfThread(threading.local):
    """A decompressor per thread: making one takes half as long as reading a frame, and none may be shared."""

    def __init__(self) -> None:
        self.decompress = zstandard.ZstdDecompressor().decompress


_OF_THREAD: Final = _OfThread()


class LineReader:
    """Reads lines: ``reader[document]``.  ``stored`` in the layout."""

    def __init__(self, frames: Bytes, starts: Longs, frame: Ints, line: NDArray[np.uint16]) -> None:
        self.frames, self.starts, self.frame, self.line = frames, starts, frame, line

    def __getitem__(self, document: int) -> bytes:
        return self.lines(int(self.frame[document]))[int(self.line[document])]

    def lines(self, frame: int) -> list[bytes]:
        """Return all lines of a frame; zstandard.ZstdError when it is damaged."""
        content: bytes = _OF_THREAD.decompress(self.raw(frame).data)
        return content.split(b"\n")

    def raw(self, frame: int) -> Bytes:
        """Return a frame as it is."""
        return self.frames[self.starts[frame] : self.starts[frame + 1]]

    def is_large(self, frame: int) -> bool:
        """Say whether a frame is large enough to be copied as it is."""
        return bool(self.starts[frame + 1] - self.starts[frame] >= SMALL_FRAME)


def write_frames(out: ContainerWriter, frames: Sequence[Bytes]) -> None:
    """Write frames end to end."""
    starts = np.cumsum([0, *map(len, frames)], dtype=np.int64)
    slot = out.reserve("stored.frames", np.uint8, int(starts[-1]))
    for frame in frames:
        slot.append(frame)
    out.add("stored.frame_starts", starts)
