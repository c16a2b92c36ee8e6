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

Phase = TypeVar("Phase", bound=str)


@contextlib.contextmanager
def counting(title: str, totals: Mapping[Phase, int], quiet: bool) -> Iterator[Callable[[Phase, int], None]]:
    """Show how many of each phase's total are done; yields a function that counts more of a phase as done."""
    with _bar(quiet, MofNCompleteColumn(), _RateColumn()) as bar:
        if bar.disable:
            yield _nothing if quiet else _PlainLines(title, totals)
            return
        tasks = {phase: bar.add_task(f"{title} {phase}", total=total) for phase, total in totals.items() if total}
        yield lambda phase, more: bar.advance(tasks[phase], more) if phase in tasks else None


class _PlainLines(Generic[Phase]):
    """Counts, and says every PLAIN_EVERY seconds how far it is."""

    def __init__(self, title: str, totals: Mapping[Phase, int]) -> None:
        self._title = title
        self._totals = totals
        self._done: dict[Phase, int] = dict.fromkeys(totals, 0)
        self._started = self._said = time.monotonic()

    def __call__(self, phase: Phase, more: int) -> None:
        self._done[phase] = self._done.get(phase, 0) + more
        now = time.monotonic()
        if now - self._said >= PLAIN_EVERY:
            self._said = now
            click.echo(self._line(now - self._started), err=True)

    def _line(self, seconds: float) -> str:
        parts = ", ".join(
            f"{phase} {self._done[phase]:,} of {total:,}" for phase, total in self._totals.items() if total
        )
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
