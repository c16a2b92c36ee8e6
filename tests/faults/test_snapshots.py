"""Promise 9: whatever is added, changed, deleted and published, a generation stays the store at one moment."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from small_articles import indexed, make_article

from index.build import builder
from index.errors import NoIndex
from index.store.generations import Generations
from index.store.store import Store

LARGE = os.environ.get("POSHUK_TEST_SIZE") == "large"
NUMBERS = st.integers(0, 6)


class Archive(RuleBasedStateMachine):
    """The store and its generations against plain dictionaries."""

    engine = "whoosh"

    def __init__(self) -> None:
        super().__init__()
        self.data = Path(tempfile.mkdtemp())
        self.store, self.generations = Store(self.data), Generations(self.data)
        self.articles: dict[str, object] = {}
        self.published: dict[str, dict[str, object]] = {}
        self.live: str | None = None

    @rule(number=NUMBERS, seed=st.integers(0, 3), lang=st.sampled_from(["en", "en", "uk"]))
    def put(self, number: int, seed: int, lang: str) -> None:
        article = make_article(number, seed, lang)
        before = self.articles.get(article.id)
        expected = "new" if before is None else "unchanged" if before == article else "changed"
        assert self.store.upsert([article]) == [expected]
        self.articles[article.id] = article

    @rule(numbers=st.lists(NUMBERS, max_size=3, unique=True))
    def delete(self, numbers: list[int]) -> None:
        ids = [f"a{number}" for number in numbers]
        assert self.store.delete(ids) == sum(self.articles.pop(i, None) is not None for i in ids)

    @rule()
    def update(self) -> None:
        manifest = builder.update(self.store, self.generations, self.engine)
        if manifest:
            self.note(manifest.name)

    @rule()
    def rebuild(self) -> None:
        self.note(builder.rebuild(self.store, self.generations, self.engine).name)

    @precondition(lambda self: self.live)
    @rule()
    def roll_back(self) -> None:
        try:
            self.live = self.generations.rollback()
        except NoIndex:
            assert self.generations.current().previous not in self.published

    @precondition(lambda self: self.live)
    @rule()
    def prune(self) -> None:
        for name in self.generations.prune(1):
            del self.published[name]

    def note(self, name: str) -> None:
        self.live = name
        self.published[name] = dict(self.articles)

    @invariant()
    def every_generation_is_what_it_was(self) -> None:
        assert self.generations.current_name() == self.live
        for name, articles in self.published.items():
            assert indexed(self.generations.path(name)) == articles

    def teardown(self) -> None:
        assert self.store.check() == []
        for name in self.published:
            assert self.generations.verify(name) == []
        self.store.close()
        shutil.rmtree(self.data)


class ArrayArchive(Archive):
    """The same on array segments."""

    engine = "arrays"


_settings = settings(
    max_examples=2000 if LARGE else 8,
    stateful_step_count=40 if LARGE else 12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestArchive, TestArrayArchive = Archive.TestCase, ArrayArchive.TestCase
TestArchive.settings = TestArrayArchive.settings = _settings
