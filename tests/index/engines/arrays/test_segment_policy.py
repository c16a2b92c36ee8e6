"""Which segments a commit merges: bounded work per commit, few segments, no document merged too often."""

from __future__ import annotations

import math

import pytest

from index.articles.article import Article
from index.engines.arrays.format.layout import MOST_DOCUMENTS
from index.engines.arrays.whoosh_view.toc import open_segments
from index.engines.arrays.write.index_writer import open_writer
from index.engines.arrays.write.merge_policy import MOST_BYTES, MOST_SEGMENTS, QUICK, to_merge
from index.engines.arrays.write.open_segment import Size


@pytest.mark.parametrize(
    ("sizes", "written", "merged"),
    [
        ([], 0, []),
        ([50], 50, []),
        ([50, 60], 60, [[0, 1]]),
        ([65_536, 50], 50, []),
        ([65_536, 50, 100, 150], 50, [[1, 2, 3]]),
        ([65_536, 1_900, 50], 50, []),
        ([12_000, 12_000, 4_000], 28_000, [[2, 0, 1]]),
        ([12_000] * 80, 960_000, [list(range(place, place + 5)) for place in range(0, 80, 5)]),
        ([12_000, 12_000], 50, []),
        ([65_536] * 80, 10_000_000, []),
        ([32_768] * 8, 1_000_000, []),
        ([32_767] * 4, 1_000_000, [[0, 1], [2, 3]]),
    ],
)
def test_sizes(sizes, written, merged):
    assert to_merge([Size(size, 0, 0) for size in sizes], written) == merged


def test_a_segment_of_mostly_deleted_documents_is_written_anew_when_that_is_quick():
    assert to_merge([Size(1_000, 0, 0), Size(600, 400, 0)], 0) == [[1]]
    assert to_merge([Size(36_000, 24_000, 0)], 50) == []
    assert to_merge([Size(36_000, 24_000, 0)], 10_000) == [[0]]


def test_no_segment_grows_beyond_its_bytes():
    assert to_merge([Size(100, 0, MOST_BYTES // 3)] * 4, 400) == [[0, 1, 2]]


def test_many_small_commits_keep_few_segments_at_little_work():
    full = [MOST_DOCUMENTS] * 16
    sizes, work, most, commits = list(full), 0, 0, 2_000
    slow = 0
    for _ in range(commits):
        sizes.append(50)
        groups = to_merge([Size(size, 0, 0) for size in sizes], 50)
        merged = [sum(sizes[place] for place in group) for group in groups]
        chosen = {place for group in groups for place in group}
        sizes = [size for place, size in enumerate(sizes) if place not in chosen] + merged
        work += sum(merged)
        slow += sum(merged) > QUICK
        most = max(most, sum(size < MOST_DOCUMENTS // 2 for size in sizes))
    assert sum(sizes) == sum(full) + commits * 50
    assert most <= MOST_SEGMENTS
    assert max(sizes) <= MOST_DOCUMENTS
    assert work / (commits * 50) < 2 + math.log2(QUICK)
    assert slow < commits / 500


def test_a_large_build_fills_segments_and_no_more(tmp_path, monkeypatch):
    for module in ("index.engines.arrays.write.index_writer", "index.engines.arrays.write.merge_policy"):
        monkeypatch.setattr(f"{module}.MOST_DOCUMENTS", 150)
    writer = open_writer(tmp_path, "en")
    for number in range(1_000):
        writer.write_article(Article(f"a{number}", None, "en", f"title {number}", "body"))
    assert writer.commit() == 1_000
    documents = [view.documents for view in open_segments(tmp_path)]
    assert max(documents) <= 150
    assert len(documents) <= 12
