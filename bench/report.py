"""The results as Markdown: a table for each size, what each engine does, and where a goal is missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench import results
from bench.results import Results

DASH = "–"
#: Our answer to a row takes at most this share of Tantivy's time, p50 and p99; an index is at most as large.
GOAL = 0.5
#: Documents a second, beside those of another.
BUILD_GOALS = {"tantivy": 2.0, "stock whoosh": 40.0}

_HEAD = """# Beside other engines

Written by `make bench` (`bench/speed.py`) and `python -m bench.load` from the results of {dates}, on {machine}.
The machine is shared and noisy: what counts are ratios within one row, which come from the same run.

**Documents.** {whence}, a third in each language, about {words} words each. The first of a language are real,
each once, long ones in parts; when there are no more, real paragraphs are recombined under real titles. Making a
document takes some 25 µs, which counts in the time of every engine that builds.

**Building.** Each in a process of its own: documents and MB of text (titles and bodies) a second by the clock,
documents for each second that processors worked, in all threads, the most memory above that of the process before,
bytes on disk. "Built again" has the table of forms that the first one cached; "`poshuk rebuild`" reads the store, finds
stories, indexes in one process, and publishes (up to 100,000 documents only: beyond, it takes too long). Opening: the
median of three; that of arrays includes the table of forms, which a server that goes on to a new generation knows.

**Asking.** The ten best documents and their number, p50 / p99 in microseconds of {rounds}; the engines answer
in turn in one process. Words of a class stand in 8 % of a language's documents and more (frequent), 1 to 5 %
(middling), 0.3 % and less (rare). Headlines and judged queries are real ones, without stop words, eight words at most.
A dash: the engine cannot do it, or is not built at that size. "Ratio" is arrays / Tantivy, p50 and p99; the goal is
{goal} at most.

