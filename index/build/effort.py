"""What a build may take of the machine."""

from __future__ import annotations

import os
from dataclasses import dataclass

from index.articles.article import LANGUAGES

#: Megabytes that the writers of a build hold before they spill to disk.
MEMORY_MB = 384

#: A new process takes as long to start as writing so many changes; below some times that, one process is faster.
_WORTH_PROCESSES = 5_000


def processors() -> int:
    """Return how many processors this process may use, or the number of languages where that is less."""
    return min(len(os.sched_getaffinity(0)), len(LANGUAGES))


@dataclass(frozen=True, slots=True)
class Effort:
    """What a build may take: ``memory_mb`` for all its writers together, and processes.

    From ``least`` changes in more than one language, up to ``jobs`` processes are started.
    """

    memory_mb: int = MEMORY_MB
    jobs: int = 1
    least: int = _WORTH_PROCESSES


#: What a build takes unless somebody says otherwise.
ALONE = Effort()
