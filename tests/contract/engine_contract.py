"""The contract of every engine.  An engine passes by subclassing ``EngineContract`` and naming itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import write
from lasting_contract import LastingContract
from matching_contract import MatchingContract
from plans import CORPUS
from reading_contract import ReadingContract
from results_contract import ResultsContract

from index.articles.article import Article
from search.engines import engine_named
from search.engines.base import Snapshot


class EngineContract(MatchingContract, ResultsContract, ReadingContract, LastingContract):
    """What every engine does, over small documents written by its own writer."""

    engine: str

    @pytest.fixture
    def opened(self, tmp_path: Path):
        """Return a function that writes commits of documents (and ids to delete) and opens the generation."""
        snapshots: list[Snapshot] = []

        def build(*commits: list[Article], deleted: tuple[str, ...] = ()) -> Snapshot:
            directory = tmp_path / f"generation{len(snapshots)}"
            for commit in commits:
                write(directory, self.engine, commit)
            if deleted:
                write(directory, self.engine, [], deleted)
            snapshots.append(engine_named(self.engine).open(directory))
            return snapshots[-1]

        yield build
        for snapshot in snapshots:
            snapshot.close()

    @pytest.fixture
    def corpus(self, opened) -> Snapshot:
        return opened(CORPUS)
