"""How far a reading has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Progress:
    """Bytes of the input files read so far, of ``total`` (None when a pipe is among them), and the file being read.

    ``notes`` counts what was left out of articles that were kept, such as ``unreadable-date``.  ``on_change`` is
    called after every advance, at least once per 64 KiB read.
    """

    total: int | None = None
    done: int = 0
    file: str = ""
    notes: dict[str, int] = field(default_factory=dict)
    on_change: Callable[[Progress], None] | None = None

    def advance(self, count: int) -> None:
        """Count ``count`` more bytes as read."""
        self.done += count
        if self.on_change:
            self.on_change(self)

    def note(self, name: str) -> None:
        """Count one more ``name``."""
        self.notes[name] = self.notes.get(name, 0) + 1
