"""Looking after what is there: ``rollback``, ``check``, ``stats``, ``prune``."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from index.articles.article import LANGUAGES
from index.commands.common import AdminCommand, data_option, existing_store
from index.errors import DamagedIndex, IndexFault
from index.store.examiner import Examiner
from index.store.generations import KEEP, Generations, Manifest
from index.store.store import FILE_NAME, Store
from index.stories import joined


@click.command(cls=AdminCommand)
@click.option("--to", metavar="GENERATION", help="The generation to make live; by default what was live before.")
@data_option
def rollback(to: str | None, data: Path) -> None:
    """Make an earlier generation live again.

    The store is not changed.
    """
    generations = Generations(data)
    name = generations.rollback(to)
    click.echo(f"Generation {name} is live. {_behind(data, generations.open_manifest(name))}")


@click.command(cls=AdminCommand)
@data_option
def check(data: Path) -> None:
    """Verify the store and the live index.

    Reads every byte and names what is damaged; exit status 1 when something is.
    """
    with existing_store(data) as store:
        problems = store.check()
    problems += _index_problems(Generations(data))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo("The store and the live index are sound.")


@click.command(cls=AdminCommand)
@data_option
def stats(data: Path) -> None:
    """Show what the store and the indexes hold."""
    generations = Generations(data)
    with existing_store(data) as store:
        _show_store(store)
        current = generations.current_name()
        for manifest in generations.history():
            _show_generation(generations, manifest, manifest.name == current, store)
    if current is None:
        click.echo("There is no index yet; run `poshuk rebuild`.")


@click.command(cls=AdminCommand)
@click.option(
    "--keep", type=click.IntRange(min=1), default=KEEP, show_default=True, help="How many of the newest to keep."
)
@data_option
def prune(keep: int, data: Path) -> None:
    """Remove old generations.

    Those that a rollback needs stay.
    """
    removed = Generations(data).prune(keep)
    click.echo(f"Removed {len(removed)}: {', '.join(removed)}" if removed else "There is nothing to remove.")


def _behind(data: Path, manifest: Manifest) -> str:
    """Say how far a generation is behind the store; nothing where there is none."""
    if not (data / FILE_NAME).exists():
        return ""
    with Store(data) as store:
        behind = store.pending(manifest.sequence).total
    if not behind:
        return "It is up to date with the store."
    return f"It is {behind:,} changes behind the store; `poshuk update` would bring it up to it again."


def _index_problems(generations: Generations) -> list[str]:
    try:
        name = generations.current_name()
        if name is None:
            return ["There is no index yet; run `poshuk rebuild`."]
        generations.open_manifest(name)
    except IndexFault as fault:
        return [str(fault)]
    return Examiner(generations).examine(name)


def _show_store(store: Store) -> None:
    state = store.state()
    counts = ", ".join(f"{lang} {state.documents.get(lang, 0):,}" for lang in LANGUAGES)
    size = store.path.stat().st_size
    click.echo(
        f"Store: {sum(state.documents.values()):,} articles ({counts}), {_size(size)}, change {state.sequence:,}."
    )


def _show_generation(generations: Generations, manifest: Manifest, live: bool, store: Store) -> None:
    size = sum(entry.length for entry in manifest.files.values())
    behind = store.pending(manifest.sequence).total
    click.echo(
        f"{'Live' if live else 'Kept'}: {manifest.name}, {manifest.kind} of {manifest.created:%Y-%m-%d %H:%M:%S} UTC, "
        f"{manifest.engine}, {sum(manifest.documents.values()):,} documents, {_size(size)}, "
        f"{f'{behind:,} changes behind' if behind else 'up to date'}{_stories(generations, manifest)}."
    )


def _stories(generations: Generations, manifest: Manifest) -> str:
    """Say how many articles were put into a story that is not their own; nothing where it cannot be read."""
    with contextlib.suppress(DamagedIndex):
        if count := joined(generations.path(manifest.name)):
            return f"; {count:,} articles joined the story of another"
    return ""


def _size(count: int) -> str:
    return f"{count / (1 << 20):,.1f} MiB"
