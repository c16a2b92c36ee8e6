"""The wheel holds every file that the packages read at run time."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "search", "web")
SOURCES_ONLY = {".po", ".pot", ".cfg"}


def tracked_files() -> set[str]:
    listing = subprocess.run(["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, capture_output=True, check=True).stdout
    return {name for name in listing.decode().split("\0") if name and Path(name).suffix not in SOURCES_ONLY}


def test_the_wheel_is_complete(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), checkout], check=True)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path]
    subprocess.run([*build, checkout], check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("poshuk-*.whl"))) as wheel:
        assert not tracked_files() - set(wheel.namelist())
