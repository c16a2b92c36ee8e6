"""Generations: immutable directories, built aside, verified, named live by one atomic rename.

    index/CURRENT                       the live generation's name, one line
    index/LOCK                          held by the one writer
    index/forms/uk.arr                  what the analysis of words gave, so that the next build need not repeat it
    index/examined/000007-9f3a1c        what reading every byte of that generation found (index.examiner)
    index/generations/000007-9f3a1c/    manifest.json, and one folder per language
    index/generations/.building-…/      a build under way, or what a killed one left

An update starts as hard links to the live generation's files, which no one writes again; what the engine's writer
adds or deletes happens in the new directory only.  So a reader that holds a generation keeps it whole, a killed build
changes nothing, and rolling back is naming another directory.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from index.articles.article import Language
from index.engines.registry import files_version
from index.errors import REMEDY, DamagedIndex, NoIndex, NoSpace
from index.files import storage
from index.store.lock import writer_lock
from index.store.manifest import MANIFEST, FileEntry, Kind, Manifest, check_versions, read_manifest

__all__ = ["Building", "Generations", "Manifest"]

_NAME = re.compile(r"(\d{6,12})-[0-9a-f]{6}")
_BUILDING = ".building-"
#: The newest generations that stay beside those that a rollback needs.
KEEP = 2
#: Free space that no build may use up, in bytes.
_RESERVE = 16 << 20


class Generations:
    """The generations under one data directory."""

    def __init__(self, data_dir: Path | str) -> None:
        self._root = Path(data_dir) / "index"
        self._directory = self._root / "generations"
        self._pointer = self._root / "CURRENT"
        self.cache = self._root / "forms"
        self.examined = self._root / "examined"

    def current_name(self) -> str | None:
        """Return the live generation's name, None before the first: one small read.  May raise DamagedIndex."""
        try:
            name = self._pointer.read_bytes().decode("ascii", "replace").strip()
        except FileNotFoundError:
            return None
        if not _NAME.fullmatch(name):
            raise DamagedIndex(f"{self._pointer} does not name a generation; {REMEDY}")
        return name

    def path(self, name: str) -> Path:
        """Return the generation's directory, which holds one folder per language."""
        return self._directory / name

    def open_manifest(self, name: str) -> Manifest:
        """Return the manifest of a generation that this program can read.

        Raises NoIndex when it is gone, DamagedIndex or WrongVersion, each with a remedy.
        """
        if not _NAME.fullmatch(name) or not self.path(name).is_dir():
            raise NoIndex(f"There is no generation {name}; `poshuk stats` lists those there are.")
        manifest = read_manifest(self.path(name))
        if manifest.name != name:
            raise DamagedIndex(f"{name}/{MANIFEST} belongs to {manifest.name}; {REMEDY}")
        check_versions(manifest)
        return manifest

    def current(self) -> Manifest | None:
        """Return the live generation's manifest, None before the first."""
        name = self.current_name()
        return None if name is None else self.open_manifest(name)

    def history(self) -> list[Manifest]:
        """Return the manifests that can be read, newest first, whatever their versions."""
        manifests = []
        for name in reversed(self._names()):
            with contextlib.suppress(DamagedIndex):
                manifests.append(read_manifest(self.path(name)))
        return manifests

    def older(self, name: str) -> list[Manifest]:
        """Return the manifests of generations before ``name``: what was live before it, then the newest first."""
        try:
            previous = read_manifest(self.path(name)).previous
        except DamagedIndex:
            previous = None
        older = [manifest for manifest in self.history() if _number(manifest.name) < _number(name)]
        return sorted(older, key=lambda manifest: manifest.name != previous)

    def verify(self, name: str, deep: bool = True) -> list[str]:
        """Return what is wrong with a generation's files, a sentence each; with ``deep`` every byte is read."""
        directory = self.path(name)
        try:
            manifest = read_manifest(directory)
        except DamagedIndex as fault:
            return [str(fault)]
        found = {path.relative_to(directory).as_posix(): path for path in storage.files_under(directory)}
        found.pop(MANIFEST)
        problems = [f"{name}/{file} is not in the manifest." for file in found.keys() - manifest.files.keys()]
        for file, entry in manifest.files.items():
            problem = self.problem(name, file, entry, deep)
            if problem:
                problems.append(problem)
        return sorted(problems)

    def problem(self, name: str, file: str, entry: FileEntry, deep: bool = True) -> str | None:
        """Return what is wrong with one file of a generation, a sentence; None when it is as it was published."""
        problem = _problem(self.path(name) / file, entry, deep)
        return f"{name}/{file} {problem}." if problem else None

    @contextlib.contextmanager
    def build(self, kind: Kind) -> Iterator[Building]:
        """Hold the writer lock and build a generation aside; whatever is not published is removed.

        An update starts from the live generation, a rebuild from nothing.
        """
        with self._locked() as lock:
            base = self.current() if kind == "update" else None
            path = self._directory / f"{_BUILDING}{secrets.token_hex(4)}"
            try:
                yield Building(self, kind, base, path, lock)
            finally:
                self._remove_orphans()

    def ensure_space(self, wanted: int) -> None:
        """Raise NoSpace unless ``wanted`` bytes are free, and some to spare."""
        self._directory.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self._directory).free
        if free < wanted + _RESERVE:
            raise NoSpace(
                f"The build may take {(wanted + _RESERVE) >> 20} MiB and {self._root} has {free >> 20} MiB free; "
                "make room, for example with `poshuk prune`."
            )

    def rollback(self, to: str | None = None) -> str:
        """Make ``to`` live again, or what was live before the live generation; return its name."""
        with self._locked():
            name = to or self._before_current()
            self.open_manifest(name)
            problems = self.verify(name)
            if problems:
                raise DamagedIndex(f"Generation {name} cannot be made live: {problems[0]}")
            self._point_to(name)
        return name

    def prune(self, keep: int = KEEP) -> list[str]:
        """Remove generations, and return their names.

        The ``keep`` newest stay, the live one, what was live before it, and the last one of the rebuild before its
        rebuild.
        """
        with self._locked():
            removed = sorted(set(self._names()) - self._wanted(keep))
            for name in removed:
                # Renamed first: a killed removal leaves an orphan, not half a generation.
                doomed = self._directory / f"{_BUILDING}{name}"
                storage.rename(self.path(name), doomed)
                shutil.rmtree(doomed, ignore_errors=True)
                (self.examined / name).unlink(missing_ok=True)
        return removed

    def next_name(self) -> str:
        """Return a name after all there are."""
        names = self._names()
        return f"{(int(names[-1].partition('-')[0]) if names else 0) + 1:06d}-{secrets.token_hex(3)}"

    def publish(self, directory: Path, name: str) -> None:
        """Give a finished, durable directory its name and make it live."""
        storage.rename(directory, self.path(name))
        storage.sync(self._directory)
        self._point_to(name)

    def _point_to(self, name: str) -> None:
        storage.write_file(self._pointer, f"{name}\n".encode())

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        self._directory.mkdir(parents=True, exist_ok=True)
        with writer_lock(self._root / "LOCK") as lock:
            self._remove_orphans()
            yield lock

    def _remove_orphans(self) -> None:
        """Remove what killed or failed writers left; we hold the lock, so no build is alive."""
        for orphan in self._directory.glob(f"{_BUILDING}*"):
            shutil.rmtree(orphan, ignore_errors=True)
        for temporary in (file for folder in (self._root, self.cache, self.examined) for file in folder.glob(".*.tmp")):
            temporary.unlink(missing_ok=True)

    def _names(self) -> list[str]:
        if not self._directory.is_dir():
            return []
        return sorted((path.name for path in self._directory.iterdir() if _NAME.fullmatch(path.name)), key=_number)

    def _before_current(self) -> str:
        """Return what was live before; when the live manifest cannot tell, the newest older generation."""
        try:
            current = self.current_name()
            previous = read_manifest(self.path(current)).previous if current else None
        except DamagedIndex:
            current, previous = None, None
        names = self._names()
        if previous in names:
            return str(previous)
        older = [name for name in names if current is None or _number(name) < _number(current)]
        if not older:
            raise NoIndex("There is no earlier generation to roll back to.")
        return older[-1]

    def _wanted(self, keep: int) -> set[str]:
        manifests = self.history()
        newest = [manifest.name for manifest in manifests[:keep]]
        current = self.current_name()
        if current is None:
            return set(newest)
        live = read_manifest(self.path(current))
        older = [m.name for m in manifests if _number(m.lineage) < _number(live.lineage)]
        return {live.name, live.previous or live.name, *newest, *older[:1]}


