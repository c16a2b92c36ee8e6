"""Progress bars on standard error: how fast, and how long still.  Nothing is shown when nobody watches."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

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


@contextlib.contextmanager
def counting(title: str, total: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show how many of ``total`` are done; yields a function that counts more of them as done."""
    with _bar(quiet, MofNCompleteColumn(), _RateColumn()) as bar:
        task = bar.add_task(title, total=total)
        yield lambda more: bar.advance(task, more)


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
