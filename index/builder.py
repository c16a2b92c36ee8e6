"""Store changes → analysed documents → one index per language, built aside, verified and published.

Both ways read the store's sequence until nothing is left after what was read, so an article that changes during the
build is met again, later in the same run, and none is missed.  Memory is bounded by the writers' buffers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from index.article import LANGUAGES, Language
from index.errors import DamagedIndex, IndexFault, WrongVersion
from index.generations import Building, Generations, Manifest
from index.manifest import REMEDY
from index.storage import full_disk
from index.store import Change, State, Store
from index.stories import StoryBook, open_book
from index.writers import IndexWriter, writer_factory

#: Bytes of free space asked for per compressed byte of the articles to be indexed, temporary files included.
_SPACE_PER_BYTE = 20

#: Postings held in memory per language before they spill to disk.
_MEMORY_MB = 128

Step = Callable[[Change], Any]


def rebuild(store: Store, generations: Generations, engine: str, step: Step = lambda _: None) -> Manifest:
    """Index the whole store from zero and publish it; ``step`` is called after each change.

    Raises Locked, NoSpace, DamagedStore or DamagedIndex; the live index stays as it was.
    """
    generations.ensure_space(_SPACE_PER_BYTE * store.pending(0)[1])
    with full_disk(), generations.build("rebuild") as building:
        return _build(store, building, engine, step)


def update(store: Store, generations: Generations, engine: str, step: Step = lambda _: None) -> Manifest | None:
    """Index what changed since the live generation and publish it; None when nothing did.

    Raises WrongVersion when only a rebuild helps, and what ``rebuild`` raises.
    """
    live = generations.current()
    if live is None:
        return rebuild(store, generations, engine, step)
    _check_continues(live, engine, store)
    changes, size = store.pending(live.sequence)
    if not changes:
        return None
    generations.ensure_space(_SPACE_PER_BYTE * size)
    with full_disk(), generations.build("update") as building, _damage_named(generations, live):
        return _build(store, building, engine, step)


@contextlib.contextmanager
def _damage_named(generations: Generations, live: Manifest) -> Iterator[None]:
    """Raise DamagedIndex for whatever a writer raises when it reads damaged files of the live generation."""
    try:
        yield
    except (IndexFault, OSError):
        raise
    except Exception as error:
        problems = generations.verify(live.name)
        if problems:
            raise DamagedIndex(f"{problems[0]} {REMEDY.capitalize()}") from error
        raise


def _check_continues(live: Manifest, engine: str, store: Store) -> None:
    """Refuse to continue an index that is another engine's or another store's."""
    if live.engine != engine:
        raise WrongVersion(f"The live index is of the engine {live.engine}, not {engine}; run `poshuk rebuild`.")
    if live.sequence > store.state().sequence:
        raise WrongVersion("The live index reflects changes that this store does not have; run `poshuk rebuild`.")


def _build(store: Store, building: Building, engine: str, step: Step) -> Manifest:
    with _Writers(building, engine) as writers:
        book = open_book(building.path)
        state = _apply_all(store, building, writers, book, step)
        documents = writers.commit()
    book.save()
    expected = {lang: state.documents.get(lang, 0) for lang in LANGUAGES}
    if documents != expected:
        raise DamagedIndex(f"Not published: the new index has {documents}, the store {expected}. Run `poshuk rebuild`.")
    return building.publish(engine, state.sequence, documents)


def _apply_all(store: Store, building: Building, writers: _Writers, book: StoryBook, step: Step) -> State:
    """Apply what is new until one look at the store shows nothing newer, and return that look."""
    sequence = building.base.sequence if building.base else 0
    while True:
        book.learn(store.changes(sequence))
        for change in store.changes(sequence):
            writers.apply(book.placed(change))
            step(change)
            sequence = change.sequence
        state = store.state()
        if state.sequence == sequence:
            return state


class _Writers(contextlib.AbstractContextManager["_Writers"]):
    """One writer per language, opened when first needed; a rebuild needs all."""

    def __init__(self, building: Building, engine: str) -> None:
        self._building = building
        self._open = writer_factory(engine)
        self._writers: dict[Language, IndexWriter] = {}

    def __exit__(self, *_: object) -> None:
        """Cancel what was not committed."""
        for writer in self._writers.values():
            writer.cancel()

    def apply(self, change: Change) -> None:
        """Write the article, or remove it from its language."""
        writer = self._writer(change.lang)
        if change.article is None:
            writer.delete((change.id,))
        else:
            writer.write_article(change.article)

    def commit(self) -> dict[Language, int]:
        """Commit every language that changed and return the number of documents of each."""
        base = self._building.base
        documents: dict[Language, int] = {} if base is None else dict(base.documents)
        if base is None:
            for lang in LANGUAGES:
                self._writer(lang)
        while self._writers:
            lang, writer = self._writers.popitem()
            try:
                documents[lang] = writer.commit()
            except BaseException:
                writer.cancel()
                raise
        return {lang: documents[lang] for lang in LANGUAGES}

    def _writer(self, lang: Language) -> IndexWriter:
        if lang not in self._writers:
            self._writers[lang] = self._open(
                self._building.directory(lang), lang, memory_mb=_MEMORY_MB, kept=self._building.kept
            )
        return self._writers[lang]
