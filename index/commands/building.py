"""From the store to a live index: ``rebuild``, ``update``, ``watch``."""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from index.build.effort import MEMORY_MB, Effort, processors
from index.build.task import Step
from index.commands.articles import ingest_into
from index.commands.common import AdminCommand, data_option, engine_option, existing_store, quiet_option, rejects_option
from index.errors import IndexFault, Locked
from index.store.generations import Generations, Manifest
from index.store.store import Pending, Store


class Seconds(click.FloatRange):
    """A range of seconds.  Click lets NaN pass, which is neither below nor above."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return ``value`` as a number of seconds."""
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail("NaN is no number of seconds.", param, ctx)
        return float(seconds)


_EVERY = Seconds(min=0.1, max=86_400)
memory_option = click.option(
    "--memory",
    type=click.IntRange(min=16),
    default=MEMORY_MB,
    show_default=True,
    metavar="MB",
    help="What the build may gather in memory, shared by the languages; the program itself takes some more.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1, max=64),
    default=processors,
    metavar="N",
    help="Processes that write languages side by side, at most one per language; by default one per processor.",
)


@click.command(cls=AdminCommand)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@rejects_option
@memory_option
@jobs_option
@data_option
@engine_option
@quiet_option
def rebuild(
    paths: tuple[str, ...], rejects: Path | None, memory: int, jobs: int, data: Path, engine: str, quiet: bool
) -> None:
    """Build the index anew and make it live.

    It is built beside the live one and verified first.  With PATHs, they are ingested before.
    """
    from index.build import builder

    with Store(data) if paths else existing_store(data) as store:
        if paths:
            ingest_into(store, paths, rejects, quiet)
        generations, effort = Generations(data), Effort(memory, jobs)
        build = partial(builder.rebuild, store, generations, engine, effort=effort)
        _publish(data, generations, store.pending(0), quiet, build)


@click.command(cls=AdminCommand)
@click.option("--every", type=_EVERY, metavar="SECONDS", help="Keep on, looking for changes this often.")
@memory_option
@jobs_option
@data_option
@engine_option
@quiet_option
def update(every: float | None, memory: int, jobs: int, data: Path, engine: str, quiet: bool) -> None:
    """Index what changed in the store since the live index."""
    with existing_store(data) as store:
        update_once = partial(_update_once, store, data, engine, quiet, Effort(memory, jobs))
        if every:
            _keep_up(update_once, every)
        elif not update_once():
            click.echo("Nothing changed since the live index.")


@click.command(cls=AdminCommand)
@click.option("--every", type=_EVERY, default=2, show_default=True, metavar="SECONDS", help="How often to look.")
@memory_option
@jobs_option
@data_option
@engine_option
@quiet_option
def watch(every: float, memory: int, jobs: int, data: Path, engine: str, quiet: bool) -> None:
    """Keep the index up with the store.

    Until stopped; the same as update --every.
    """
    with existing_store(data) as store:
        _keep_up(partial(_update_once, store, data, engine, quiet, Effort(memory, jobs)), every)


def _update_once(store: Store, data: Path, engine: str, quiet: bool, effort: Effort) -> bool:
    """Update if there is anything new, and say whether there was."""
    from index.build import builder

    generations = Generations(data)
    live = generations.current()
    pending = store.pending(live.sequence if live else 0)
    if live and not pending.total:
        return False
    build = partial(builder.update, store, generations, engine, effort=effort)
    return _publish(data, generations, pending, quiet, build)


def _keep_up(update_once: Callable[[], bool], every: float) -> None:
    """Update for ever.

    A fault, of the index or of the machine, is reported once and tried again: another command may hold the lock or mend
    it, and a full disk or memory may be freed.
    """
    reported = ""
    while True:
        try:
            update_once()
            reported = ""
        except (IndexFault, OSError, MemoryError) as fault:
            sentence = str(fault) or f"The machine is out of memory ({type(fault).__name__})."
            if sentence != reported:
                reported = sentence
                click.echo(reported, err=True)
        time.sleep(every)


Build = Callable[[Step], Manifest | None]


def _publish(data: Path, generations: Generations, pending: Pending, quiet: bool, build: Build) -> bool:
    """Run ``build`` under a progress bar, report, and remove the generations that nothing needs any more."""
    from index.commands.progress import counting

    os.environ.setdefault(
        "POSHUK_DATA", str(data)
    )  # where compiled code is cached when the program's folder is read-only
    started = time.monotonic()
    with counting("Indexing", pending.changes, quiet) as count:
        manifest = build(count)
    if manifest is None:
        return False
    _report(manifest, pending.total, time.monotonic() - started)
    with contextlib.suppress(Locked):  # who holds the lock prunes
        generations.prune()
    return True


def _report(manifest: Manifest, total: int, seconds: float) -> None:
    counts = ", ".join(f"{lang} {count:,}" for lang, count in manifest.documents.items())
    click.echo(
        f"Generation {manifest.name} is live: {sum(manifest.documents.values()):,} documents ({counts}); "
        f"{total:,} changes in {seconds:.1f} s, {total / max(seconds, 1e-9):,.0f}/s."
    )
