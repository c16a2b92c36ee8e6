"""The newest signatures of a generation, kept with it: what an update compares new articles with.

``stories/recent.arr`` has the rows of ``signature.ROW``, oldest first, and the names of their stories.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from index.files.container import Container, ContainerWriter
from index.files.dictionary import pack
from index.stories.signature import ROW, SIGNATURE_VERSION, Rows

FOLDER: Final = "stories"
_FILE: Final = "recent.arr"
#: Rows that are kept: about a week of a newsroom in three languages, 2.7 MB.
MOST_ROWS: Final = 4_096


class Recent(NamedTuple):
    """Rows, the names of their stories, and how many articles of the generation were put into another's story."""

    rows: Rows
    names: list[str]
    joined: int


NOTHING: Final = Recent(np.zeros(0, ROW), [], 0)


def load(generation: Path) -> Recent:
    """Return what a generation keeps; nothing when it keeps none that can be compared with.  May raise DamagedFile."""
    path = generation / FOLDER / _FILE
    if not path.exists():
        return NOTHING
    container = Container(path)
    if container.meta.get("signature") != SIGNATURE_VERSION:
        return NOTHING
    container.verify()
    names, starts = container["names"].tobytes(), container["starts"].tolist()
    return Recent(
        container["rows"].view(ROW).copy(),
        [names[start:end].decode() for start, end in pairwise(starts)],
        int(container.meta["joined"]),
    )


def save(recent: Recent, generation: Path) -> None:
    """Write the newest rows into a generation under way, in place of what it began with."""
    folder = generation / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / _FILE).unlink(missing_ok=True)
    names, starts = pack([name.encode() for name in recent.names[-MOST_ROWS:]])
    with ContainerWriter(folder / _FILE) as out:
        out.add("rows", recent.rows[-MOST_ROWS:].view(np.uint8))
        out.add("names", names)
        out.add("starts", starts)
        out.close(signature=SIGNATURE_VERSION, joined=recent.joined)


def joined(generation: Path) -> int:
    """Return how many articles of a generation were put into another's story.  May raise DamagedFile."""
    path = generation / FOLDER / _FILE
    return int(Container(path).meta.get("joined", 0)) if path.exists() else 0
