"""The commands that change and look after the store and the index, for ``poshuk`` and for ``flask``."""

from __future__ import annotations

import click

from index.commands.articles import delete, export, ingest
from index.commands.building import rebuild, update, watch
from index.commands.upkeep import check, prune, rollback, stats

COMMANDS: tuple[click.Command, ...] = (
    ingest,
    delete,
    export,
    rebuild,
    update,
    watch,
    rollback,
    check,
    stats,
    prune,
)
