"""Articles in and out of the store: ``ingest``, ``delete``, ``export``."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import click

from index.articles.article import LANGUAGES, Article, Language, Rejection
from index.articles.article_json import to_json
from index.commands.common import AdminCommand, data_option, existing_store, quiet_option, rejects_option
from index.errors import IndexFault
from index.limits import limit
from index.store.store import Store

#: A batch is one durable step: large enough that fsync does not count, small enough to hold in memory.
_BATCH_ARTICLES = 200
_BATCH_CHARACTERS = 4_000_000


@click.command(cls=AdminCommand)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@rejects_option
@data_option
@quiet_option
def ingest(paths: tuple[str, ...], rejects: Path | None, data: Path, quiet: bool) -> None:
    """Read articles into the store.

    A PATH is a file, a folder, a pattern, or - for standard input; each format is recognised by its content.
    """
    with Store(data) as store:
        ingest_into(store, paths, rejects, quiet)


@click.command(cls=AdminCommand)
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option("--url", "urls", multiple=True, help="Delete the articles with this URL; may be repeated.")
@data_option
def delete(ids: tuple[str, ...], urls: tuple[str, ...], data: Path) -> None:
    """Delete articles from the store.

    The next update takes them out of the index.
    """
    if not ids and not urls:
        raise click.UsageError("Name the articles to delete: ID... or --url URL.")
    with existing_store(data) as store:
        wanted = [*ids, *(article_id for url in urls for article_id in store.ids_of_url(url))]
        deleted = store.delete(wanted)
    if not deleted:
        raise click.ClickException("There is no such article in the store.")
    click.echo(f"Deleted {deleted} of {max(len(wanted), deleted)}. Run `poshuk update` to take them out of the index.")


@click.command(cls=AdminCommand)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Only the articles in this language.")
@data_option
def export(lang: Language | None, data: Path) -> None:
    """Write the articles of the store as JSONL."""
    with existing_store(data) as store:
        for article in store.articles(lang):
            click.echo(to_json(article))


def ingest_into(store: Store, paths: tuple[str, ...], rejects: Path | None, quiet: bool) -> None:
    """Read ``paths`` into the store and print the summary; IndexFault when nothing but rejections came of it."""
    from index.commands.progress import reading
    from index.commands.summary import Summary
    from index.sources import read

    summary = Summary()
    with reading("Reading", quiet) as progress, _rejects_file(rejects) as file:
        for batch in _batches(read(paths, stdin=sys.stdin.buffer, progress=progress)):
            articles = [item for item in batch if isinstance(item, Article)]
            summary.count(articles, store.upsert(articles, progress.notes))
            for rejection in (item for item in batch if isinstance(item, Rejection)):
                summary.reject(rejection)
                file.write(rejection)
    summary.show(progress.notes)
    if file.left_out:
        click.echo(f"{rejects} is full: it lacks the last {file.left_out:,} rejections.", err=True)
    if summary.rejected and not rejects:
        click.echo("`--rejects FILE` lists what was rejected, and why.", err=True)
    if summary.rejected and not summary.accepted:
        raise IndexFault("None of what was read is an article.")


def _batches(items: Iterator[Article | Rejection]) -> Iterator[list[Article | Rejection]]:
    """Group what is read into steps of bounded size."""
    batch: list[Article | Rejection] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.body) if isinstance(item, Article) else 0
        if len(batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


@contextlib.contextmanager
def _rejects_file(path: Path | None) -> Iterator[_Rejects]:
    with contextlib.ExitStack() as stack:
        yield _Rejects(stack.enter_context(path.open("wb")) if path else None)


class _Rejects:
    """The list of what was rejected, if it is wanted; bounded, as a small archive may hold endless bad records."""

    def __init__(self, file: BinaryIO | None) -> None:
        self._file = file
        self._room = limit("rejects_bytes")
        self.left_out = 0

    def write(self, rejection: Rejection) -> None:
        """Write a line, or count what there is no room for: once one has none, none has."""
        if self._file is None:
            return
        line = json.dumps(asdict(rejection), ensure_ascii=False).encode(errors="replace") + b"\n"
        self._room -= len(line)
        if self._room < 0:
            self.left_out += 1
            self._room = 0
        else:
            self._file.write(line)
