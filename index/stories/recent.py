"""The newest signatures of a generation, stored with it: what an update compares new articles with.

``stories/recent.arr`` has the rows of ``signature.ROW``, oldest first, and the names of their stories.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from index.files.dictionary import pack, unpack
from index.files.generation_file import GenerationFile
from index.stories.signature import ROW, SIGNATURE_VERSION, Rows

FOLDER: Final = "stories"
_FILE: Final = GenerationFile(FOLDER, "recent.arr", format="signature", version=SIGNATURE_VERSION)
#: Rows that are stored: about a week of a newsroom in three languages, 2.7 MB.
MOST_ROWS: Final = 4_096


class Recent(NamedTuple):
    """Rows, the names of their stories, and how many articles of the generation were put into another's story."""

    rows: Rows
    names: list[str]
    joined: int


NOTHING: Final = Recent(np.zeros(0, ROW), [], 0)


def load(generation: Path) -> Recent:
    """Return what a generation has; nothing when it has no signatures of this version.  May raise DamagedFile."""
    container = _FILE.read(generation)
    if container is None:
        return NOTHING
    return Recent(
        container["rows"].view(ROW).copy(),
        [name.decode() for name in unpack(container["names"], container["starts"])],
        int(container.meta["joined"]),
    )


def save(recent: Recent, generation: Path) -> None:
    """Write the newest rows into a generation under way, in place of what it began with."""
    names, starts = pack([name.encode() for name in recent.names[-MOST_ROWS:]])
    with _FILE.writer(generation, joined=recent.joined) as out:
        out.add("rows", recent.rows[-MOST_ROWS:].view(np.uint8))
        out.add("names", names)
        out.add("starts", starts)


def joined(generation: Path) -> int:
    """Return how many articles of a generation were put into another's story.  May raise DamagedFile."""
    container = _FILE.header(generation)
    return 0 if container is None else int(container.meta.get("joined", 0))
