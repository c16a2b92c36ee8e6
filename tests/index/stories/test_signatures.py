"""Signatures: the same as NumPy computes them, with and without what was kept, whatever is forgotten."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article
from index.stories import Signer, kernels
from index.stories import chunk_features as chunks
from index.stories.signature import Rows
from index.stories.signer import Changed

TEXT = "Київ, «Дніпро» — 2026 міністр-президент Олексій Кравчук відкрив міст завдовжки 9100 метрів… і Boeing"
WORDS = TEXT.split()
NUMBERS = st.lists(st.integers(0, 2**32 - 1), min_size=4, max_size=60)


class Given:
    def __init__(self, body: str) -> None:
        self.id = body[:8]
        self.article: Article | None = Article(self.id, None, "uk", "Міст", body)


def changes() -> list[Changed]:
    return [Given(" ".join(WORDS[start:] + WORDS[:start])) for start in range(len(WORDS))]


def signed(signer: Signer) -> Rows:
    return np.concatenate([signer.sign([change]).rows for change in changes()])


def minima(words, places, factors, summands):
    count = len(words) - kernels.WIDTH + 1
    shingles = np.zeros(count, np.uint64)
    for place, factor in enumerate(places):
        shingles += words[place : place + count] * factor
    shingles ^= shingles >> np.uint64(29)
    least = (shingles[:, None] * factors + summands).min(axis=0)
    return (least >> np.uint64(32)).astype(np.uint32)


@given(NUMBERS)
def test_minima_are_those_that_numpy_finds(words: list[int]) -> None:
    chance = np.random.default_rng(5)
    functions = [chance.integers(0, 1 << 63, size, dtype=np.uint64) for size in (kernels.WIDTH, 8, 8)]
    hashes = np.array(words, np.uint32)
    assert kernels.minima(hashes, *functions).tolist() == minima(hashes, *functions).tolist()


@given(st.lists(st.lists(st.integers(1, 9), max_size=4), max_size=20), st.integers(0, 12), st.randoms())
def test_distinct_features_are_the_first_of_each(lists: list[list[int]], most: int, chance) -> None:
    indptr = np.cumsum([0, *map(len, lists)])
    features = np.array([one for each in lists for one in each], np.uint32)
    text = np.array([chance.randrange(len(lists)) for _ in lists], np.int32)
    expected = list(dict.fromkeys(one for chunk in text.tolist() for one in lists[chunk]))[:most]
    assert kernels.distinct(text, indptr, features, most).tolist() == expected


def test_a_change_without_an_article_has_no_row() -> None:
    gone = Given("gone")
    gone.article = None
    found = Signer("uk").sign([gone, *changes()])
    assert (len(found.rows), len(found.ids), len(found.changed)) == (len(WORDS), len(WORDS), len(WORDS) + 1)


def test_words_that_were_kept_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Signer("uk", tmp_path)
    rows = signed(first)
    first.save()
    monkeypatch.setattr(chunks, "read_chunk", None)
    assert signed(Signer("uk", tmp_path)).tobytes() == rows.tobytes()


def test_a_damaged_table_is_made_anew(tmp_path: Path) -> None:
    first = Signer("uk", tmp_path)
    rows = signed(first)
    first.save()
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    again = Signer("uk", tmp_path)
    assert signed(again).tobytes() == rows.tobytes()
    again.save()
    assert signed(Signer("uk", tmp_path)).tobytes() == rows.tobytes()


def test_what_is_forgotten_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = signed(Signer("uk"))
    monkeypatch.setattr(chunks, "MOST_CHUNKS", 3)
    assert signed(Signer("uk")).tobytes() == rows.tobytes()


def test_without_finding_rows_say_nothing() -> None:
    rows = signed(Signer("uk", finding=False))
    assert not rows["features"].any()
    assert not rows["shingles"].any()
