"""The read half of the ``arrays`` engine: plans as programs for compiled kernels over memory-mapped segments."""

from __future__ import annotations

from pathlib import Path

from search.engines.arrays.snapshot import ArraysSnapshot


class ArraysEngine:
    """Opens what ``index.engines.arrays.write.index_writer`` has written."""

    name = "arrays"

    def open(self, directory: Path) -> ArraysSnapshot:
        """Open a generation; DamagedIndex when it cannot be read."""
        return ArraysSnapshot(directory)
