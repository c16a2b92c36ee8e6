"""Which segments a commit merges: few segments for the reader, little work for the writer.

Sizes double from one segment to the next, so that each document is merged about log2(documents) times.  But one commit
merges only about as much as it may in a tenth of a second, or in proportion to what it wrote: a commit of 50
documents stays quick whatever the index's size.  Should so many segments be left that queries suffer, one commit pays.
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
    most = max(QUICK, PROPORTION * written)
    if len(sizes) > MOST_SEGMENTS:
        most = sum(size.live for size in sizes)
    gathered, chosen = 0, []
    for place in sorted(range(len(sizes)), key=lambda place: sizes[place].live):
        live = sizes[place].live
        if gathered + live <= most and (live <= max(gathered, SMALL) or _worn(sizes[place])):
            gathered += live
            chosen.append(place)
    return chosen if len(chosen) > 1 or any(_worn(sizes[place]) for place in chosen) else []


def _worn(size: Size) -> bool:
    return size.deleted > MOST_DELETED * (size.live + size.deleted)
