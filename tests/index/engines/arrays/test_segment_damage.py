"""Damage to array files is found and named; a failed or cancelled change leaves no files; pickles are not trusted."""

from __future__ import annotations

import os
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from index.articles.article import Article
from index.engines.arrays.whoosh_view.toc import open_segments
from index.engines.arrays.write.index_writer import open_writer
from index.engines.whoosh.schema import INDEX_NAME, whoosh_schema
from index.errors import DamagedIndex
from index.files import storage
from index.files.container import Container, ContainerWriter, DamagedFile

FLIPS = 2_000 if os.environ.get("POSHUK_TEST_SIZE") == "large" else 200


def make(number: int) -> Article:
    words = random.Random(number).choices(["alpha", "beta", "gamma", "delta"], k=12)
    published = datetime.fromtimestamp(number, UTC)
    tags = ("t1", f"t{number}")
    return Article(f"a{number}", None, "en", "", " ".join(words), published=published, section="News", tags=tags)


def fill(directory: Path, numbers: range, deleted: tuple[str, ...] = ()) -> int:
    writer = open_writer(directory, "en")
    for number in numbers:
        writer.write_article(make(number))
    writer.delete(deleted)
    return writer.commit()


@pytest.fixture
def index(tmp_path):
    fill(tmp_path / "index", range(300))
    fill(tmp_path / "index", range(250, 251), ("a3", "a4"))
    return tmp_path / "index"


def verify(directory: Path) -> None:
    for segment in open_segments(directory):
        segment.verify()


def test_any_flipped_bit_is_found_and_the_file_named(index):
    verify(index)
    rng = random.Random(7)
    files = [path for path in index.iterdir() if path.suffix in {".arr", ".del"}]
    assert {path.suffix for path in files} == {".arr", ".del"}
    for _ in range(FLIPS):
        path = rng.choice(files)
        content = path.read_bytes()
        place = rng.randrange(len(content))
        path.write_bytes(content[:place] + bytes([content[place] ^ 1 << rng.randrange(8)]) + content[place + 1 :])
        with pytest.raises(DamagedFile, match=path.name.replace(".", r"\.")):
            verify(index)
        path.write_bytes(content)


def test_any_truncation_is_found_when_opened(index):
    rng = random.Random(8)
    for path in [path for path in index.iterdir() if path.suffix in {".arr", ".del"}]:
        content = path.read_bytes()
        for size in [0, 1, 40, len(content) - 1, *(rng.randrange(len(content)) for _ in range(30))]:
            path.write_bytes(content[:size])
            with pytest.raises(DamagedFile, match=path.name.replace(".", r"\.")):
                open_segments(index)
        path.write_bytes(content)
    verify(index)


def test_a_missing_file_is_named(index):
    for path in [path for path in index.iterdir() if path.suffix in {".arr", ".del"}]:
        aside = path.with_name("aside")
        path.rename(aside)
        with pytest.raises(DamagedIndex, match=path.name.replace(".", r"\.")):
            open_segments(index)
        aside.rename(path)


class Payload:
    def __reduce__(self):
        return Path.touch, (Path("/tmp/poshuk-was-here"),)


@pytest.mark.parametrize("segments", [[Payload()], Payload(), ["MAIN"], 7, {}])
def test_a_table_of_contents_that_is_not_ours_is_refused(index, segments):
    shutil.copy(next(index.glob("*.toc")), index / "aside")
    TOC(whoosh_schema(), segments, 9).write(FileStorage(str(index)), INDEX_NAME)
    with pytest.raises(DamagedIndex, match=r"_MAIN_9\.toc"):
        open_segments(index)
    assert not Path("/tmp/poshuk-was-here").exists()


def test_a_damaged_table_of_contents_is_refused(index):
    toc = next(index.glob("*.toc"))
    content = toc.read_bytes()
    for size in range(0, len(content), 7):
        toc.write_bytes(content[:size])
        with pytest.raises(DamagedIndex, match=r"\.toc"):
            open_segments(index)


def test_a_cancelled_change_leaves_the_files_as_they_were(index):
    before = {path.name: path.read_bytes() for path in index.iterdir()}
    writer = open_writer(index, "en", memory_mb=0)
    for number in range(290, 390):
        writer.write_article(make(number))
    assert len(list(index.iterdir())) > len(before)
    writer.cancel()
    writer.cancel()
    assert {path.name: path.read_bytes() for path in index.iterdir()} == before


def test_a_full_disk_at_any_write_leaves_no_files(index, monkeypatch):
    before = {path.name for path in index.iterdir()}
    write, allowed = storage.NewFile.write, 0

    def bounded(file, content):  # type: ignore[no-untyped-def]
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        return write(file, content)

    monkeypatch.setattr(storage.NewFile, "write", bounded)
    while True:
        left = allowed
        writer = open_writer(index, "en")
        try:
            for number in range(400, 420):
                writer.write_article(make(number))
            writer.delete(["a1"])
            assert writer.commit() == 317
            break
        except OSError:
            writer.cancel()
            assert {path.name for path in index.iterdir()} == before
        allowed += 1
    assert allowed > 3


def test_an_unfinished_array_is_an_error(tmp_path):
    out = ContainerWriter(tmp_path / "x.arr")
    out.reserve("a", np.int32, 3).append(np.zeros(2, np.int32))
    with pytest.raises(ValueError, match="8 bytes of 12"):
        out.close()
    out.abandon()
    assert not list(tmp_path.iterdir())


def test_a_container_of_a_later_version_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("index.files.container.VERSION", 99)
    out = ContainerWriter(tmp_path / "x.arr")
    out.close()
    monkeypatch.undo()
    with pytest.raises(DamagedFile, match="version 99"):
        Container(tmp_path / "x.arr")
