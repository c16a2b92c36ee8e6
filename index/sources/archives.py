"""Compressed files and archives, unpacked as streams: nothing is ever extracted to a path that an archive names."""

from __future__ import annotations

import os
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO, BinaryIO, cast

from index.articles.article import Rejection
from index.limits import limit
from index.sources.record import Refused
from index.sources.source import BUFFER, Readable, Source

#: How a zip ends (APPNOTE 4.3.16 and 4.3.14): signature, structure, the field with the size of its table of contents.
ZIP_ENDS = ((b"PK\x05\x06", struct.Struct("<4s4H2LH"), 5), (b"PK\x06\x06", struct.Struct("<4sQ2H2L4Q"), 8))
ZIP_TAIL = 66_000  # a comment of 65,535 bytes may follow
SEE_ZIP64 = 0xFFFFFFFF
ENCRYPTED = 0x1


def unpack(decompress: Callable[[BinaryIO], Readable], source: Source) -> Iterator[Source]:
    """Give the decompressed content of a ``.gz``, ``.bz2`` or ``.xz`` file."""
    yield source.child(None, decompress(source.stream))


def unpack_tar(source: Source) -> Iterator[Source | Rejection]:
    """Give the regular files in a tar archive, in its order.  Links and devices in it are not followed."""
    with tarfile.open(fileobj=source.stream, mode="r|") as archive:
        for number, member in enumerate(archive, 1):
            if number > limit("archive_members"):
                raise Refused("too-many", f"The archive has more than {limit('archive_members'):,} members.")
            archive.members.clear()  # type: ignore[attr-defined]  # or the list would grow with the archive
            if member.issparse():  # a few bytes may claim terabytes
                yield source.reject_member(member.name, "sparse", "A sparse member is not unpacked.")
            elif member.isreg() and (content := archive.extractfile(member)):
                yield source.child(member.name, content)


def unpack_zip(source: Source) -> Iterator[Source | Rejection]:
    """Give the files in a zip archive, in its order."""
    with _seekable(source) as file:
        _check_directory(file)
        with zipfile.ZipFile(file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > limit("archive_members"):
                raise Refused("too-many", f"The archive has {len(members):,} members.")
            for member in members:
                yield from _unpack_member(source, archive, member)


def _unpack_member(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Source | Rejection]:
    if member.flag_bits & ENCRYPTED:
        yield source.reject_member(member.filename, "encrypted", "The member is encrypted.")
        return
    try:
        content = archive.open(member)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        yield source.reject_member(member.filename, "damaged", f"The member cannot be unpacked: {error}.")
        return
    with content:
        yield source.child(member.filename, content)


def _seekable(source: Source) -> AbstractContextManager[IO[bytes]]:
    """Return the archive as a file that can be sought in: itself, or a copy that vanishes when closed."""
    if source.stream.seekable():
        return nullcontext(cast(IO[bytes], source.stream))
    copy = tempfile.SpooledTemporaryFile(max_size=limit("spool_memory"))  # noqa: SIM115 - closed by the caller
    while data := source.stream.read(BUFFER):
        if copy.tell() + len(data) > limit("spool_bytes"):
            copy.close()
            raise Refused("too-long", f"A zip of more than {limit('spool_bytes'):,} bytes is not copied aside.")
        copy.write(data)
    return copy


def _check_directory(file: IO[bytes]) -> None:
    """Refuse a zip whose table of contents would not fit in memory: zipfile reads it whole."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - ZIP_TAIL))
    tail = file.read()
    for signature, structure, field in ZIP_ENDS:
        place = tail.rfind(signature)
        if 0 <= place <= len(tail) - structure.size:
            size = structure.unpack_from(tail, place)[field]
            if limit("archive_directory_bytes") < size != SEE_ZIP64:
                raise Refused("too-many", f"The zip's table of contents has {size:,} bytes.")
