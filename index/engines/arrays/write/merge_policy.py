"""Which segments a commit merges: few segments for the reader, little work for the writer.

The smallest segments are merged, as many as can be so that none of them is larger than the others of them together:
a document is merged about log2(documents) times.  But one commit merges only about as much as it may in a tenth of a
second, or in proportion to what it wrote: a commit of 50 documents stays quick whatever the index's size.  Should so
many segments be left that queries suffer, one commit pays.  Segments that are half full or more are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.engines.arrays.format.layout import MOST_DOCUMENTS
from index.engines.arrays.write.open_segment import Size

#: Segments with fewer documents than this are merged by every commit.
SMALL: Final = 200
#: A commit that wrote w documents merges at most max(QUICK, PROPORTION · w).
QUICK: Final = 2_000
PROPORTION: Final = 20
#: Unless there are more segments than this that could be merged.
MOST_SEGMENTS: Final = 24
#: A segment with a larger share of deleted documents is written anew.
MOST_DELETED: Final = 0.3
#: A segment of this many bytes is full, whatever its documents: so its tokens are less than 32 bits count.
MOST_BYTES: Final = 1 << 32


def to_merge(sizes: Sequence[Size], written: int) -> list[list[int]]:
    """Return groups of segments, by their numbers, each to be merged into one; none when that would gain too little."""
    numbers = [number for number in range(len(sizes)) if _worn(sizes[number]) or not _full(sizes[number])]
    most = max(QUICK, PROPORTION * written) if len(numbers) <= MOST_SEGMENTS else MOST_DOCUMENTS * len(numbers)
    numbers.sort(key=lambda number: (not _worn(sizes[number]), sizes[number].live))
    groups: list[_Group] = []
    for number in numbers:
        if sum(group.live for group in groups) + sizes[number].live > most:
            break
        if not groups or not groups[-1].has_room(sizes[number]):
            groups.append(_Group())
        groups[-1].add(number, sizes[number])
    return [group.numbers[: group.chosen] for group in groups if group.chosen]


class _Group:
    """Segments that may become one; merging the first ``chosen`` of them gains enough."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.live = self.octets = self.chosen = 0

    def has_room(self, size: Size) -> bool:
        """Say whether one segment could hold these documents, too."""
        return self.live + size.live <= MOST_DOCUMENTS and self.octets + size.octets <= MOST_BYTES

    def add(self, number: int, size: Size) -> None:
        """Take the next larger segment."""
        self.numbers.append(number)
        if _worn(size) or (len(self.numbers) > 1 and size.live <= max(self.live, SMALL)):
            self.chosen = len(self.numbers)
        self.live += size.live
        self.octets += size.octets


def _worn(size: Size) -> bool:
    return size.deleted > MOST_DELETED * (size.live + size.deleted)


def _full(size: Size) -> bool:
    return 2 * size.live >= MOST_DOCUMENTS or size.octets >= MOST_BYTES // 2
