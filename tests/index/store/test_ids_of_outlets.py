"""Ids are of an outlet: what two sites call by one id are two articles, and what an id meant stays meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.articles.article import Article
from index.store.store import SHARED_ID, Store


def article(number: int, site: str | None = None, source: str | None = None) -> Article:
    url = f"https://{site}/news/{number}" if site else None
    return Article(str(number), url, "uk", f"Новина {number} {site}{source}", "Текст новини.", source=source)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path) as opened:
        yield opened


def ids(store: Store) -> set[str]:
    return {row.id for row in store.articles()}


def test_two_sites_with_the_same_ids_are_six_articles(store):
    notes: dict[str, int] = {}
    assert store.upsert([article(n, "a.example") for n in (1, 2, 3)], notes) == ["new"] * 3
    assert store.upsert([article(n, "b.example") for n in (1, 2, 3)], notes) == ["new"] * 3
    assert ids(store) == {"1", "2", "3", "b.example:1", "b.example:2", "b.example:3"}
    assert notes == {SHARED_ID: 3}


def test_what_comes_again_is_what_it_was(store):
    rows = [article(1, "a.example"), article(1, "b.example")]
    store.upsert(rows)
    assert store.upsert(rows) == ["unchanged", "unchanged"]
    changed = [replace(row, body="Інший текст.") for row in rows]
    assert store.upsert(changed) == ["changed", "changed"]
    assert store.upsert(list(store.articles())) == ["unchanged", "unchanged"]
    assert len(ids(store)) == 2


def test_the_first_holder_of_an_id_may_go(store):
    rows = [article(1, "a.example"), article(1, "b.example")]
    store.upsert(rows)
    store.delete(["1"])
    store.upsert(rows[1:])
    assert ids(store) == {"b.example:1"}


@pytest.mark.parametrize("again", ["a.example", "www.a.example", "en.a.example"])
def test_one_site_is_one_outlet(store, again):
    store.upsert([article(1, "a.example")])
    store.upsert([article(1, again)])
    assert ids(store) == {"1"}


def test_names_of_outlets_tell_articles_without_addresses_apart(store):
    store.upsert([article(1, source="Вісник"), article(1, source="Газета"), article(2), article(2, source="Газета")])
    assert ids(store) == {"1", "Газета:1", "2"}
