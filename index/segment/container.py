"""The container: named arrays in one write-once file, checked by a footer and checksums, read through one mapping."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.errors import DamagedIndex
from index.storage import create

MAGIC: Final = b"POSHUKAR"
VERSION: Final = 1
ALIGNMENT: Final = 64
#: magic, version, CRC-32 of the directory, offset of the directory, length of the file
_FOOTER: Final = struct.Struct("<8sIIQQ")

Array = NDArray[Any]


class DamagedFile(DamagedIndex):
    """An index file that is not what was written; ``path`` is the file."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}; run `poshuk rollback`, or `poshuk rebuild`.")
        self.path = path


class ContainerWriter:
    """Writes arrays one after the other; the file is valid once ``close`` has returned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = create(path)
        self._file.write(MAGIC)
        self._offset = len(MAGIC)
        self._directory: dict[str, list[Any]] = {}

    def add(self, name: str, array: Array) -> None:
        """Write one whole array."""
        self.stream(name, array.dtype, (array,))

    def stream(self, name: str, dtype: DTypeLike, chunks: Iterable[Array]) -> None:
        """Write an array that comes in pieces."""
        dtype = np.dtype(dtype).newbyteorder("<")
        self._pad()
        start, crc = self._offset, 0
        for chunk in chunks:
            data = np.ascontiguousarray(chunk, dtype).data.cast("B") if chunk.size else b""
            crc = zlib.crc32(data, crc)
            self._file.write(data)
            self._offset += len(data)
        self._directory[name] = [dtype.str, start, (self._offset - start) // dtype.itemsize, crc]

    def close(self, **meta: int | str) -> None:
        """Write the directory and the footer, and close the file."""
        self._pad()
        directory = json.dumps({"meta": meta, "arrays": self._directory}, separators=(",", ":")).encode()
        length = self._offset + len(directory) + _FOOTER.size
        self._file.write(directory)
        self._file.write(_FOOTER.pack(MAGIC, VERSION, zlib.crc32(directory), self._offset, length))
        self._file.close()

    def abandon(self) -> None:
        """Close and remove the unfinished file."""
        try:
            self._file.close()
        finally:
            self.path.unlink(missing_ok=True)

    def _pad(self) -> None:
        padding = -self._offset % ALIGNMENT
        self._file.write(b"\0" * padding)
        self._offset += padding


class Container:
    """A container open for reading: ``container[name]`` is a read-only array in the mapping.

    Opening reads the footer and the directory only.  DamagedFile when they are not sound; ``verify`` reads everything.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._bytes = np.memmap(path, np.uint8, "r").view(np.ndarray)
        except ValueError:
            raise DamagedFile(path, "the file is empty") from None
        self.meta, self._arrays = self._read_directory()

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __getitem__(self, name: str) -> Array:
        try:
            dtype, start, count, _ = self._arrays[name]
        except KeyError:
            raise DamagedFile(self.path, f"there is no array {name!r}") from None
        dtype = np.dtype(dtype)
        return self._bytes[start : start + count * dtype.itemsize].view(dtype)

    def verify(self) -> None:
        """Read every array; DamagedFile names the first whose checksum differs."""
        for name, (_, _, _, crc) in self._arrays.items():
            if zlib.crc32(self[name].view(np.uint8).data) != crc:
                raise DamagedFile(self.path, f"the checksum of {name!r} differs")

    def _read_directory(self) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        size = self._bytes.size
        if size < ALIGNMENT + _FOOTER.size:
            raise DamagedFile(self.path, "the file is too short")
        magic, version, crc, offset, length = _FOOTER.unpack(self._bytes[-_FOOTER.size :].tobytes())
        if magic != MAGIC or self._bytes[: len(MAGIC)].tobytes() != MAGIC:
            raise DamagedFile(self.path, "this is not an array container, or it is cut short")
        if version != VERSION:
            raise DamagedFile(self.path, f"the format is version {version}, this program reads version {VERSION}")
        directory = self._bytes[offset : size - _FOOTER.size].tobytes()
        if length != size or zlib.crc32(directory) != crc:
            raise DamagedFile(self.path, "the length or the directory's checksum differs")
        content = json.loads(directory)
        return content["meta"], content["arrays"]
