"""The command line: everything an operator does, under one name."""

from __future__ import annotations

import os
import socket
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.commands import COMMANDS as INDEX_COMMANDS
from index.commands.common import AdminCommand, data_option, engine_option
from index.errors import IndexFault
from index.store.generations import Generations
from index.store.manifest import check_engine
from search.commands.search import COMMANDS as SEARCH_COMMANDS
from search.engines import engine_named
from search.settings import Settings
from web.settings import DEFAULTS, settings_from

if TYPE_CHECKING:
    from flask import Flask

PORTS = range(65_536)


def valid_address(context: click.Context, parameter: click.Parameter, address: str) -> str:
    """Return ``address`` if gunicorn can make something of it."""
    from gunicorn.util import parse_address  # type: ignore[import-untyped]

    try:
        parsed = parse_address(address)
    except RuntimeError as error:
        raise click.BadParameter(f"{address!r} is not HOST:PORT or unix:PATH.") from error
    if isinstance(parsed, tuple):
        _check_host(*parsed)
    return address


def _check_host(host: str, port: int) -> None:
    """Raise BadParameter when this machine cannot listen there; whether another program does is gunicorn's to find."""
    if port not in PORTS:
        raise click.BadParameter(f"{port} is no port; those are 0 to {PORTS[-1]}.")
    try:
        family, *_, address = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.bind(address)
    except OSError as error:
        raise click.BadParameter(f"{host!r} is no address of this machine ({error.strerror}).") from error


@click.command(cls=AdminCommand)
@click.option(
    "--bind",
    envvar="POSHUK_BIND",
    default=DEFAULTS["BIND"],
    show_default=True,
    callback=valid_address,
    help="The address to listen on (POSHUK_BIND).",
)
@click.option(
    "--workers",
    envvar="POSHUK_WORKERS",
    type=click.IntRange(0, 256),
    default=DEFAULTS["WORKERS"],
    help="Processes that answer; 0 for as many as there are processors (POSHUK_WORKERS).",
)
@data_option
@engine_option
def serve(bind: str, workers: int, data: Path, engine: str) -> None:
    """Serve the pages and the API with gunicorn until stopped."""
    os.environ.update(POSHUK_BIND=bind, POSHUK_WORKERS=str(workers), POSHUK_DATA=str(data), POSHUK_ENGINE=engine)
    try:
        settings_from(os.environ)
        Settings.from_environment(os.environ)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Poshuk: {bind if bind.startswith('unix:') else f'http://{bind}/'}")
    click.echo(_obstacle(data, engine), nl=False)
    sys.stdout.flush()
    engine_named(engine)  # compiles what is not compiled yet, and says so, before anybody waits for an answer
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "python:web.server"])  # noqa: S606


def _obstacle(data: Path, engine: str) -> str:
    """Return a line that says why searches will answer 503, and until when; nothing when they will not."""
    try:
        manifest = Generations(data).current()
        if manifest is None:
            return f"There is no index in {data} yet: searches answer 503 until `poshuk rebuild PATH` has made one.\n"
        check_engine(manifest, engine)
    except IndexFault as fault:
        return f"Searches answer 503: {fault}\n"
    return ""


COMMANDS = (*INDEX_COMMANDS, *SEARCH_COMMANDS, serve)


@click.group(commands=COMMANDS)
@click.version_option(version("poshuk"), prog_name="poshuk")
def main() -> None:
    """Poshuk: full-text search in a news archive in Ukrainian, Russian and English."""


def init_app(app: Flask) -> None:
    """Offer the same commands as ``flask --app wsgi …``."""
    for command in COMMANDS:
        app.cli.add_command(command)


if __name__ == "__main__":
    main(prog_name="poshuk")
