"""Progress on standard error, how fast and how long still: live on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from index.sources import Progress as Reading


class _RateColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s", style="progress.data.speed")


#: Seconds between two plain lines.
PLAIN_EVERY = 10.0

Part = TypeVar("Part", bound=str)


@contextlib.contextmanager
def counting(title: str, totals: Mapping[Part, int], quiet: bool) -> Iterator[Callable[[Part, int], None]]:
    """Show how many of each part's total are done; yields a function that counts more of a part as done."""
    with _bar(quiet, MofNCompleteColumn(), _RateColumn()) as bar:
        if bar.disable:
            yield _nothing if quiet else _PlainLines(title, totals)
            return
        tasks = {part: bar.add_task(f"{title} {part}", total=total) for part, total in totals.items() if total}
        yield lambda part, more: bar.advance(tasks[part], more) if part in tasks else None


class _PlainLines(Generic[Part]):
    """Counts, and says every PLAIN_EVERY seconds how far it is."""

    def __init__(self, title: str, totals: Mapping[Part, int]) -> None:
        self._title = title
        self._totals = totals
        self._done: dict[Part, int] = dict.fromkeys(totals, 0)
        self._started = self._said = time.monotonic()

    def __call__(self, part: Part, more: int) -> None:
        self._done[part] = self._done.get(part, 0) + more
        now = time.monotonic()
        if now - self._said >= PLAIN_EVERY:
            self._said = now
            click.echo(self._line(now - self._started), err=True)

    def _line(self, seconds: float) -> str:
        parts = ", ".join(f"{part} {self._done[part]:,} of {total:,}" for part, total in self._totals.items() if total)
        done = sum(self._done.values())
        left = seconds * max(0, sum(self._totals.values()) - done) / max(1, done)
        return f"{self._title}: {parts}; {done / seconds:,.0f}/s, {left:,.0f} s left."


def _nothing(*_: object) -> None:
    """Count for nobody."""


@contextlib.contextmanager
def reading(title: str, quiet: bool) -> Iterator[Reading]:
    """Show how many bytes of the inputs are read; yields the counter that ``index.sources.read`` keeps."""
    with _bar(quiet, DownloadColumn(), TransferSpeedColumn()) as bar:
        task = bar.add_task(title, total=None)
        yield Reading(on_change=lambda now: bar.update(task, completed=now.done, total=now.total))


def _bar(quiet: bool, *columns: ProgressColumn) -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    )
