"""Which generation is live: a process notices a new one, opens it beside the old one, and swaps.

A request holds one generation from its beginning to its end; a generation is closed when its last user is done.  Two
threads per process are started by the first request, so after any fork: one watches the pointer, the other has every
byte of the live generation examined, by one process on the machine.  A generation is opened at once, when its files
have the right lengths; when one turns out to be rotten, what was live before takes its place, or nothing.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles.article import LANGUAGES, Language
from index.errors import REMEDY, DamagedIndex, IndexFault
from index.lexicon import load_capitals, load_lexicon
from index.store.examiner import Examiner
from index.store.generations import Generations, Manifest
from index.store.manifest import check_engine
from search.engines.base import Engine, Snapshot
from search.errors import NotReady
from search.planner.relatives import Relatives
from search.planner.synonyms import read_synonyms, synonyms_file
from search.repair import Repairer

if TYPE_CHECKING:
    from index.analysis.lookup import Lookup

#: Seconds between two looks at the pointer.
LOOK_EVERY = 0.5
#: Seconds until a generation that could not be opened is tried again: the fault may have been the machine's.
TRY_AGAIN = 10.0

#: The lowest priority there is: whoever answers comes first.
_NICE = 19

NO_INDEX = "There is no index yet; run `poshuk rebuild`."


@dataclass(slots=True)
class Generation:
    """An open generation, and how many are using it."""

    manifest: Manifest
    snapshot: Snapshot
    relatives: Relatives
    repairer: Repairer
    lookups: Mapping[Language, Lookup]
    users: int = 0
    retired: bool = False


class Live:
    """The live generation of a data directory, shared by the threads of a process."""

    def __init__(self, data_dir: Path | str, engine: Engine, look_every: float = LOOK_EVERY) -> None:
        self._generations = Generations(data_dir)
        self._synonyms = synonyms_file(data_dir)
        self._examiner = Examiner(self._generations)
        self._engine = engine
        self._look_every = look_every
        self._reset()
        reset = weakref.WeakMethod(self._reset)
        os.register_at_fork(after_in_child=lambda: (method := reset()) and method())

    def _reset(self) -> None:
        """Forget what was open: a forked child shares no file position and has no watching thread."""
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()
        self._stopped = threading.Event()
        self._examiner.close()
        self._watcher: threading.Thread | None = None
        self._live: Generation | None = None
        self._fault: str | None = None
        self._refused: tuple[str | None, float] = (None, 0.0)

    @contextmanager
    def generation(self) -> Iterator[Generation]:
        """Hold the live generation; NotReady when none can be opened."""
        held = self._take()
        try:
            yield held
        finally:
            self._give_back(held)

    def state(self) -> tuple[Manifest | None, str | None]:
        """Return the manifest of the live generation, and what is wrong with the one that should be; None for none."""
        self._start()
        live = self._live
        return live.manifest if live else None, self._fault

    def refresh(self) -> None:
        """Open and swap in the generation that the pointer names, when it is another than the live one."""
        with self._refreshing:
            try:
                name = self._generations.current_name()
                while name is not None and self._wanted(name):
                    name = self._try(name)
            except (IndexFault, OSError) as fault:
                self._fault = str(fault)

    def close(self) -> None:
        """Stop watching, and close the live generation once nobody uses it."""
        self._stopped.set()
        if self._watcher is not None:
            self._watcher.join()
        self._swap(None)

    def _take(self) -> Generation:
        self._start()
        with self._lock:
            if self._live is None:
                raise NotReady(self._fault or NO_INDEX)
            self._live.users += 1
            return self._live

    def _give_back(self, held: Generation) -> None:
        with self._lock:
            held.users -= 1
            over = held.retired and not held.users
        if over:
            held.snapshot.close()

    def _start(self) -> None:
        """Open the first generation, and begin to watch."""
        if self._live is None and not self._stopped.is_set():
            self.refresh()
        with self._lock:
            if self._watcher is None and not self._stopped.is_set():
                self._watcher = threading.Thread(target=self._watch, name="poshuk-live", daemon=True)
                self._watcher.start()
                threading.Thread(target=self._examine, name="poshuk-examiner", daemon=True).start()

    def _watch(self) -> None:
        stopped = self._stopped
        while not stopped.wait(self._look_every):
            self.refresh()

    def _examine(self) -> None:
        """Have each live generation examined, and fall back from a rotten one."""
        stopped = self._stopped
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while not stopped.wait(self._look_every):
            name = self._live_name()  # its name only: an examination must not keep a generation from closing
            with contextlib.suppress(OSError):
                problems = self._examiner.judge(name) if name else None
                if name and problems:
                    self._condemn(name, problems[0])

    def _live_name(self) -> str | None:
        live = self._live
        return live.manifest.name if live else None

    def _condemn(self, name: str, problem: str) -> None:
        """Answer from the generation no more."""
        with self._refreshing:
            if self._live is not None and self._live.manifest.name == name:
                self._fall_back(name, _damaged(problem))

    def _fall_back(self, name: str, fault: IndexFault | OSError) -> None:
        """Swap in what was live before the damaged generation, if that is sound; else nothing is live."""
        self._swap(None)
        self._swap(next(filter(None, map(self._opened_if_sound, self._generations.older(name))), None))
        self._fault = str(fault)
        self._refused = (name, time.monotonic())
        now = f"answering from {self._live.manifest.name}" if self._live else "there is no other to answer from"
        logging.getLogger(__name__).error("%s (%s)", fault, now)

    def _opened_if_sound(self, manifest: Manifest) -> Generation | None:
        """Open a generation that has been examined, or is now."""
        name = manifest.name
        with contextlib.suppress(IndexFault, OSError):
            if not (self._examiner.examine(name) if self._examiner.verdict(name) is None else ()):
                return self._open(name)
        return None

    def _wanted(self, name: str) -> bool:
        if self._live is not None and self._live.manifest.name == name:
            self._fault = None
            return False
        refused, moment = self._refused
        return name != refused or time.monotonic() - moment > TRY_AGAIN

    def _try(self, name: str) -> str | None:
        """Open ``name`` and swap it in; return the name to go on with, which may be another when this one is gone."""
        try:
            self._swap(self._open(name))
        except (IndexFault, OSError) as fault:
            now = self._generations.current_name()
            if now != name:
                return now
            if self._live is None and isinstance(fault, DamagedIndex | OSError):
                self._fall_back(name, fault)
            self._fault = str(fault)
            self._refused = (name, time.monotonic())
        return name

    def _open(self, name: str) -> Generation:
        manifest = self._generations.open_manifest(name)
        check_engine(manifest, self._engine.name)
        problems = self._examiner.verdict(name) or self._generations.verify(name, deep=False)
        if problems:
            raise _damaged(problems[0])
        lexicon = load_lexicon(self._generations.path(name))
        snapshot = self._engine.open(self._generations.path(name))
        capitals = load_capitals(self._generations.path(name))
        relatives = Relatives(snapshot, lexicon, read_synonyms(self._synonyms), capitals)
        return Generation(manifest, snapshot, relatives, Repairer(snapshot), lookups(self._generations.cache))

    def _swap(self, new: Generation | None) -> None:
        with self._lock:
            old, self._live = self._live, new
            self._fault = None
            over = old is not None and not old.users
            if old is not None:
                old.retired = True
        if old is not None and over:
            old.snapshot.close()


def _damaged(problem: str) -> DamagedIndex:
    return DamagedIndex(f"The index is damaged: {problem} {REMEDY.capitalize()}")


def lookups(cache: Path) -> dict[Language, Lookup]:
    """Open what highlighting goes by, where the engine keeps such tables: those in the folder ``cache``."""
    if not cache.is_dir():
        return {}
    from index.analysis.lookup import open_lookup  # compiled code, of one engine

    found = ((lang, open_lookup(cache, lang)) for lang in LANGUAGES)
    return {lang: lookup for lang, lookup in found if lookup is not None}
