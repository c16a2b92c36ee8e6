"""Load on the whole service under gunicorn: ``python -m bench.load --documents 100000 --seconds 30``.

Real headlines and judged queries go to /api/search and to the page, few at a time and many, and then while the index is
built anew and swapped in.  Client and server share the machine's cores.  Ends with 1 when any request failed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import results
from bench.building import fill_store
from bench.client import Load, client_name, load, statuses
from bench.corpus import WORDS, Corpus
from bench.process import children
from bench.report import load_table
from bench.serving import Server, serving, start_rebuild
from bench.texts import all_texts
from index.store.generations import Generations
from search.settings import Settings
from web.server import threads

API, PAGE = "/api/search", "/uk/search"
#: A query that is too broad or too long is refused with these.
REFUSED = (400, 422)
#: Our goals at 100,000 documents on two cores, in milliseconds and requests a second.
GOAL_P50, GOAL_RATE = 5, 500
#: Queries of each language; half are headlines, half judged ones.
QUERIES = 500
#: Seconds of one look at a server whose index is being built.
SLICE = 5
WARMING = 3


@dataclass(frozen=True)
class Phase:
    """What is asked for, over how many connections at once."""

    name: str
    path: str
    connections: int


PHASES = (
    Phase("API, one request per worker", API, 2),
    Phase("API, more than it can", API, 8),
    Phase("page, one request per worker", PAGE, 2),
)
FIRST = Phase("API, each query for the first time", API, 1)
REBUILDING = Phase("API, during a rebuild and its swap", API, 2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and keep; return 1 when a request failed or the new index was not swapped in."""
    options = _arguments(arguments)
    data = options.data or options.results / f"service-{options.documents}"
    _ready(data, options.engine, options.documents)
    documents = sum(Generations(data).current().documents.values())  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory() as work:
        paths = write_paths(Path(work), drawn_queries())
        with serving(data, options.engine, options.workers) as server:
            found = measure(server, data, options.engine, paths, options.seconds, options.rebuild)
    found |= {
        "documents": documents,
        "workers": options.workers,
        "threads": threads,
        "engine": options.engine,
        "machine": results.machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "client": client_name(),
        "goal": goal(found["phases"]),
    }
    results.write(results.path_of(options.results, documents, "load"), found)
    print("\n".join(load_table(found)))
    return 1 if found["failed"] else 0


def measure(
    server: Server, data: Path, engine: str, paths: dict[str, Path], seconds: int, rebuild: bool
) -> dict[str, Any]:
    """Run the phases; ``failed`` counts requests, and one more for an index that was not swapped in."""
    memory = {"before": server.memory()}
    first = Load()
    refused = leave_out_refused(server, paths, first)
    phases = [_told(FIRST, first)]
    for path in paths.values():
        load(server.url, path, WARMING, 2 * len(children(server.pid)))
    for phase in PHASES:
        print(f"{phase.name}, {seconds} s", flush=True)
        phases.append(_told(phase, load(server.url, paths[phase.path], seconds, phase.connections)))
    memory["after the load"] = server.memory()
    swap = "No rebuild was asked for."
    swapped = True
    if rebuild:
        print(REBUILDING.name, flush=True)
        before = server.generation()
        during, ended, largest = _while_rebuilding(server, data, engine, paths)
        phases.append(_told(REBUILDING, during))
        memory |= {"most during the rebuild": largest, "after the swap": server.memory()}
        swapped = ended == 0 and server.generation() != before
        swap = (
            f"The rebuild ended with {ended}; the new generation was {'' if swapped else 'not '}swapped in under load."
        )
    failed = sum(phase["failed"] for phase in phases) + (not swapped)
    return {"phases": phases, "memory": memory, "swap": f"{swap} {refused}", "failed": failed}


def _while_rebuilding(
    server: Server, data: Path, engine: str, paths: dict[str, Path]
) -> tuple[Load, int, list[dict[str, int]]]:
    """Return the load until a slice after the end of the rebuild, how that ended, and the most memory seen."""
    building = start_rebuild(data, engine)
    together, most = Load(), server.memory()
    going = True
    while going:
        going = building.poll() is None
        together += load(server.url, paths[REBUILDING.path], SLICE, REBUILDING.connections)
        most = max(most, server.memory(), key=lambda workers: sum(worker["Pss"] for worker in workers))
    return together, building.wait(), most


def _told(phase: Phase, done: Load) -> dict[str, Any]:
    return {
        "name": phase.name,
        "connections": phase.connections,
        "rate": done.rate,
        "p50": done.percentile(0.5),
        "p99": done.percentile(0.99),
        "requests": done.requests,
        "failed": done.failed,
    }


def goal(phases: Sequence[dict[str, Any]]) -> str:
    """Say whether the API answered as fast and as often as it should, with one request per worker."""
    phase = next(phase for phase in phases if phase["name"] == PHASES[0].name)
    met = phase["p50"] < GOAL_P50 and phase["rate"] > GOAL_RATE
    return f"The goal, p50 under {GOAL_P50} ms and over {GOAL_RATE} requests/s, is {'met' if met else 'missed'}."


def drawn_queries() -> list[str]:
    """Return headlines and judged queries of all languages, mixed."""
    chance = random.Random(7)
    longest = Settings().query_characters
    drawn = []
    for texts in all_texts().values():
        for known in (texts.titles, texts.queries):
            fitting = [query for query in known if len(query) <= longest]
            drawn += chance.sample(fitting, min(QUERIES // 2, len(fitting)))
    chance.shuffle(drawn)
    return drawn


def write_paths(work: Path, queries: Sequence[str]) -> dict[str, Path]:
    """Write a file of paths for each kind of request."""
    files = {API: work / "api", PAGE: work / "page"}
    for path, file in files.items():
        file.write_text("".join(f"{path}?{urlencode({'q': query})}\n" for query in queries), encoding="utf-8")
    return files


def leave_out_refused(server: Server, paths: dict[str, Path], first: Load) -> str:
    """Ask each query once, take those that the limits refuse out of the files, and say how many."""
    queries = paths[API].read_text(encoding="utf-8").splitlines()
    fine = [n for n, status in enumerate(statuses(server.url, queries, first)) if status not in REFUSED]
    for file in paths.values():
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("".join(f"{lines[n]}\n" for n in fine), encoding="utf-8")
    return (
        f"{len(fine):,} queries were asked in turn; {len(queries) - len(fine):,} that the limits refuse were left out."
    )


def _ready(data: Path, engine: str, documents: int) -> None:
    """Fill a data directory and build its index, unless it has one; RuntimeError when the build fails."""
    if Generations(data).current_name() is None:
        print(f"Filling {data} with {documents:,} documents", flush=True)
        fill_store(data, Corpus(all_texts(), documents, WORDS))
        if start_rebuild(data, engine).wait():
            raise RuntimeError("The index could not be built.")


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.load", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="how many to build (%(default)s)")
    parser.add_argument("--data", type=Path, help="a data directory to serve instead")
    parser.add_argument("--seconds", type=int, default=30, help="of each phase (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="gunicorn's (%(default)s)")
    parser.add_argument("--engine", default="arrays", help="(%(default)s)")
    parser.add_argument("--no-rebuild", dest="rebuild", action="store_false", help="leave the index alone")
    parser.add_argument("--results", type=Path, default=results.FOLDER, help="where results are saved (%(default)s)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
