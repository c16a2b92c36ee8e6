"""The book of stories of a build: reads what is new, finds its stories, and tells each article's.

A rebuild reads the whole store.  An update compares what changed with the newest articles of the live generation: a new
article joins an existing story, and what was indexed is not touched.  Stories that an update did not find together
become one at the next rebuild.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.articles.article import LANGUAGES, Language
from index.errors import IndexFault
from index.stories import recent
from index.stories.forest import Forest
from index.stories.match import match
from index.stories.recent import Recent
from index.stories.signature import ROW, Rows, hash64, in_order
from index.stories.signer import Signed

#: The setting: stories are found, or only those given (by id, URL or hreflang) are stories.
VARIABLE: Final = "POSHUK_STORIES"
FOUND: Final = "found"
GIVEN: Final = "given"

#: Translated stories that are remembered at most.
MOST_TRANSLATED: Final = 4_000

Numbers = NDArray[np.intp]
StoryVersions = dict[Language, str]


class Read(NamedTuple):
    """What was read: ``rows`` has the recent rows and then one per article, in a mapping of a file.

    ``numbers`` are the rows of the articles whose stories are wanted, with their ``ids`` and their own ``stories``.
    ``changed`` are the hashes of all ids that changed.
    """

    rows: Rows
    numbers: Numbers
    ids: list[str]
    stories: list[str]
    changed: list[int]


class StoryBook:
    """The stories of one build.  Beside the rows in a file it takes about 0.2 kB an article."""

    def __init__(self, folder: Path, known: Recent = recent.NOTHING, *, finding: bool = True) -> None:
        self._folder = folder
        self._finding = finding
        self._recent = known
        #: Story by id, of the articles whose story is not their own.
        self.found: dict[str, str] = {}
        #: Ids of new articles of one story by language, of stories in several languages; a sample when they are many.
        self.translated: list[StoryVersions] = []

    def learn(self, signed: Iterable[Signed]) -> None:
        """Find the stories of the articles that were ``signed``, in any order."""
        with tempfile.TemporaryFile(dir=self._folder) as file:
            read = _read(self._recent.rows, signed, file)
            if read.changed:
                self._place(read)

    def save(self) -> None:
        """Write into the generation what the next update needs."""
        recent.save(self._recent, self._folder)

    def _place(self, read: Read) -> None:
        """Match the articles with each other and with the recent ones, and note whose story is another's."""
        old = np.flatnonzero(~np.isin(self._recent.rows["id"], np.array(read.changed, np.uint64)))
        order = in_order(read.rows[["id", "day"]][read.numbers])
        everything = np.concatenate([old, read.numbers[order]])
        rows = read.rows
        forest = Forest(rows["story"][everything], rows["fixed"][everything] > 0, rows["lang"][everything])
        if self._finding:
            match(rows, everything, len(old), forest)
        own = [self._recent.names[number] for number in old.tolist()]
        own += [read.stories[number] for number in order.tolist()]
        stories = [*own[: len(old)], *(own[forest.namer(number)] for number in range(len(old), len(own)))]
        found = zip(order.tolist(), own[len(old) :], stories[len(old) :], strict=True)
        moved = {read.ids[number]: story for number, before, story in found if story != before}
        for name in read.ids:  # it may have told another story when it was read before
            self.found.pop(name, None)
        self.found |= moved
        ids = [""] * len(old) + [read.ids[number] for number in order.tolist()]
        self.translated += _translated(forest, rows["lang"][everything], ids, len(old))
        self._recent = _latest(rows, everything, stories, self._recent.joined + len(moved))


def finding() -> bool:
    """Say whether POSHUK_STORIES asks for stories to be found; raises IndexFault when it is no choice."""
    choice = os.environ.get(VARIABLE, FOUND)
    if choice not in (FOUND, GIVEN):
        raise IndexFault(f"{VARIABLE} must be {FOUND} or {GIVEN}, not {choice!r}.")
    return choice == FOUND


def open_book(folder: Path) -> StoryBook:
    """Return the book for a generation under way in ``folder``, which begins as the one that it continues.

    Raises what ``finding`` does, and DamagedFile when what the generation keeps is damaged.
    """
    known = recent.load(folder) if finding() else recent.NOTHING
    return StoryBook(folder, known, finding=finding())


def _read(known: Rows, signed: Iterable[Signed], file: IO[bytes]) -> Read:
    """Write the rows that were signed after those ``known``."""
    ids: list[str] = []
    stories: list[str] = []
    changed: list[int] = []
    known.tofile(file)
    for page in signed:
        page.rows.tofile(file)
        ids += page.ids
        stories += page.stories
        changed += page.changed
    file.flush()
    count = len(known) + len(ids)
    rows = np.memmap(file, ROW, "r", shape=(count,)).view(np.ndarray) if count else known
    return Read(rows, np.arange(len(known), count), ids, stories, changed)


def _translated(forest: Forest, langs: NDArray[np.uint8], ids: list[str], first: int) -> list[StoryVersions]:
    """Return the first version in each language of the stories that have several, among the rows from ``first``."""
    roots = np.fromiter(map(forest.root, range(first, len(ids))), np.int64, len(ids) - first)
    _, numbers = np.unique(roots * len(LANGUAGES) + langs[first:], return_index=True)
    numbers = np.sort(numbers)
    stories, versions = np.unique(roots[numbers], return_counts=True)
    stories = stories[versions > 1]
    chosen = stories[np.linspace(0, len(stories) - 1, min(len(stories), MOST_TRANSLATED)).astype(np.intp)]
    found: dict[int, StoryVersions] = {}
    for number in numbers[np.isin(roots[numbers], chosen)].tolist():
        found.setdefault(int(roots[number]), {})[LANGUAGES[langs[first + number]]] = ids[first + number]
    return list(found.values())


def _latest(rows: Rows, everything: Numbers, stories: list[str], joined: int) -> Recent:
    """Return the last of the rows under their final stories, which no later update changes."""
    last = rows[everything[-recent.MOST_ROWS :]].copy()
    names = stories[-recent.MOST_ROWS :]
    last["story"] = np.array([hash64(name) for name in names], np.uint64)
    last["fixed"] = 1
    return Recent(last, names, joined)
