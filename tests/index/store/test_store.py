"""The store: upserts, removals and the sequence of changes."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from index.articles.article import Article
from index.articles.article_json import from_json, to_json
from index.errors import DamagedStore, IndexFault
from index.store.store import FILE_NAME, Store

STORM = Article("storm", "https://news.example/storm", "en", "Storm", "A storm hit the coast.")
FULL = Article(
    id="повний",
    url="https://news.example/2",
    lang="uk",
    title="«Заголовок»\n",
    body="Текст \u2028 із\x1f дивом",
    lead="Лід",
    authors=("Відділ новин", "City desk"),
    published=datetime(2023, 3, 26, 8, 21, tzinfo=UTC),
    section="Політика",
    tags=("бюджет",),
    source="archive",
    story_id="s1",
)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path) as store:
        yield store


def summary(store, since=0):
    return [
        (change.sequence, change.id, change.lang, change.read().article is not None) for change in store.changes(since)
    ]


@pytest.mark.parametrize("article", [STORM, FULL])
def test_an_article_comes_back_as_it_was(store, article):
    assert from_json(to_json(article)) == article
    store.upsert([article])
    assert store.get(article.id) == article
    assert list(store.articles()) == [article]


def test_only_new_content_is_a_change(store):
    assert store.upsert([STORM, FULL, STORM]) == ["new", "new", "unchanged"]
    assert store.upsert([replace(STORM, title="Big storm"), FULL]) == ["changed", "unchanged"]
    assert store.state() == (3, {"en": 1, "uk": 1})
    assert summary(store) == [(2, "повний", "uk", True), (3, "storm", "en", True)]
    assert summary(store, since=2) == [(3, "storm", "en", True)]
    assert store.pending(2).total == 1


def test_a_removal_is_a_change_and_can_be_undone(store):
    store.upsert([STORM])
    assert store.delete(["storm", "nothing", "storm"]) == 1
    assert summary(store) == [(2, "storm", "en", False)]
    assert store.get("storm") is None
    assert store.upsert([STORM]) == ["new"]
    assert summary(store) == [(3, "storm", "en", True)]


def test_a_change_of_language_leaves_one_index_and_enters_another(store):
    store.upsert([STORM])
    store.upsert([replace(STORM, lang="uk")])
    assert summary(store) == [(2, "storm", "en", False), (3, "storm", "uk", True)]
    store.upsert([STORM])
    assert summary(store) == [(4, "storm", "uk", False), (5, "storm", "en", True)]


def test_articles_are_found_by_url(store):
    store.upsert([STORM, replace(STORM, id="copy"), FULL])
    assert store.ids_of_url(STORM.url) == ["copy", "storm"]
    assert store.ids_of_url("https://news.example/none") == []


def test_a_reader_of_changes_meets_what_changes_meanwhile(store):
    store.upsert([replace(STORM, id=f"a{n}") for n in range(500)])
    changes = store.changes(0)
    first = next(changes)
    store.upsert([replace(STORM, id=first.id, title="Again"), replace(STORM, id="late")])
    rest = [change.id for change in changes]
    assert rest[-2:] == [first.id, "late"]
    assert len(rest) == 501


def test_a_batch_is_all_or_nothing(store):
    with pytest.raises(AttributeError):
        store.upsert([STORM, None])
    assert store.state() == (0, {})


def test_a_store_outlives_its_process(tmp_path, store):
    store.upsert([STORM])
    with Store(tmp_path) as other:
        assert other.state() == (1, {"en": 1})


def test_a_store_of_another_version_is_refused(tmp_path, store):
    store._db.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexFault, match="version 99"):
        Store(tmp_path)


def test_a_sequence_set_back_deletes_nothing_and_is_found_by_check(tmp_path):
    with Store(tmp_path) as store:
        store.upsert([replace(STORM, id=f"storm-{number}") for number in range(8)])
        assert store.check() == []
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as database, database:
        database.execute("UPDATE sequence SET last = 2")
    with Store(tmp_path) as store:
        assert len(store.check()) == 1
        for change in (lambda: store.upsert([replace(STORM, id="late")]), lambda: store.delete(["storm-0"])):
            with contextlib.suppress(DamagedStore):
                change()
        assert {f"storm-{number}" for number in range(1, 8)} <= {article.id for article in store.articles()}
        with pytest.raises(DamagedStore):
            store.upsert([replace(STORM, id="late")])
