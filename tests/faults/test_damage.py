"""Promises 5 and 6: damage is found and named, versions are never guessed, nothing unverified goes live."""

from __future__ import annotations

import contextlib
import dataclasses

import pytest

from index.build import builder
from index.errors import DamagedIndex, DamagedStore, NoIndex, WrongVersion
from index.files.storage import files_under
from index.store.manifest import MANIFEST, VERSIONS
from index.store.store import FILE_NAME, Store


@pytest.fixture
def live(store, generations, article, engine):
    store.upsert([article(n) for n in range(20)])
    return builder.rebuild(store, generations, engine)


def test_every_flipped_bit_is_found(live, generations, rng, trials):
    files = list(files_under(generations.path(live.name)))
    for _ in range(trials(60, 2000)):
        path = rng.choice(files)
        original = path.read_bytes()
        damaged = bytearray(original)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        path.write_bytes(damaged)
        problems = generations.verify(live.name)
        assert problems and path.name in problems[0]
        path.write_bytes(original)
    assert generations.verify(live.name) == []


def test_every_truncation_is_found(live, generations, rng, trials):
    files = list(files_under(generations.path(live.name)))
    for _ in range(trials(20, 500)):
        path = rng.choice(files)
        original = path.read_bytes()
        path.write_bytes(original[: rng.randrange(len(original))])
        assert any(path.name in problem for problem in generations.verify(live.name, deep=False))
        path.write_bytes(original)


def test_every_swap_of_files_is_found(live, generations, rng, trials):
    files = [path for path in files_under(generations.path(live.name)) if path.name != MANIFEST]
    for _ in range(trials(10, 200)):
        one, other = rng.sample(files, 2)
        contents = one.read_bytes(), other.read_bytes()
        if contents[0] != contents[1]:
            one.write_bytes(contents[1])
            other.write_bytes(contents[0])
            assert len(generations.verify(live.name)) == 2
            one.write_bytes(contents[0])
            other.write_bytes(contents[1])


def test_missing_and_foreign_files_are_named(live, generations):
    path = generations.path(live.name) / "en"
    (path / "stranger").write_text("x")
    next(path.glob("MAIN_*")).unlink()
    missing, foreign = sorted(generations.verify(live.name), key=lambda problem: "stranger" in problem)
    assert missing.endswith("is missing.")
    assert foreign == f"{live.name}/en/stranger is not in the manifest."


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"checksum": "", "manifest": {}}'])
def test_a_damaged_manifest_is_an_error_with_a_remedy(live, generations, content):
    (generations.path(live.name) / MANIFEST).write_bytes(content)
    with pytest.raises(DamagedIndex, match="poshuk rollback"):
        generations.current()


@pytest.mark.parametrize("content", [b"", b"../../etc", b"\xff" * 20, b"000001-zzzzzz"])
def test_a_damaged_pointer_is_an_error_and_rollback_mends_it(live, generations, tmp_path, content):
    (tmp_path / "index" / "CURRENT").write_bytes(content)
    with pytest.raises(DamagedIndex, match="rebuild"):
        generations.current()
    assert generations.rollback() == live.name
    assert generations.current() == live


def test_a_pointer_to_nothing_is_an_error(live, generations, tmp_path):
    (tmp_path / "index" / "CURRENT").write_bytes(b"000009-abcdef\n")
    with pytest.raises(NoIndex, match="000009-abcdef"):
        generations.current()


@pytest.mark.parametrize(("step", "remedy"), [(-1, "run `poshuk rebuild`"), (1, "upgrade Poshuk")])
@pytest.mark.parametrize("field", VERSIONS._fields)
def test_another_version_is_named_with_its_remedy(live, generations, store, field, step, remedy, engine):
    versions = VERSIONS._replace(**{field: getattr(VERSIONS, field) + step})
    other = dataclasses.replace(live, versions=versions)
    (generations.path(live.name) / MANIFEST).write_bytes(other.to_bytes())
    with pytest.raises(WrongVersion, match=remedy):
        generations.current()
    with pytest.raises(WrongVersion):
        builder.update(store, generations, engine)
    assert builder.rebuild(store, generations, engine).documents["en"] == 20