![p50 by number of documents](benchmarks.svg)
"""

LOAD_HEAD = """{workers} gunicorn workers of {threads} threads, engine {engine}, on {machine}, {date}.
The client ({client}) has the same cores as the server, and takes from them. Requests are headlines and judged queries,
searched in all languages, with facets, stories, translations and ten snippets. "For the first time" is each query
once, on a server that has just been started; later each comes several times, and a worker remembers some megabytes of
the API's answers (POSHUK_REMEMBERED), as it does for popular queries. It remembers no pages.
"""
LOAD_ROW = "| {name} | {connections} | {rate:,.0f} | {p50:.1f} | {p99:.1f} | {requests:,} | {failed:,} |"


def write_report(path: Path, folder: Path) -> None:
    """Write all that is saved in ``folder``."""
    sizes = results.saved(folder)
    path.write_text("\n".join(_report(sizes, results.saved(folder, "load"))) + "\n", encoding="utf-8")


def table(size: Results) -> str:
    """Return the tables of one size."""
    head = (_title(size), "", _command(size))
    return "\n".join((*head, "", *_built(size), "", *_asked(size), "", *_found(size), "", *_missed(size)))


def _report(sizes: list[Results], loads: list[Results]) -> Iterator[str]:
    if sizes:
        yield _HEAD.format(
            dates=_joined(size["date"] for size in sizes),
            machine=_joined(size["machine"] for size in sizes),
            whence=_joined(size["corpus"].get("whence", "") for size in sizes).capitalize(),
            words=sizes[-1]["corpus"]["words"],
            goal=GOAL,
            rounds=_rounds(max(size.get("rounds", 2) for size in sizes)),
        )
        yield from _engines(sizes[-1])
    for size in sizes:
        yield from ("", table(size))
    for load in loads:
        yield from ("", *load_table(load))


def _rounds(rounds: int) -> str:
    return "the second of two rounds" if rounds == 2 else f"each question's best of {rounds - 1} rounds after the first"


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values))


def _engines(size: Results) -> Iterator[str]:
    yield "## What each does"
    yield ""
    yield "All keep an index per language with the stored text, in process, and are answers in the question's language."
    yield ""
    for name, peer in size["peers"].items():
        most = (
            ""
            if peer["most"] is None
            else f"; built up to {peer['most']:,} documents only, as more takes too long or too much memory"
        )
        yield f"- **{name}** {peer['version']}: {peer['about']}{most}."
    for sentence in size["absent"].values():
        yield f"- {sentence}"


def _title(size: Results) -> str:
    corpus = size["corpus"]
    counted = f": {corpus['real']:,} real, {corpus['bytes'] / 1e6:,.0f} MB of text" if "bytes" in corpus else ""
    return f"## {corpus['documents']:,} documents{counted}{'' if size['complete'] else ' (unfinished)'}"


def _command(size: Results) -> str:
    return f"`{size['command']}` at revision {size['revision']}, {size['date']}"


def _built(size: Results) -> Iterator[str]:
    yield "| built | documents/s | per CPU second | MB/s | memory, MB | on disk, MB | opened, ms |"
    yield "|---|---|---|---|---|---|---|"
    corpus = size["corpus"]
    for name, built in size["built"].items():
        speed = corpus["documents"] / built["seconds"]
        text = f"{corpus['bytes'] / 1e6 / built['seconds']:,.1f}" if "bytes" in corpus else DASH
        opened = f"{size['opened'][name]:,.1f}" if name in size["opened"] else DASH
        memory, disk = built["memory"] / 1e6, built["disk"] / 1e6
        effort = corpus["documents"] / built["processor"]
        yield f"| {name} | {speed:,.0f} | {effort:,.0f} | {text} | {memory:,.0f} | {disk:,.0f} | {opened} |"


def _asked(size: Results) -> Iterator[str]:
    names = list(size["opened"])
    yield f"| p50 / p99, µs | {' | '.join(names)} | ratio |"
    yield "|---|" + "---|" * (len(names) + 1)
    for row, answers in size["asked"].items():
        cells = (_cell(answers.get(name)) for name in names)
        yield f"| {row} | {' | '.join(cells)} | {_ratio_cell(answers)} |"


def _found(size: Results) -> Iterator[str]:
    """Yield how many documents the median question found, which says whether engines did the same work."""
    names = list(size["opened"])
    yield f"| documents found, median | {' | '.join(names)} |"
    yield "|---|" + "---|" * len(names)
    for row, answers in size["asked"].items():
        counts = (answers[name]["found"] if name in answers else -1 for name in names)
        yield f"| {row} | {' | '.join(DASH if count < 0 else f'{count:,}' for count in counts)} |"


def _cell(answers: dict[str, Any] | None) -> str:
    return f"{answers['p50']:,.0f} / {answers['p99']:,.0f}" if answers else DASH


def _ratio_cell(answers: dict[str, Any]) -> str:
    ratios = _ratios(answers)
    return f"{ratios[0]:.2f} / {ratios[1]:.2f}" if ratios else DASH


def _ratios(answers: dict[str, Any]) -> tuple[float, float] | None:
    """Return arrays / Tantivy of p50 and of p99, where both answered."""
    ours, theirs = answers.get("arrays"), answers.get("tantivy")
    return (ours["p50"] / theirs["p50"], ours["p99"] / theirs["p99"]) if ours and theirs else None


def _missed(size: Results) -> Iterator[str]:
    """Yield where goals are missed, or that they are met."""
    missed = [*_missed_building(size["built"]), *_missed_asking(size["asked"])]
    yield "Goals missed: " + "; ".join(missed) + "." if missed else "No goal is missed."


def _missed_building(built: dict[str, Any]) -> Iterator[str]:
    for peer, goal in BUILD_GOALS.items():
        for ours in ("arrays", "arrays, built again"):
            if ours in built and peer in built:
                times = built[peer]["seconds"] / built[ours]["seconds"]
                if times < goal:
                    yield f"{ours} are built {times:.2g} times as fast as {peer} ({goal:.0f})"
    if "arrays" in built and "tantivy" in built and built["arrays"]["disk"] > built["tantivy"]["disk"]:
        yield f"the index is {built['arrays']['disk'] / built['tantivy']['disk']:.2f} times as large as Tantivy's (1)"


def _missed_asking(rows: dict[str, Any]) -> Iterator[str]:
    for row, answers in rows.items():
        over = [name for name, ratio in zip(("p50", "p99"), _ratios(answers) or (), strict=False) if ratio > GOAL]
        if over:
            yield f"{row}, {' and '.join(over)} ({_ratio_cell(answers)})"


def load_table(load: Results) -> Iterator[str]:
    """Yield the load on the whole service at one size."""
    yield f"## The whole service, {load['documents']:,} documents"
    yield ""
    yield LOAD_HEAD.format_map(load)
    yield "| load | connections | requests/s | p50, ms | p99, ms | requests | failed |"
    yield "|---|---|---|---|---|---|---|"
    for phase in load["phases"]:
        yield LOAD_ROW.format_map(phase)
    yield ""
    yield "| memory of a worker, MB | RSS | PSS | anonymous |"
    yield "|---|---|---|---|"
    for when, workers in load["memory"].items():
        for number, sizes in enumerate(workers, 1):
            cells = " | ".join(f"{sizes[name] / 1e6:,.0f}" for name in ("Rss", "Pss", "Anonymous"))
            yield f"| {when}, worker {number} | {cells} |"
    yield ""
    yield f"{load['goal']} {load['swap']}"
