"""A client that asks a server as fast as it answers: ``wrk`` where it is installed, else this program in a process.

``python -m bench.client URL FILE SECONDS CONNECTIONS`` asks for the paths in FILE in turn over connections that are
kept, and prints one line of JSON, as ``bench/wrk.lua`` does.
"""

from __future__ import annotations

import http.client
import json
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
#: Seconds after which an answer counts as failed.
PATIENCE = 10


@dataclass
class Load:
    """What came of a load: seconds it took, requests answered, those that failed, microseconds → answers."""

    seconds: float = 0.0
    requests: int = 0
    failed: int = 0
    times: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which ``share`` of the answers came, 0 when there are none."""
        wanted = share * self.times.total()
        passed = 0
        for microseconds, count in sorted(self.times.items()):
            passed += count
            if passed >= wanted:
                return microseconds / 1e3
        return 0.0

    def __add__(self, other: Load) -> Load:
        """Return both, one after the other."""
        return Load(
            self.seconds + other.seconds,
            self.requests + other.requests,
            self.failed + other.failed,
            self.times + other.times,
        )


def client_name() -> str:
    """Say which client it will be."""
    return "wrk" if shutil.which("wrk") else "a Python client with a thread for each connection"


def load(url: str, paths: Path, seconds: int, connections: int) -> Load:
    """Ask for the paths in a file for some seconds, in another process; CalledProcessError when that fails."""
    if wrk := shutil.which("wrk"):
        options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", f"{PATIENCE}s"]
        command = [wrk, *options, "-s", str(ROOT / "bench" / "wrk.lua"), url, "--", str(paths)]
    else:
        command = [sys.executable, "-m", "bench.client", url, str(paths), str(seconds), str(connections)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return _read(done.stdout.splitlines()[-1])


def ask(url: str, paths: Iterable[str], seconds: float, connections: int) -> Load:
    """Ask in this process: a thread for each connection."""
    address = urlsplit(url)
    asked = list(paths)
    until = time.monotonic() + seconds
    loads = [Load() for _ in range(connections)]
    threads = [threading.Thread(target=_ask, args=(address.netloc, asked, until, part)) for part in loads]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = sum(loads, Load())
    together.seconds = time.monotonic() - start
    return together


def statuses(url: str, paths: Iterable[str], into: Load) -> list[int]:
    """Ask for each path once, over one connection, and return the statuses; only answers of 200 go into ``into``."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    found = []
    for path in paths:
        start = time.perf_counter()
        found.append(_status(connection, path))
        if found[-1] == 200:
            seconds = time.perf_counter() - start
            into.requests += 1
            into.seconds += seconds
            into.times[round(seconds * 1e6)] += 1
    connection.close()
    return found


def _ask(netloc: str, paths: list[str], until: float, into: Load) -> None:
    """Ask over one connection until the moment ``until``."""
    connection = http.client.HTTPConnection(netloc, timeout=PATIENCE)
    number = random.randrange(len(paths))
    while time.monotonic() < until:
        number = (number + 1) % len(paths)
        start = time.perf_counter()
        into.failed += _status(connection, paths[number]) != 200
        into.requests += 1
        into.times[round((time.perf_counter() - start) * 1e6)] += 1
    connection.close()


def _status(connection: http.client.HTTPConnection, path: str) -> int:
    """Return the status of the answer, 0 without a whole one; after an error, a new connection will be made."""
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status if response.read() else 0
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0


def _read(line: str) -> Load:
    values = json.loads(line)
    times: Counter[int] = Counter()
    for microseconds, count in values["times"]:
        times[microseconds] += count
    return Load(values["seconds"], values["requests"], values["failed"], times)


def main() -> None:
    """Ask as the arguments say and print what came of it."""
    url, file, seconds, connections = sys.argv[1:]
    paths = Path(file).read_text(encoding="utf-8").splitlines()
    done = ask(url, paths, float(seconds), int(connections))
    print(json.dumps({**vars(done), "times": sorted(done.times.items())}))


if __name__ == "__main__":
    main()