class Building:
    """A generation under way, in its own directory, which holds one folder per language; an update finds them filled.

    ``lock`` is the descriptor of the writer lock, for the processes that write.
    """

    def __init__(self, generations: Generations, kind: Kind, base: Manifest | None, path: Path, lock: int) -> None:
        self.kind = kind
        self.base = base
        self.path = path
        self.lock = lock
        self._generations = generations
        path.mkdir()
        if base is not None:
            self._link(generations.path(base.name), base.files)

    @property
    def cache(self) -> Path:
        """The directory in which writers remember what they have analysed, from build to build."""
        return self._generations.cache

    def publish(self, engine: str, sequence: int, documents: Mapping[Language, int]) -> Manifest:
        """Make everything durable, write the manifest and make the generation live.

        Raises DamagedIndex when a file that was merged away is not as it was published: what came of it would get a
        sound checksum.
        """
        name = self._generations.next_name()
        files = self._entries()
        self._verify_replaced(files)
        storage.sync_tree(self.path)
        manifest = Manifest(
            name=name,
            engine=engine,
            kind=self.kind,
            lineage=self.base.lineage if self.base else name,
            previous=self._previous(),
            created=datetime.now(UTC),
            sequence=sequence,
            documents=dict(documents),
            files=files,
            files_version=files_version(engine),
        )
        storage.write_file(self.path / MANIFEST, manifest.to_bytes())
        self._generations.publish(self.path, name)
        return manifest

    def _previous(self) -> str | None:
        try:
            return self._generations.current_name()
        except DamagedIndex:
            return None

    def _link(self, base: Path, files: Mapping[str, FileEntry]) -> None:
        for file in files:
            target = self.path / file
            target.parent.mkdir(exist_ok=True)
            try:
                storage.link(base / file, target)
            except FileNotFoundError:
                raise DamagedIndex(f"{base.name}/{file} is missing; {REMEDY}") from None

    def _entries(self) -> dict[str, FileEntry]:
        """Return an entry per file; a file that is the base's keeps the checksum it was published with."""
        paths = {path.relative_to(self.path).as_posix(): path for path in storage.files_under(self.path)}
        return {file: self._kept(file, path) or _entry(path) for file, path in paths.items()}

    def _verify_replaced(self, files: Mapping[str, FileEntry]) -> None:
        """Raise DamagedIndex when a file of the base that is not among ``files`` is damaged."""
        if self.base is None:
            return
        for file, entry in self.base.files.items():
            problem = None if files.get(file) is entry else self._generations.problem(self.base.name, file, entry)
            if problem:
                raise DamagedIndex(f"Not published: {problem} {REMEDY.capitalize()}")

    def _kept(self, file: str, path: Path) -> FileEntry | None:
        if self.base is None or file not in self.base.files:
            return None
        return self.base.files[file] if path.samefile(self._generations.path(self.base.name) / file) else None


def _number(name: str) -> int:
    return int(name.partition("-")[0])


def _entry(path: Path) -> FileEntry:
    return FileEntry(path.stat().st_size, storage.checksum(path))


def _problem(path: Path, entry: FileEntry, deep: bool) -> str | None:
    """Say how the file differs from what was published."""
    try:
        length = path.stat().st_size
        if length != entry.length:
            return f"has {length} bytes instead of {entry.length}"
        if deep and storage.checksum(path) != entry.checksum:
            return "has other content than was published"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return None
