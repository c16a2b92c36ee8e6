"""Promise 2: unsynced files are dropped, zeroed or halved when the power goes; the old or the new index is there."""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import builder
from index.files import storage
from index.files.storage import files_under
from index.store.generations import Generations


class PowerCutError(BaseException):
    """The moment the power goes; no handler of ours may catch it."""


class Disk:
    """Knows which files are durable, cuts the power at the step ``cut``, and keeps a copy of the moment."""

    def __init__(self, root: Path, copy: Path, cut: int) -> None:
        self.root, self.copy, self.left = root, copy, cut
        self.durable = {path.stat().st_ino for path in files_under(root)}
        self.pointer: bytes | None = (root / "CURRENT").read_bytes()
        self.lost: set[str] = set()

    def install(self, patch: pytest.MonkeyPatch) -> None:
        sync, rename = storage.sync, storage.rename

        def counted_sync(path: Path) -> None:
            self.step()
            sync(path)
            self.durable.add(path.stat().st_ino)
            if path == self.root:
                self.pointer = None  # its rename is durable now

        def counted_rename(source: Path, target: Path) -> None:
            self.step()
            rename(source, target)

        patch.setattr(storage, "sync", counted_sync)
        patch.setattr(storage, "rename", counted_rename)

    def step(self) -> None:
        self.left -= 1
        if self.left < 0 and not self.copy.exists():
            files = {path.relative_to(self.root).as_posix(): path.stat().st_ino for path in files_under(self.root)}
            self.lost = {file for file, inode in files.items() if inode not in self.durable}
            shutil.copytree(self.root, self.copy)
            raise PowerCutError

    def after_the_cut(self, data: Path, rng: random.Random) -> Generations:
        """Return what a restart finds: a copy of the moment, less what was not durable."""
        shutil.copytree(self.copy, data / "index")
        for file in sorted(self.lost):
            path = data / "index" / file
            content = path.read_bytes()
            fate = rng.choice(["dropped", "zeroed", "halved", "kept"])
            if fate == "dropped":
                path.unlink()
            elif fate == "zeroed":
                path.write_bytes(bytes(len(content)))
            elif fate == "halved":
                path.write_bytes(content[: len(content) // 2])
        if self.pointer is not None and rng.random() < 0.5:
            (data / "index" / "CURRENT").write_bytes(self.pointer)
        return Generations(data)


@pytest.mark.parametrize("build", [builder.rebuild, builder.update])
def test_a_power_cut_at_any_sync_leaves_the_old_or_the_new_index(
    build, store, generations, article, contents, tmp_path, chance, engine
):
    rng, trials = chance
    store.upsert([article(n) for n in range(6)])
    builder.rebuild(store, generations, engine)
    for cut in itertools.count():
        old = contents(generations.path(generations.current_name()))
        store.upsert([article(0, seed=cut + 1)])
        new = {a.id: a for a in store.articles()}
        disk = Disk(tmp_path / "index", tmp_path / f"cut{cut}" / "index", cut)
        finished = cut_during(disk, lambda: build(store, generations, engine))
        for trial in range(trials(2, 20)):
            after = disk.after_the_cut(tmp_path / f"cut{cut}-{trial}", rng)
            assert after.verify(after.current_name()) == []
            assert contents(after.path(after.current_name())) in ([new] if finished else [old, new])
        if finished:
            break
    assert cut > 5


def cut_during(disk: Disk, work: Callable[[], object]) -> bool:
    """Cut the power during ``work``, or right after it; say whether it had finished."""
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(PowerCutError):
        disk.install(patch)
        work()
        disk.left = 0
        disk.step()
    return disk.left < 0 and disk.pointer is None
