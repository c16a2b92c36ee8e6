"""What the commands share: options, and faults reported in one sentence."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import click

from index.engines.registry import DEFAULT_ENGINE, ENGINES
from index.errors import IndexFault, NoIndex
from index.store.store import FILE_NAME, Store

DEFAULT_DATA = "var"

data_option = click.option(
    "--data",
    envvar="POSHUK_DATA",
    default=DEFAULT_DATA,
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory (POSHUK_DATA).",
)
engine_option = click.option(
    "--engine",
    envvar="POSHUK_ENGINE",
    default=DEFAULT_ENGINE,
    show_default=True,
    type=click.Choice(sorted(ENGINES)),
    help="The engine that keeps the index (POSHUK_ENGINE).",
)
rejects_option = click.option(
    "--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Write what was rejected here, as JSONL."
)
quiet_option = click.option("--quiet", is_flag=True, help="Show no progress.")

#: Faults of the system that an operator can mend, as sentences.
_SYSTEM_FAULTS = {
    errno.ENOSPC: "The disk is full; make room, for example with `poshuk prune`, and run the command again.",
    errno.EDQUOT: "The disk quota is used up; make room, for example with `poshuk prune`, and run the command again.",
    errno.EACCES: "{name} may not be read or written by this user.",
    errno.EPERM: "{name} may not be changed by this user.",
    errno.EROFS: "{name} is on a file system that is mounted read-only.",
    errno.EMFILE: "Too many files are open; raise the limit (`ulimit -n`).",
}
INTERRUPTED = 130


class AdminCommand(click.Command):
    """A command whose foreseeable faults end in one sentence on standard error and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and translate its faults."""
        try:
            return super().invoke(ctx)
        except IndexFault as fault:
            raise click.ClickException(str(fault)) from fault
        except KeyboardInterrupt:
            click.echo("Interrupted. What was finished stays; run the command again to go on.", err=True)
            ctx.exit(INTERRUPTED)
        except MemoryError as error:
            raise click.ClickException(
                "There is not enough memory; a build takes less with --memory MB and --jobs 1."
            ) from error
        except OSError as error:
            raise click.ClickException(system_sentence(error)) from error


def system_sentence(error: OSError) -> str:
    """Return what is wrong, for a person."""
    if error.errno == errno.EPIPE:
        raise error
    sentence = _SYSTEM_FAULTS.get(error.errno or 0, "{name}: {reason}.")
    return sentence.format(name=error.filename or "A file", reason=error.strerror or error)


def existing_store(data: Path) -> Store:
    """Open the store; NoIndex when there is none, so that a mistyped directory is not created."""
    if not (data / FILE_NAME).exists():
        raise NoIndex(f"There are no articles in {data}; run `poshuk ingest PATH` first, or name another --data.")
    return Store(data)
