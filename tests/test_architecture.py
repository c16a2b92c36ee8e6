"""The walls of the house: rooms from the ground up, each of which imports only from those below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "search", "web")
#: From the ground up.  A package's own name stands for the modules directly in it.
ROOMS = (
    "index",
    "index.files",
    "index.articles",
    "index.language",
    "index.analysis",
    "index.sources",
    "index.lexicon",
    "index.stories",
    "index.engines",
    "index.store",
    "index.engines.whoosh",
    "index.engines.arrays.format",
    "index.engines.arrays.whoosh_view",
    "index.engines.arrays.write",
    "index.engines.arrays",
    "index.build",
    "index.commands",
    "search",
    "search.plan",
    "search.answer",
    "search.query",
    "search.engines",
    "search.engines.whoosh",
    "search.engines.arrays.kernels",
    "search.engines.arrays",
    "search.planner",
    "search.repair",
    "search.hits",
    "search.service",
    "search.evaluation",
    "search.commands",
    "web",
)
HEIGHT = {room: height for height, room in enumerate(ROOMS)}


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str:
    """Return the deepest folder of the project on the way to ``module``: ``index.files.storage`` → ``index.files``."""
    parts = module.split(".")
    folders = (".".join(parts[:depth]) for depth in range(len(parts), 0, -1))
    return next((folder for folder in folders if (ROOT / folder.replace(".", "/")).is_dir()), "")


def sources(package: str) -> Iterator[tuple[Path, str]]:
    for path in (ROOT / package).rglob("*.py"):
        yield path, room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_import_points_upwards(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path, room in sources(package)
        for module in imported_modules(path)
        if module.partition(".")[0] in (*PACKAGES, "bench", "tests", "wsgi")
        and HEIGHT.get(room_of(module), len(ROOMS)) > HEIGHT[room]
    ]
    assert not wrong


def test_every_room_is_listed_and_declared() -> None:
    rooms = {(path.parent, room) for package in PACKAGES for path, room in sources(package)}
    assert {room for _, room in rooms} - {"web"} == set(ROOMS) - {"web"}
    assert not [folder for folder, _ in rooms if not (folder / "__init__.py").exists()]


def test_nothing_outside_an_engine_names_it() -> None:
    """An engine is a row of the registry and two folders."""
    naming = [
        f"{path.relative_to(ROOT)} imports {module}"
        for package in PACKAGES
        for path, room in sources(package)
        for module in imported_modules(path)
        for engines in ("index.engines.", "search.engines.")
        if module.startswith((f"{engines}arrays", f"{engines}whoosh")) and ".engines." not in f"{room}."
    ]
    assert not naming


def test_no_two_test_files_share_a_name() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names)), "pytest imports test files by their bare names"
