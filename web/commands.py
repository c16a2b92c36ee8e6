"""The command line: everything an operator does, under one name."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.commands import COMMANDS as INDEX_COMMANDS
from index.commands.common import data_option, engine_option
from search.commands import COMMANDS as SEARCH_COMMANDS

if TYPE_CHECKING:
    from flask import Flask


@click.command()
@click.option("--bind", default="127.0.0.1:8000", envvar="POSHUK_BIND", show_default=True, help="Address to listen on.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; by default as many as processors.")
@data_option
@engine_option
def serve(bind: str, workers: int | None, data: Path, engine: str) -> None:
    """Serve the pages and the API with gunicorn until stopped."""
    environment = {"POSHUK_BIND": bind, "POSHUK_DATA": str(data), "POSHUK_ENGINE": engine}
    if workers:
        environment["POSHUK_WORKERS"] = str(workers)
    os.environ.update(environment)
    click.echo(f"Poshuk: http://{bind}/")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "python:web.server"])  # noqa: S606


def all_commands() -> Iterable[click.Command]:
    """Return the commands of the index, of the search and of the web."""
    return [*INDEX_COMMANDS, *SEARCH_COMMANDS, serve]


@click.group()
@click.version_option(version("poshuk"), prog_name="poshuk")
def main() -> None:
    """Poshuk: full-text search in a news archive in Ukrainian, Russian and English."""


for command in all_commands():
    main.add_command(command)


def init_app(app: Flask) -> None:
    """Offer the same commands as ``flask --app wsgi …``."""
    for command in all_commands():
        app.cli.add_command(command)


if __name__ == "__main__":
    main(prog_name="poshuk")
