"""A process that writes some languages of a build: ``python -c "…worker import main; main()" DESCRIPTOR``.

It is a new interpreter, not a fork: the process that builds may have threads.  What it has to do comes through a socket
pair, whose end is the end of this process: nothing here outlives the build.  It holds the writer lock, too, which it
has inherited: no other build begins before it is gone.  It is in a process group of its own, so that Ctrl-C reaches
only the process that builds.

    it receives                   it answers
    a Task                        nothing
    (language, changes)           their signatures, when they are written
    a Commit                      its documents, when all is committed; then it ends
    anything                      an exception, when it fails; then it ends
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import sys
import threading
import traceback
from multiprocessing.connection import Connection

from index.build.task import Commit, Writers
from index.errors import IndexFault


def main() -> None:
    """Serve the socket whose descriptor is the first argument."""
    with Connection(int(sys.argv[1])) as connection:
        threading.Thread(target=_end_with, args=(connection.fileno(),), daemon=True).start()
        with contextlib.suppress(EOFError, ConnectionError):
            _serve(connection)


def _serve(connection: Connection) -> None:
    try:
        with Writers(connection.recv()) as writers:
            while not isinstance(message := connection.recv(), Commit):
                connection.send(writers.take(*message))
            documents = writers.commit(message.needed, message.stories)
        connection.send(documents)
    except (EOFError, ConnectionError):
        raise
    except BaseException as error:
        connection.send(_portable(error))


def _end_with(descriptor: int) -> None:
    """End this process, whatever it is doing, when the other end of the socket is closed."""
    hung_up = select.poll()
    hung_up.register(descriptor, 0)
    hung_up.poll()
    os._exit(1)


def _portable(error: BaseException) -> BaseException:
    """Return the error as it can be raised in the other process, with where it came from unless it is foreseen."""
    if not isinstance(error, (IndexFault, OSError)):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # our own
    except Exception:
        return RuntimeError("".join(traceback.format_exception(error)))
    return error
