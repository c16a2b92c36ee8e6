"""Indexes that earlier releases wrote are read, continued and merged."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from index.articles.article import Article
from index.engines.arrays.whoosh_view import codec
from index.engines.arrays.whoosh_view.toc import open_segments, read_toc
from index.engines.arrays.write.index_writer import open_writer
from index.engines.whoosh.schema import INDEX_NAME, whoosh_schema
from index.errors import DamagedIndex
from index.files.container import Container, ContainerWriter

#: Where the codec was in the first release: tables of contents name it.
FIRST_MODULE = "index.segment.codec"


def fill(directory: Path, *ids: str) -> None:
    writer = open_writer(directory, "uk")
    for number, name in enumerate(ids):
        writer.write_article(Article(name, None, "uk", f"міст {name}", "міст/міст|мостити " * (number + 1)))
    writer.commit()


def rename_codec(directory: Path, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the table of contents again with ``module`` as that of the classes it pickles."""
    toc = read_toc(directory)
    next(directory.glob("*.toc")).unlink()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, module, codec)
        for each in (codec.ArraySegment, codec.ArrayCodec):
            patch.setattr(each, "__module__", module)
        TOC(whoosh_schema(), toc.segments, toc.generation).write(FileStorage(str(directory)), INDEX_NAME)
    (content,) = (path.read_bytes() for path in directory.glob("*.toc"))
    assert module.encode() in content
    assert codec.__name__.encode() not in content


def add_block_lengths(directory: Path) -> None:
    """Write the segments again as the first release did, with arrays that are no more."""
    for path in directory.glob("*.arr"):
        old = Container(path)
        arrays = {name: old[name].copy() for name in old}
        meta = old.meta
        path.unlink()
        with ContainerWriter(path) as out:
            for name, array in arrays.items():
                out.add(name, array)
                if name.endswith(".block_counts"):
                    out.add(name.replace("block_counts", "block_lengths"), np.ones(len(array), np.int32))
            out.close(**meta)


def test_an_index_of_the_first_release_is_read_and_continued(tmp_path, monkeypatch):
    fill(tmp_path, "a", "b")
    rename_codec(tmp_path, FIRST_MODULE, monkeypatch)
    add_block_lengths(tmp_path)
    (segment,) = open_segments(tmp_path)
    segment.verify()
    assert [segment.id(number) for number in range(segment.documents)] == ["a", "b"]
    assert list(segment.text("title").terms) == [b"a", b"b", "міст".encode()]
    fill(tmp_path, "b", "c")
    (merged,) = open_segments(tmp_path)
    assert sorted(merged.id(number) for number in range(merged.documents)) == ["a", "b", "c"]
    assert not [name for name in merged.container if name.endswith("block_lengths")]
    assert codec.__name__.encode() in next(tmp_path.glob("*.toc")).read_bytes()


@pytest.mark.parametrize("module", ["index.segment.other", "os"])
def test_a_table_of_contents_that_names_another_module_is_refused(tmp_path, monkeypatch, module):
    fill(tmp_path, "a")
    rename_codec(tmp_path, f"{module}.nowhere", monkeypatch)
    with pytest.raises(DamagedIndex, match=f"{module}.nowhere.*poshuk rebuild"):
        open_segments(tmp_path)
