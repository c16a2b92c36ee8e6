"""Which segments a commit merges: few segments for the reader, little work for the writer.

The smallest segments are merged, as many as can be so that none of them is larger than the others of them together:
a document is merged about log2(documents) times.  But one commit merges only about as much as it may in a tenth of a
second, or in proportion to what it wrote: a commit of 50 documents stays quick whatever the index's size.  Should so
many segments be left that queries suffer, one commit pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.segment.part import Size

#: Segments with fewer documents than this are merged by every commit.
SMALL: Final = 200
#: A commit that wrote w documents merges at most max(QUICK, PROPORTION · w).
QUICK: Final = 2_000
PROPORTION: Final = 20
#: Unless there are more segments than this.
MOST_SEGMENTS: Final = 24
#: A segment with a larger share of deleted documents is written anew.
MOST_DELETED: Final = 0.3


def to_merge(sizes: Sequence[Size], written: int) -> list[int]:
    """Return the places of the segments to be merged into one; none when it is not worth it."""
    most = max(QUICK, PROPORTION * written) if len(sizes) <= MOST_SEGMENTS else sum(size.live for size in sizes)
    places = sorted(range(len(sizes)), key=lambda place: (not _worn(sizes[place]), sizes[place].live))
    gathered, chosen = 0, 0
    for count, place in enumerate(places, 1):
        live = sizes[place].live
        if gathered + live > most:
            break
        if _worn(sizes[place]) or (count > 1 and live <= max(gathered, SMALL)):
            chosen = count
        gathered += live
    return places[:chosen]


def _worn(size: Size) -> bool:
    return size.deleted > MOST_DELETED * (size.live + size.deleted)