@pytest.mark.parametrize(("step", "remedy"), [(-1, "run `poshuk rebuild`"), (1, "upgrade Poshuk")])
def test_files_of_another_version_of_the_engine_are_named(live, generations, store, step, remedy, engine):
    other = dataclasses.replace(live, files_version=live.files_version + step)
    (generations.path(live.name) / MANIFEST).write_bytes(other.to_bytes())
    with pytest.raises(WrongVersion, match=f"of the engine {engine}.*{remedy}"):
        builder.update(store, generations, engine)
    assert builder.rebuild(store, generations, engine).files_version == live.files_version


def test_a_damaged_generation_is_not_rolled_back_to(live, generations, store, article, engine):
    store.upsert([article(1, seed=1)])
    now = builder.rebuild(store, generations, engine)
    next((generations.path(live.name) / "en").glob("MAIN_*")).write_bytes(b"damaged")
    with pytest.raises(DamagedIndex, match="cannot be made live"):
        generations.rollback()
    assert generations.current_name() == now.name


def test_an_update_of_a_damaged_index_is_refused(live, generations, store, article, engine):
    store.upsert([article(99)])
    next((generations.path(live.name) / "uk").glob("*.toc")).unlink()
    with pytest.raises(DamagedIndex, match="is missing"):
        builder.update(store, generations, engine)
    assert generations.current_name() == live.name


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves open what it cannot read
def test_an_update_never_hides_damage(live, generations, store, article, engine, rng, trials):
    """A damaged file is merged into none: either the update is refused, or the file is kept and still found."""
    files = [path for path in files_under(generations.path(live.name)) if path.name != MANIFEST]
    originals = {path: path.read_bytes() for path in files}
    for trial in range(trials(15, 300)):
        store.upsert([article(number, seed=trial + 1) for number in range(6)])
        path = rng.choice(files)
        damaged = bytearray(originals[path])
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        path.write_bytes(damaged)
        with contextlib.suppress(DamagedIndex):
            builder.update(store, generations, engine)
        assert generations.verify(generations.current_name())
        path.write_bytes(originals[path])
        generations.rollback(live.name)


def test_a_damaged_file_that_names_a_missing_one_is_damage(live, generations, store, article, monkeypatch, engine):
    path = next(path for path in files_under(generations.path(live.name)) if path.name != MANIFEST)
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    def write(*_: object) -> None:
        raise FileNotFoundError("MAIN_of_nothing.seg")

    store.upsert([article(99)])
    monkeypatch.setattr("index.build.task.Writers.take", write)
    with pytest.raises(DamagedIndex, match=r"poshuk"):
        builder.update(store, generations, engine)


def test_an_index_with_another_number_of_documents_is_not_published(
    live, generations, store, article, monkeypatch, engine
):
    store.upsert([article(99)])
    monkeypatch.setattr("index.build.task.Writers.take_all", lambda *_: iter(()))
    with pytest.raises(DamagedIndex, match="Not published"):
        builder.update(store, generations, engine)
    assert generations.current_name() == live.name


def test_a_damaged_article_is_found_and_stops_a_build(store, generations, article, engine):
    store.upsert([article(n) for n in range(3)])
    store._db.execute("UPDATE articles SET json = zeroblob(20) WHERE id = 'a1'")
    assert store.check() == [f"{FILE_NAME}: article a1 is damaged."]
    with pytest.raises(DamagedStore, match="a1"):
        builder.rebuild(store, generations, engine)
    store.upsert([article(1, seed=1)])
    assert store.check() == []


def test_a_file_that_is_no_store_is_an_error(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 100)
    with pytest.raises(DamagedStore, match="no article store"):
        Store(tmp_path)
