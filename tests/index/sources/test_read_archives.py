"""Compressed files and archives: streamed, nested, bounded, never extracted to disk."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tracemalloc
import zipfile

import pytest

from index.limits import LIMITS, MB

LINE = b'{"title": "The library opens", "text": "The reading room has opened after repairs."}\n'


def make_zip(*members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def make_tar(*members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if isinstance(data, bytes):
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
            else:
                info.type, info.linkname = data
                archive.addfile(info)
    return out.getvalue()


PACKED = {
    "gz": gzip.compress(LINE),
    "gz of two members": gzip.compress(LINE[:30]) + gzip.compress(LINE[30:]),
    "bz2": bz2.compress(LINE),
    "xz": lzma.compress(LINE),
    "zip": make_zip(("a.jsonl", LINE)),
    "zip stored": make_zip(("a.jsonl", LINE), compression=zipfile.ZIP_STORED),
    "tar": make_tar(("a.jsonl", LINE)),
    "tar.gz": make_tar(("a.jsonl", LINE), mode="w:gz"),
    "tar.bz2": make_tar(("a.jsonl", LINE), mode="w:bz2"),
    "tar.xz": make_tar(("a.jsonl", LINE), mode="w:xz"),
    "gz in zip in tar": make_tar(("b.zip", make_zip(("a.gz", gzip.compress(LINE))))),
}


@pytest.mark.parametrize("kind", PACKED)
def test_every_kind(read_file, read_stdin, kind):
    assert read_file(PACKED[kind]).titles == ["The library opens"]
    assert read_stdin(PACKED[kind]).titles == ["The library opens"]


def test_rejections_name_the_member(read_file):
    found = read_file(make_zip(("inner.jsonl", LINE + b"{broken\n"), ("b/notes.txt", "No article.")), name="a.zip")
    assert [(item.file.rpartition("/a.zip")[2], item.position, item.reason) for item in found.rejections] == [
        ("!inner.jsonl", "line 2", "bad-json"),
        ("!b/notes.txt", "", "not-an-article"),
    ]


@pytest.mark.parametrize("kind", [kind for kind in PACKED if kind != "gz of two members"])
@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_cut_short_is_rejected_not_raised(read_file, kind, keep):
    data = PACKED[kind]
    found = read_file(data[: int(len(data) * keep)])
    assert found.rejections or found.titles == ["The library opens"]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_bomb_of_a_thousand_to_one(read_file, monkeypatch, compress):
    monkeypatch.setitem(LIMITS, "expansion_grace", 4 * MB)
    bomb = compress(LINE + b'{"title": "' + b"0" * (40 * MB) + b'"}\n')
    tracemalloc.start()
    found = read_file(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.titles == ["The library opens"]
    assert found.reasons == {"expands-too-much": 1}
    assert peak < 64 * MB


def test_bomb_in_an_archive_is_rejected_once_and_the_next_file_read(tmp_path, monkeypatch):
    from index.sources import read

    monkeypatch.setitem(LIMITS, "expansion_grace", 1 * MB)
    monkeypatch.setitem(LIMITS, "expansion_ratio", 10)
    (tmp_path / "a.zip").write_bytes(
        make_zip(*((f"{number}.jsonl", b'{"title": "' + b"0" * (4 * MB)) for number in range(5)))
    )
    (tmp_path / "b.jsonl").write_bytes(LINE)
    found = list(read([str(tmp_path)]))
    assert [getattr(item, "reason", "article") for item in found] == ["expands-too-much", "article"]


def test_archives_within_archives_without_end(read_file):
    data = LINE
    for _ in range(12):
        data = gzip.compress(data)
    assert read_file(data).reasons == {"too-deep": 1}


@pytest.mark.parametrize("lie", [1, 10, 2**31])
def test_zip_with_lying_lengths(read_file, lie):
    data = bytearray(make_zip(("a.jsonl", LINE), ("b.jsonl", LINE)))
    place = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, lie)  # uncompressed size of the first member in the directory
    found = read_file(bytes(data))
    assert found.titles[-1] == "The library opens"
    assert len(found) >= 2


def test_encrypted_members_are_rejected_and_the_rest_read(read_file):
    data = bytearray(make_zip(("a.jsonl", LINE), ("b.jsonl", LINE)))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    found = read_file(bytes(data))
    assert found.reasons == {"encrypted": 1}
    assert len(found.articles) == 1


def test_a_zip_directory_too_large_for_memory(read_file, monkeypatch):
    monkeypatch.setitem(LIMITS, "archive_directory_bytes", 100)
    assert read_file(make_zip(*((f"{n}.jsonl", LINE) for n in range(9)))).reasons == {"too-many": 1}


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_too_many_members(read_file, monkeypatch, make):
    monkeypatch.setitem(LIMITS, "archive_members", 3)
    assert read_file(make(*((f"{n}.jsonl", LINE) for n in range(9)))).reasons == {"too-many": 1}


def test_paths_and_links_in_archives_lead_nowhere(read_file, tmp_path):
    (tmp_path / "secret.jsonl").write_bytes(LINE.replace(b"library", b"secret"))
    members = [
        ("../escaped.jsonl", LINE),
        ("/tmp/absolute.jsonl", LINE),
        ("link.jsonl", (tarfile.SYMTYPE, str(tmp_path / "secret.jsonl"))),
        ("hard.jsonl", (tarfile.LNKTYPE, "../secret.jsonl")),
        ("zero", (tarfile.CHRTYPE, "")),
        ("pipe", (tarfile.FIFOTYPE, "")),
    ]
    before = set(tmp_path.rglob("*"))
    found = read_file(make_tar(*members), name="x.tar")
    assert found.titles == ["The library opens"] * 2
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "x.tar"}


def test_names_of_members_cannot_control_a_terminal(read_file):
    found = read_file(make_zip(("\x1b[2Ja\nb.txt", "nothing")))
    assert "\x1b" not in found.rejections[0].file
    assert "\n" not in found.rejections[0].file


def test_member_crc_is_checked(read_file):
    data = bytearray(make_zip(("a.jsonl", LINE), ("b.jsonl", LINE), compression=zipfile.ZIP_STORED))
    data[data.index(b"repairs")] ^= 1
    found = read_file(bytes(data))
    assert found.reasons == {"damaged": 1}
