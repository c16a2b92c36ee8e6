"""The whole service as an operator runs it, in processes of its own: ``poshuk serve`` and ``poshuk rebuild``."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.process import children, rollup

ROOT = Path(__file__).resolve().parents[1]
POSHUK = (sys.executable, "-m", "web.commands")
#: Seconds until a server answers, kernels that are not yet compiled included.
_STARTS_WITHIN = 300
_STOPS_WITHIN = 30
#: What is reported of a process's memory.
SIZES = ("Rss", "Pss", "Anonymous")


@dataclass(frozen=True)
class Server:
    """A running gunicorn: where it listens, and its master's process id."""

    url: str
    pid: int

    def generation(self) -> str:
        """Return the generation that answers; URLError when none does."""
        with urllib.request.urlopen(f"{self.url}/readyz", timeout=10) as response:
            return str(json.load(response)["generation"])

    def memory(self) -> list[dict[str, int]]:
        """Return the bytes that each worker holds."""
        found = []
        for worker in children(self.pid):
            with contextlib.suppress(OSError):  # it has just been replaced
                sizes = rollup(worker)
                found.append({name: sizes[name] for name in SIZES})
        return found


@contextlib.contextmanager
def serving(data: Path, engine: str, workers: int) -> Iterator[Server]:
    """Serve a data directory while the block runs; TimeoutError when the server does not get ready."""
    address = f"127.0.0.1:{_free_port()}"
    command = [*POSHUK, "serve", "--bind", address, "--workers", str(workers), "--data", str(data), "--engine", engine]
    environment = {**os.environ, "POSHUK_RATE": "0"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        server = Server(f"http://{address}", process.pid)
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(_STOPS_WITHIN)


def start_rebuild(data: Path, engine: str) -> subprocess.Popen[bytes]:
    """Start to build a data directory's index anew."""
    command = [*POSHUK, "rebuild", "--quiet", "--data", str(data), "--engine", engine]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError, ValueError):
            server.generation()
            return
        time.sleep(0.2)
    raise TimeoutError("The server did not get ready.")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
