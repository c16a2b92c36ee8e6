"""What a process holds in memory, from Linux's /proc; all in bytes."""

from __future__ import annotations

import re
from pathlib import Path

_LINE = re.compile(r"^(\w+):\s+(\d+) kB$", re.MULTILINE)


def status(pid: int | str = "self") -> dict[str, int]:
    """Return the lines of /proc/PID/status that are sizes: VmRSS, VmHWM (the highest that VmRSS was) and others."""
    return _sizes(Path(f"/proc/{pid}/status"))


def rollup(pid: int) -> dict[str, int]:
    """Return Rss, Pss (pages shared by n processes count as 1/n), Anonymous (what no file is behind) and others."""
    return _sizes(Path(f"/proc/{pid}/smaps_rollup"))


def children(pid: int) -> list[int]:
    """Return the children of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def forget_peak() -> None:
    """Let VmHWM of this process start again from what it holds now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _sizes(path: Path) -> dict[str, int]:
    return {name: int(size) << 10 for name, size in _LINE.findall(path.read_text(encoding="utf-8"))}
