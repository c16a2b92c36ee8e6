"""The container: named arrays in one write-once file, checked by a footer and checksums, read through one mapping."""

from __future__ import annotations

import contextlib
import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.errors import DamagedIndex
from index.files.storage import create

MAGIC: Final = b"POSHUKAR"
VERSION: Final = 3
ALIGNMENT: Final = 64
#: magic, version, CRC-32 of the directory, offset of the directory, length of the file
_FOOTER: Final = struct.Struct("<8sIIQQ")

Array = NDArray[Any]


class DamagedFile(DamagedIndex):
    """An index file that is not what was written; ``path`` is the file."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}; run `poshuk rollback`, or `poshuk rebuild`.")
        self.path = path


class ArrayEntry(NamedTuple):
    """An array's line in the directory: its dtype, offset in the file, number of elements, and CRC-32."""

    dtype: str
    start: int
    size: int
    crc: int


class ContainerWriter:
    """Writes arrays into a new file, which is valid once ``close`` has returned.

    As a context manager it removes the file when there is an error.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = create(path)
        self._file.write(MAGIC)
        self._end = len(MAGIC)
        self._slots: dict[str, Slot] = {}

    def __enter__(self) -> ContainerWriter:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is not None:
            self.abandon()

    def add(self, name: str, array: Array) -> None:
        """Write one whole array."""
        self.reserve(name, array.dtype, array.size).append(array)

    def reserve(self, name: str, dtype: DTypeLike, size: int) -> Slot:
        """Reserve room for an array that will come in pieces; several may be filled at the same time."""
        start = self._end + -self._end % ALIGNMENT
        self._slots[name] = slot = Slot(self._file, np.dtype(dtype).newbyteorder("<"), start, size)
        self._end = slot.end
        return slot

    def close(self, **meta: int | str) -> None:
        """Write the directory and the footer, and close the file.  Every slot must be full."""
        arrays = {name: slot.entry() for name, slot in self._slots.items()}
        directory = json.dumps({"meta": meta, "arrays": arrays}, separators=(",", ":")).encode()
        length = self._end + len(directory) + _FOOTER.size
        self._file.seek(self._end)
        self._file.write(directory)
        self._file.write(_FOOTER.pack(MAGIC, VERSION, zlib.crc32(directory), self._end, length))
        self._file.close()

    def abandon(self) -> None:
        """Close and remove the unfinished file."""
        with contextlib.suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)


class Slot:
    """Room for one array in a file under way."""

    def __init__(self, file: BinaryIO, dtype: np.dtype[Any], start: int, size: int) -> None:
        self._file = file
        self._dtype = dtype
        self._start = self._next = start
        self._size = size
        self._crc = 0
        self.end = start + size * dtype.itemsize

    def append(self, array: Array) -> None:
        """Write the next piece."""
        if array.size:
            data = np.ascontiguousarray(array, self._dtype).reshape(-1).view(np.uint8).data
            self._crc = zlib.crc32(data, self._crc)
            self._file.seek(self._next)
            self._file.write(data)
            self._next += len(data)

    def entry(self) -> ArrayEntry:
        """Return the array's line in the directory."""
        if self._next != self.end:
            raise ValueError(f"{self._next - self._start} bytes of {self.end - self._start} were written.")
        return ArrayEntry(self._dtype.str, self._start, self._size, self._crc)


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
        except FileNotFoundError:
            raise DamagedFile(path, "the file is missing") from None
        self.meta, self._arrays = self._read_directory()

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __getitem__(self, name: str) -> Array:
        try:
            entry = self._arrays[name]
        except KeyError:
            raise DamagedFile(self.path, f"there is no array {name!r}") from None
        dtype = np.dtype(entry.dtype)
        return self._bytes[entry.start : entry.start + entry.size * dtype.itemsize].view(dtype)

    @property
    def octets(self) -> NDArray[np.uint8]:
        """The whole file, uint8, read-only."""
        return self._bytes

    def verify(self) -> None:
        """Read every byte; DamagedFile names the first array whose checksum differs."""
        end = len(MAGIC)
        for name, entry in sorted(self._arrays.items(), key=lambda item: item[1].start):
            data = self[name].view(np.uint8)
            if zlib.crc32(data.data) != entry.crc or self._bytes[end : entry.start].any():
                raise DamagedFile(self.path, f"the checksum of {name!r} differs")
            end = entry.start + data.size

    def _read_directory(self) -> tuple[dict[str, Any], dict[str, ArrayEntry]]:
        size = self._bytes.size
        if size < len(MAGIC) + _FOOTER.size:
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
        return content["meta"], {name: ArrayEntry(*entry) for name, entry in content["arrays"].items()}
