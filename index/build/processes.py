"""Languages written side by side: the processes of ``index.build.worker``, and this process, which reads the store
for them.

One process reads the store, so that a build sees one order of changes, counts progress and ends the others.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from index.articles.article import LANGUAGES, Language
from index.build.task import Commit, Pages, Step, Task
from index.errors import IndexFault
from index.stories import Signed

_START = "from index.build.worker import main; main()"


def shared_out(changes: Mapping[Language, int], jobs: int) -> list[list[Language]]:
    """Return which languages each of ``jobs`` processes writes: the largest first, each to who has least to do.

    There are no more jobs than languages with ``changes``, so each has some.
    """
    shares: list[list[Language]] = [[] for _ in range(jobs)]
    for lang in sorted(LANGUAGES, key=lambda lang: -changes.get(lang, 0)):
        min(shares, key=lambda share: sum(changes.get(one, 0) for one in share)).append(lang)
    return shares


class Given(NamedTuple):
    """What a process is working at: so many changes of a language."""

    lang: Language
    changes: int


class Crew(contextlib.AbstractContextManager["Crew"]):
    """Processes that write ``shares`` of the languages; whatever happens, none is left in the end."""

    def __init__(self, task: Task, shares: Iterable[Sequence[Language]], lock: int) -> None:
        self._hands: list[_Hand] = []
        try:
            for share in shares:
                self._hands.append(_Hand(task, share, lock))
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        for hand in self._hands:
            hand.end()

    def take_all(self, pages: Pages, step: Step) -> Iterator[Signed]:
        """Have all of ``pages`` written; yields their signatures, in any order."""
        busy = [hand for hand in self._hands if hand.give(pages)]
        while busy:
            ready = set(wait([hand.connection for hand in busy]))
            for hand in [hand for hand in busy if hand.connection in ready]:
                yield hand.answer()
                step(*hand.given)
                if not hand.give(pages):
                    busy.remove(hand)

    def commit(self, needed: Iterable[Language], stories: Mapping[str, str]) -> dict[Language, int]:
        """Commit every language that changed or is ``needed``, and return the number of documents of each.

        ``stories`` are those of articles that tell another than their own, by id.
        """
        for hand in self._hands:
            hand.send(Commit([lang for lang in needed if lang in hand.languages], stories))
        return {lang: count for hand in self._hands for lang, count in hand.answer().items()}


class _Hand:
    """One process."""

    def __init__(self, task: Task, languages: Sequence[Language], lock: int) -> None:
        self.languages = languages
        self.given = Given(languages[0], 0)
        ours, theirs = socket.socketpair()
        self.connection = Connection(ours.detach())
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # ourselves
                [sys.executable, "-P", "-c", _START, str(theirs.fileno())],
                env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), lock),
                process_group=0,
            )
        self.send(task)

    def give(self, pages: Pages) -> bool:
        """Give the process its next changes; False when there are none."""
        for lang in self.languages:
            if page := pages.next(lang):
                self.given = Given(lang, len(page))
                self.send((lang, page))
                return True
        return False

    def send(self, message: object) -> None:
        """Send it a message; IndexFault when it is gone."""
        try:
            self.connection.send(message)
        except ConnectionError:
            self.answer()  # says why it is gone, if it could
            raise self._gone() from None

    def answer(self) -> Any:
        """Wait for its answer; raises what it raised, and IndexFault when it is gone."""
        try:
            answer = self.connection.recv()
        except (EOFError, ConnectionError):
            raise self._gone() from None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def end(self) -> None:
        """Stop it, if it has not ended by itself."""
        self.connection.close()
        self._process.kill()
        self._process.wait()

    def _gone(self) -> IndexFault:
        status = self._process.wait()
        cause = f"was killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
        return IndexFault(
            f"The process that indexed {', '.join(self.languages)} {cause}; the live index is as it was. "
            "If the machine is short of memory, try again with less --memory or with --jobs 1."
        )
