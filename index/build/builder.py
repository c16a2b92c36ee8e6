"""Store changes → analysed documents → one index per language, built aside, verified and published.

Both ways read the store's sequence until nothing is left after what was read, so an article that changes during the
build is met again, later in the same run, and none is missed.  Memory is bounded by the writers' buffers.  The articles
of a language go through one writer in the order of the sequence, whatever the number of processes: so the index is the
same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from index.articles.article import LANGUAGES, Language
from index.build.effort import ALONE, Effort
from index.build.processes import Crew, shared_out
from index.build.task import Pages, Step, Task, Writers
from index.engines.registry import engine_row, writer_factory
from index.errors import REMEDY, DamagedIndex, IndexFault, WrongVersion
from index.files.storage import full_disk
from index.lexicon import MOST_ARTICLES, learn, load_capitals, save_capitals, save_lexicon
from index.lexicon.learn import Story
from index.store.generations import Building, Generations, Manifest
from index.store.manifest import check_engine
from index.store.store import Change, Pending, State, Store
from index.stories import StoryBook, finding, open_book

#: Bytes of free space that are needed per compressed byte of the articles to be indexed, temporary files included.
_SPACE_PER_BYTE = 20
#: An update of fewer articles does not count how words are written.
_FEWEST_COUNTED = 20


def _no_step(*_: object) -> None:
    """Watch nothing."""


def rebuild(
    store: Store, generations: Generations, engine: str, step: Step = _no_step, effort: Effort = ALONE
) -> Manifest:
    """Index the whole store from zero and publish it; ``step`` is called with what is done.

    Raises Locked, NoSpace, DamagedStore or DamagedIndex; the live index stays as it was.
    """
    pending = store.pending(0)
    generations.ensure_space(_SPACE_PER_BYTE * pending.size)
    with full_disk(), generations.build("rebuild") as building, _team(building, engine, pending, effort) as team:
        return _build(store, building, engine, team, step)


def update(
    store: Store, generations: Generations, engine: str, step: Step = _no_step, effort: Effort = ALONE
) -> Manifest | None:
    """Index what changed since the live generation and publish it; None when nothing did.

    Raises WrongVersion when only a rebuild helps, and what ``rebuild`` raises.
    """
    live = generations.current()
    if live is None:
        return rebuild(store, generations, engine, step, effort)
    _check_continues(live, engine, store)
    pending = store.pending(live.sequence)
    if not pending.total:
        return None
    generations.ensure_space(_SPACE_PER_BYTE * pending.size)
    with (
        full_disk(),
        generations.build("update") as building,
        _damage_named(generations, live),
        _team(building, engine, pending, effort) as team,
    ):
        return _build(store, building, engine, team, step)


@contextlib.contextmanager
def _damage_named(generations: Generations, live: Manifest) -> Iterator[None]:
    """Raise DamagedIndex for whatever a writer raises when it reads damaged files of the live generation."""
    try:
        yield
    except IndexFault:
        raise
    except Exception as error:
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            raise  # the disk's fault; a file that is not there may be one that a damaged file names
        problems = generations.verify(live.name)
        if problems:
            raise DamagedIndex(f"{problems[0]} {REMEDY.capitalize()}") from error
        raise


def _check_continues(live: Manifest, engine: str, store: Store) -> None:
    """Refuse to continue an index that is another engine's or another store's."""
    check_engine(live, engine)
    if live.sequence > store.sequence():
        raise WrongVersion("The live index reflects changes that this store does not have; run `poshuk rebuild`.")


def _team(building: Building, engine: str, pending: Pending, effort: Effort) -> Writers | Crew:
    """Return what writes: this process, or several when there is work for them."""
    writer_factory(engine)  # refuses an unknown engine; where code has to be compiled first, that is done once
    languages = sum(count > 0 for count in pending.changes.values())
    task = Task(
        engine_row(engine).writer, building.path, effort.memory_mb // max(languages, 1), building.cache, finding()
    )
    jobs = min(effort.jobs, languages) if pending.total >= effort.least else 1
    return Crew(task, shared_out(pending.changes, jobs), building.lock) if jobs > 1 else Writers(task)


def _build(store: Store, building: Building, engine: str, team: Writers | Crew, step: Step) -> Manifest:
    base = building.base
    book = open_book(building.path)
    state = _take_all(store, base.sequence if base else 0, book, team, step)
    written = team.commit(() if base else LANGUAGES, book.found)
    book.save()
    if base is None and book.translated:
        save_lexicon(learn(versions(store, book.translated)), building.path)
    _count_capitals(store, base.sequence if base else 0, state.sequence, building)
    documents = {**base.documents, **written} if base else written
    expected = {lang: state.documents.get(lang, 0) for lang in LANGUAGES}
    if documents != expected:
        raise DamagedIndex(f"Not published: the new index has {documents}, the store {expected}. Run `poshuk rebuild`.")
    return building.publish(engine, state.sequence, expected)


def _take_all(store: Store, since: int, book: StoryBook, team: Writers | Crew, step: Step) -> State:
    """Have what is new written until one look at the store shows nothing newer, and return that look."""
    while True:
        until = store.sequence()
        book.learn(team.take_all(Pages(store, since, until), step))
        state = store.state()
        if state.sequence == until:
            return state
        since = until


def _count_capitals(store: Store, since: int, until: int, building: Building) -> None:
    """Add to what the generation knows of names what the newest of the articles after ``since`` tell.

    A small update tells too little to write the counts again.
    """
    if since > 0 and until - since < _FEWEST_COUNTED:
        return
    newest = chain.from_iterable(_newest(store, since, until, lang) for lang in LANGUAGES)
    articles = (article for change in newest if (article := change.read().article) is not None)
    save_capitals(load_capitals(building.path).and_of(articles), building.path)


def _newest(store: Store, since: int, until: int, lang: Language) -> list[Change]:
    """Return the last MOST_ARTICLES changes of a language, or fewer when there are no more."""
    window = MOST_ARTICLES
    while True:
        found = list(islice(store.changes(max(since, until - window), until, lang), MOST_ARTICLES))
        if len(found) == MOST_ARTICLES or window >= until - since:
            return found
        window *= 2


def versions(store: Store, stories: Iterable[Mapping[Language, str]]) -> Iterator[Story]:
    """Yield the articles with these ids, story by story; one that is gone meanwhile is left out."""
    for story in stories:
        articles = {lang: store.get(article_id) for lang, article_id in story.items()}
        yield {lang: article for lang, article in articles.items() if article is not None}
