"""What was measured, as JSON files of one folder: written after every step, so that a run can be broken off."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.corpus import CORPUS_VERSION

FOLDER = Path("var/bench")

Results = dict[str, Any]


def begin(documents: int, words: int, questions: int) -> Results:
    """Return the results of a size before anything is measured."""
    return {
        "corpus": {"version": CORPUS_VERSION, "documents": documents, "words": words, "questions": questions},
        "machine": machine(),
        "command": f"python -m bench.speed --sizes {documents} --words {words} --questions {questions}",
        "revision": revision(),
        "date": datetime.now(UTC).date().isoformat(),
        "peers": {},
        "absent": {},
        "built": {},
        "opened": {},
        "asked": {},
        "complete": False,
    }


def continued(folder: Path, fresh: Results) -> Results:
    """Return the results of an earlier run on the same documents and questions, else ``fresh``."""
    path = path_of(folder, fresh["corpus"]["documents"])
    saved = json.loads(path.read_text(encoding="utf-8")) if path.exists() else fresh
    return saved if all(saved["corpus"].get(name) == value for name, value in fresh["corpus"].items()) else fresh


def keep(folder: Path, results: Results) -> None:
    """Write the results of a size."""
    write(path_of(folder, results["corpus"]["documents"]), results)


def write(path: Path, results: Results) -> None:
    """Write a file of results whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".tmp")
    new.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    new.replace(path)


def saved(folder: Path, kind: str = "speed") -> list[Results]:
    """Return the results that there are of a kind (speed or load), the smallest first."""
    paths = sorted(folder.glob(f"{kind}-*.json"), key=lambda path: int(path.stem.rpartition("-")[2]))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def path_of(folder: Path, documents: int, kind: str = "speed") -> Path:
    """Return the file of the results of a size."""
    return folder / f"{kind}-{documents}.json"


def revision() -> str:
    """Return the commit that is measured, marked when files differ from it; unknown outside a repository."""
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def machine() -> str:
    """Say what the program runs on."""
    processor = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    name = processor[1] if processor else "unknown"
    return f"Python {platform.python_version()} on {os.cpu_count()} cores ({name}), {memory:.0f} GB"
