"""What must hold whatever happens: other segments, a deadline, threads, damage."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from corpus import After, Never, document, write
from plans import CORPUS, ids, phrase, unit

from index.articles.article import Article
from index.errors import IndexFault
from search.engines import engine_named
from search.engines.base import Snapshot
from search.plan.plan import (
    All,
    Any,
    Everything,
    FieldBoost,
    Node,
    Phrase,
    Plan,
    Without,
)


class LastingContract:
    """Answers under changed circumstances."""

    engine: str

    def test_a_changed_document_is_found_as_it_is_now(self, opened) -> None:
        snapshot = opened(many(), [document("m007", body="кит"), document("new", body="кит")], deleted=("m008",))
        assert sorted(ids(snapshot.search(Plan({"uk": unit("кит")}), Never()))) == ["m007", "new"]
        assert snapshot.search(Plan({"uk": Everything()}), Never()).documents == 250
        assert snapshot.document_frequency("uk", "body", "спільне") == 248
        assert snapshot.find("m007").body == "кит"
        assert snapshot.find("m008") is None
        assert snapshot.story("m008") == ()
        assert ("слово8", 1) not in snapshot.terms_with_prefix("uk", "body", "слово8", 50)
        assert snapshot.statistics("uk").documents == 250

    def test_answers_do_not_depend_on_segments(self, opened) -> None:
        rows = many()
        changed = [document("m003", "слово5 спільне", "спільне слово4 спільне", day=9)]
        now = [row for row in rows if row.id not in {"m003", "m100"}] + changed
        whole, parts = opened(now), opened(rows, changed, deleted=("m100",))
        for node in (
            unit("спільне", fields=(FieldBoost("title", 2.0), FieldBoost("body"))),
            Any((unit("слово4"), unit("спільне"), phrase("спільне", "слово5")), 0.3),
            Without(unit("спільне"), unit("слово4")),
        ):
            plan = Plan({"uk": node}, limit=300, facets=("section", "month"))
            assert parts.search(plan, Never()) == whole.search(plan, Never())
        assert parts.statistics("uk") == whole.statistics("uk")

    def test_the_deadline_gives_part_of_the_truth(self, corpus: Snapshot) -> None:
        nodes = [
            Any((unit("кит"), unit("пес"), unit("лис"))),
            Without(unit("пес"), unit("кит")),
            All((unit("кит"), unit("пес"))),
            Without(Everything(), Any((unit("кит"), unit("пес")))),
            phrase("кит", "море"),
        ]
        for node in nodes:
            whole = set(ids(corpus.search(Plan({"uk": node}), Never())))
            for looks in range(20):
                found = corpus.search(Plan({"uk": node}), After(looks))
                assert set(ids(found)) <= whole
                assert found.partial == (found.relation == "gte")
                assert found.partial or set(ids(found)) == whole
            assert not found.partial
        assert corpus.search(Plan({"uk": nodes[0]}), After(0)).partial

    def test_threads_get_the_answers_of_one(self, opened) -> None:
        snapshot = opened(many(), [document(f"k{n}", body=f"спільне слово{n}", day=n) for n in range(9)])
        chance = random.Random(7)
        plans = [Plan({"uk": any_node(chance)}, limit=20, facets=("section",)) for _ in range(160)]
        alone = [snapshot.search(plan, Never()) for plan in plans]
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(lambda plan: snapshot.search(plan, Never()), plans)) == alone

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves the files open
    def test_a_damaged_index_is_named(self, tmp_path: Path) -> None:
        """Cut any file short: opening, or the first use, says so with a remedy, and nothing else is raised."""
        write(tmp_path / "whole", self.engine, CORPUS)
        files = sorted(path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole" / "uk").iterdir())
        assert files
        noticed = 0
        for number, file in enumerate(files):
            copy = tmp_path / f"copy{number}"
            shutil.copytree(tmp_path / "whole", copy)
            (copy / file).write_bytes((copy / file).read_bytes()[: (copy / file).stat().st_size // 2])
            try:
                use(engine_named(self.engine).open(copy))
            except IndexFault as fault:
                assert "poshuk" in str(fault)
                noticed += 1
        assert noticed >= len(files) * 3 // 4

    def test_a_missing_language_is_damage(self, tmp_path: Path) -> None:
        write(tmp_path, self.engine, CORPUS)
        shutil.rmtree(tmp_path / "ru")
        with pytest.raises(IndexFault, match="poshuk"):
            engine_named(self.engine).open(tmp_path)


def use(snapshot: Snapshot) -> None:
    snapshot.search(Plan({"uk": Any((phrase("кит", "море"), unit("пес"), unit("лис")))}), Never())
    snapshot.articles("uk", "abcde")
    snapshot.close()


def many() -> list[Article]:
    """Return 250 documents: enough for a segment of its own."""
    return [
        document(f"m{n:03}", f"слово{n % 7}", f"спільне слово{n} слово{n % 5} спільне", day=n % 50, section=f"С{n % 3}")
        for n in range(250)
    ]


def any_node(chance: random.Random) -> Node:
    words = [unit(f"слово{chance.randrange(12)}") for _ in range(3)]
    return chance.choice(
        [
            words[0],
            Any(tuple(words), 0.3),
            All((words[0], unit("спільне"))),
            Without(unit("спільне"), words[1]),
            Phrase((unit("спільне"), words[0]), (0, 1)),
            Phrase((words[0], unit("спільне")), (0, 1), slop=2),
        ]
    )
