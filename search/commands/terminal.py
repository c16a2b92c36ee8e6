"""Tables in a terminal: aligned whatever the script, and safe to show whatever the words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

#: Columns of characters where the output is no terminal.
_WIDTH = 160
#: Characters of a cell that are shown.
_CELL = 200


def printable(text: str) -> str:
    """Return ``text`` with every character that a terminal would obey, or not show, as an escape."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def clipped(text: str) -> str:
    """Return what a cell shows of ``text``."""
    return printable(text[:_CELL]) + ("…" if len(text) > _CELL else "")


def show_table(header: Iterable[str], rows: Iterable[Iterable[str]], right: Iterable[int] = ()) -> None:
    """Print a table; the columns whose numbers are in ``right`` are aligned to the right."""
    table = Table(*header, box=box.SIMPLE_HEAD, pad_edge=False)
    for at, column in enumerate(table.columns):
        column.overflow = "fold"
        column.justify = "right" if at in set(right) else "left"
    for row in rows:
        table.add_row(*(Text(clipped(cell)) for cell in row))
    console = Console(highlight=False)
    console.print(table) if console.is_terminal else Console(highlight=False, width=_WIDTH).print(table)


def show_json(value: Any) -> None:
    """Print ``value`` as JSON for people and programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
