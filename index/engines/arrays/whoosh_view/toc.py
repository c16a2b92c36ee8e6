"""Whoosh's table of contents of an array index, read without trusting it."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from index.engines.arrays.format.segment_view import SegmentView
from index.engines.arrays.whoosh_view.codec import ArrayCodec, ArraySegment
from index.engines.whoosh.schema import INDEX_NAME, whoosh_schema
from index.errors import DamagedIndex

#: All that a table of contents of ours may name.  A pickle that names anything else is refused before it does anything.
_ALLOWED: Final = {"ArraySegment": ArraySegment, "ArrayCodec": ArrayCodec}
#: The codec's module today, and what it was called in tables of contents of the first release.
_MODULES: Final = ("index.engines.arrays.whoosh_view.codec", "index.segment.codec")


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module not in _MODULES or name not in _ALLOWED:
            raise pickle.UnpicklingError(f"it names {module}.{name}")
        return _ALLOWED[name]


def read_toc(directory: Path) -> TOC:
    """Return the newest table of contents; DamagedIndex when it cannot be read or names what it should not."""
    storage = FileStorage(str(directory))
    generation = TOC._latest_generation(storage, INDEX_NAME)
    name = TOC._filename(INDEX_NAME, generation)
    if generation < 0:
        raise DamagedIndex(f"{directory} holds no index; run `poshuk rebuild`.")
    try:
        return TOC(whoosh_schema(), _segments(storage.open_file(name), generation), generation)
    except Exception as error:  # whatever a damaged pickle may raise
        raise DamagedIndex(
            f"{name}: {error or type(error).__name__}; run `poshuk rollback` or `poshuk rebuild`."
        ) from error


def _segments(stream: Any, generation: int) -> list[ArraySegment]:
    """Skip what precedes the list of segments, as in ``whoosh.index.TOC.read``."""
    with stream:
        sizes = [stream.read_varint() for _ in range(3)]
        if sizes != [4, 8, 4] or stream.read_int() != -12345:
            raise ValueError("not a table of contents")
        stream.read_int()
        for _ in range(3):
            stream.read_varint()
        stream.read_string()
        if stream.read_int() != generation:
            raise ValueError("it belongs to another generation")
        stream.read_int()
        segments = _Unpickler(io.BytesIO(stream.read())).load()
    if type(segments) is not list or not all(isinstance(segment, ArraySegment) for segment in segments):
        raise ValueError("it holds something else than segments")
    return segments


def open_segments(directory: Path) -> list[SegmentView]:
    """Open an index directory; DamagedIndex names what is not sound."""
    return [segment.view(directory) for segment in read_toc(directory).segments]
