"""Cached kernels are loaded as code: only from a directory that is ours, and a damaged one is made again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = "import index.stories.kernels"


def load(cache: Path, **environment: str) -> str:
    """Import a package of kernels with its cache below ``cache`` and return what was logged."""
    given = {**os.environ, "NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kernels")
    assert "Compiling" in load(folder)
    assert load(folder) == ""
    return folder


@pytest.mark.parametrize("ending", [".nbi", ".nbc"])
def test_a_cut_cache_is_made_again(filled: Path, ending: str) -> None:
    files = list(filled.rglob(f"*{ending}"))
    assert files
    for path in files:
        path.write_bytes(path.read_bytes()[:20])
    assert "compiling again" in load(filled)
    assert load(filled) == ""


def test_a_cache_that_others_may_write_to_is_not_loaded(filled: Path) -> None:
    directories = list(filled.glob("kernels-*"))
    for directory in directories:
        directory.chmod(0o777)
    try:
        assert load(filled).count("is not used") == len(directories) > 0
    finally:
        for directory in directories:
            directory.chmod(0o700)


def test_nothing_is_cached_in_the_current_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index import compiled

    monkeypatch.chdir(tmp_path)
    for name in ("NUMBA_CACHE_DIR", "POSHUK_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("index.compiled.os.access", lambda *_: False)
    compiled.cache_directory.cache_clear()
    try:
        directory = compiled.cache_directory(ROOT / "index" / "stories")
    finally:
        compiled.cache_directory.cache_clear()
    assert directory is not None and directory.is_relative_to(tmp_path / "home" / "poshuk")
