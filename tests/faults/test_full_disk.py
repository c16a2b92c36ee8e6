"""Promise 3: a full disk is harmless, at whichever write it fills up."""

from __future__ import annotations

import errno
import itertools

import pytest

from index.build import builder
from index.errors import NoSpace
from index.files import storage


class FullDisk:
    """Lets ``allowed`` raw writes through, then none."""

    def __init__(self, allowed: int) -> None:
        self.left = allowed
        self._write = storage.NewFile.write

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        disk = self

        def write(file, content):  # type: ignore[no-untyped-def]
            disk.left -= 1
            if disk.left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return disk._write(file, content)

        monkeypatch.setattr(storage.NewFile, "write", write)


@pytest.mark.parametrize("build", [builder.rebuild, builder.update])
def test_the_live_index_survives_a_disk_that_fills_up_at_any_write(
    build, store, generations, article, contents, tmp_path, engine
):
    store.upsert([article(n) for n in range(10)])
    live = builder.rebuild(store, generations, engine)
    before = contents(generations.path(live.name))
    store.upsert([article(n, seed=1) for n in range(5)])
    for allowed in itertools.count():
        with pytest.MonkeyPatch.context() as patch:
            FullDisk(allowed).install(patch)
            try:
                build(store, generations, engine)
                break
            except NoSpace as fault:
                assert "poshuk prune" in str(fault)
        assert generations.current_name() == live.name
        assert contents(generations.path(live.name)) == before
        assert generations.verify(live.name) == []
        assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]
    assert allowed > 5
    assert contents(generations.path(generations.current_name())) == {a.id: a for a in store.articles()}


def test_a_build_is_refused_when_the_disk_would_not_hold_it(store, generations, article, monkeypatch, engine):
    store.upsert([article(1)])
    monkeypatch.setattr("index.store.generations.shutil.disk_usage", lambda _: type("Usage", (), {"free": 1 << 20}))
    with pytest.raises(NoSpace, match="make room"):
        builder.rebuild(store, generations, engine)


def test_a_full_disk_under_the_store_loses_nothing(store, article):
    store.upsert([article(n) for n in range(5)])
    store._db.execute(f"PRAGMA max_page_count = {store._db.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(NoSpace, match="make room"):
        store.upsert([article(n) for n in range(5, 500)])
    assert store.state() == (5, {"en": 5})
