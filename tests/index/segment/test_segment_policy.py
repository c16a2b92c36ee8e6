"""Which segments a commit merges: bounded work per commit, few segments, no document merged too often."""

from __future__ import annotations

import math

import pytest

from index.segment.part import Size
from index.segment.policy import MOST_SEGMENTS, QUICK, to_merge


@pytest.mark.parametrize(
    ("sizes", "written", "merged"),
    [
        ([], 0, []),
        ([50], 50, []),
        ([50, 60], 60, [0, 1]),
        ([1_000_000, 50], 50, []),
        ([1_000_000, 50, 100, 150], 50, [1, 2, 3]),
        ([1_000_000, 1_900, 50], 50, []),
        ([12_000, 12_000, 4_000], 28_000, [2, 0, 1]),
        ([12_000] * 80, 960_000, list(range(80))),
        ([12_000, 12_000], 50, []),
    ],
)
def test_sizes(sizes, written, merged):
    assert to_merge([Size(size, 0) for size in sizes], written) == merged


def test_a_segment_of_mostly_deleted_documents_is_written_anew_when_that_is_quick():
    assert to_merge([Size(1_000, 0), Size(600, 400)], 0) == [1]
    assert to_merge([Size(600_000, 400_000)], 50) == []
    assert to_merge([Size(600_000, 400_000)], 100_000) == [0]


def test_many_small_commits_keep_few_segments_at_little_work():
    sizes, work, most, commits = [1_000_000], 0, 0, 2_000
    slow = 0
    for _ in range(commits):
        sizes.append(50)
        chosen = to_merge([Size(size, 0) for size in sizes], 50)
        merged = sum(sizes[place] for place in chosen)
        sizes = [size for place, size in enumerate(sizes) if place not in chosen] + [merged] * bool(chosen)
        work += merged
        slow += merged > QUICK
        most = max(most, len(sizes))
    assert sum(sizes) == 1_000_000 + commits * 50
    assert most <= MOST_SEGMENTS
    assert work / (commits * 50) < 2 + math.log2(QUICK)
    assert slow < commits / 500
