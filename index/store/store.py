"""The article store: the truth that every index is a view of.

SQLite in WAL mode.  Every change, removals included, takes the next number of one sequence, so that an index that
reflects the store up to a number needs to read only what came after it.  An article whose content is unchanged is no
change.  A change of language counts twice: the article leaves one language's index and enters another's.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast

from index.articles.article import Article, Language
from index.articles.article_json import from_json, to_json
from index.articles.links import site_of
from index.errors import DamagedStore, IndexFault, NoSpace

FILE_NAME = "store.sqlite3"
STORE_VERSION = 1

#: Seconds to wait for another writer's batch.
_PATIENCE = 60
_PAGE = 200
_LAST = 2**63 - 1

_TABLES = """ CREATE TABLE IF NOT EXISTS articles ( id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, lang TEXT NOT
    NULL, hash BLOB NOT NULL, url TEXT, json BLOB NOT NULL); CREATE INDEX IF NOT EXISTS articles_by_url ON articles
    (url); CREATE INDEX IF NOT EXISTS articles_by_lang ON articles (lang); CREATE TABLE IF NOT EXISTS tombstones ( id
    TEXT NOT NULL, lang TEXT NOT NULL, seq INTEGER NOT NULL UNIQUE, PRIMARY KEY (id, lang)) WITHOUT ROWID; CREATE
    TABLE IF NOT EXISTS sequence (last INTEGER NOT NULL); INSERT INTO sequence SELECT 0 WHERE NOT EXISTS (SELECT 1
    FROM sequence);
"""

#: In the order of the index on seq: the language, where one is given, is compared, not looked up.
_CHANGES = """
SELECT seq, id, lang, json FROM articles
WHERE seq BETWEEN :since + 1 AND :until AND (:lang IS NULL OR lang = :lang)
UNION ALL SELECT seq, id, lang, NULL FROM tombstones
WHERE seq BETWEEN :since + 1 AND :until AND (:lang IS NULL OR lang = :lang)
ORDER BY seq LIMIT :limit
"""
_PENDING = f"SELECT lang, COUNT(*), COALESCE(SUM(LENGTH(json)), 0) FROM ({_CHANGES}) GROUP BY lang"  # noqa: S608

#: Under this name ``upsert`` notes articles whose id another outlet has, too.
SHARED_ID: Final = "shared id"

Outcome = Literal["new", "changed", "unchanged"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "unchanged")


class Change(NamedTuple):
    """One step of the sequence: what the id holds now in ``lang``.

    ``packed`` is the article's JSON, compressed; None when the article is gone from there.
    """

    sequence: int
    id: str
    lang: Language
    packed: bytes | None

    def read(self) -> ReadChange:
        """Return what the change says; raises DamagedStore."""
        return ReadChange(self.id, *((None, None) if self.packed is None else _unpack(self.id, self.packed)))


class ReadChange(NamedTuple):
    """An id, and its article with its JSON, both None where it is gone."""

    id: str
    article: Article | None
    line: bytes | None


class Pending(NamedTuple):
    """What came after some change: changes per language, and the bytes that their articles take in the store."""

    changes: dict[Language, int]
    size: int

    @property
    def total(self) -> int:
        """The changes of all languages."""
        return sum(self.changes.values())


class State(NamedTuple):
    """The store at one moment: its last change, and its articles per language."""

    sequence: int
    documents: dict[Language, int]


class Store:
    """The articles under one data directory.  Not shared between threads; many processes may have it open.

    Raises DamagedStore, NoSpace or IndexFault, each with a remedy, in place of SQLite's errors.
    """

    def __init__(self, data_dir: Path | str) -> None:
        self.path = Path(data_dir) / FILE_NAME
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._translated():
            self._db = sqlite3.connect(_address(self.path), timeout=_PATIENCE, isolation_level=None, uri=True)
        try:
            with self._translated():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def upsert(self, articles: Sequence[Article], notes: dict[str, int] | None = None) -> list[Outcome]:
        """Put the articles in, as one durable step, and say for each what it was.

        Ids are of an outlet: an article whose id another outlet has taken gets the name of its own before it.
        ``notes`` counts these under ``SHARED_ID``.
        """
        with self._transaction():
            return [self._upsert(self._identified(article, notes)) for article in articles]

    def delete(self, ids: Iterable[str]) -> int:
        """Take the articles with these ids out, as one durable step, and return how many there were."""
        with self._transaction():
            return sum(self._delete(article_id) for article_id in ids)

    def ids_of_url(self, url: str) -> list[str]:
        """Return the ids of the articles with this URL."""
        with self._translated():
            return [row[0] for row in self._db.execute("SELECT id FROM articles WHERE url = ? ORDER BY id", (url,))]

    def get(self, article_id: str) -> Article | None:
        """Return the article with this id."""
        with self._translated():
            row = self._db.execute("SELECT json FROM articles WHERE id = ?", (article_id,)).fetchone()
            return None if row is None else _unpack(article_id, row[0])[0]

    def articles(self, lang: Language | None = None) -> Iterator[Article]:
        """Yield every article, or those of one language, in the order of their last change."""
        for change in self.changes(0, lang=lang):
            article = change.read().article
            if article is not None:
                yield article

    def changes(self, since: int, until: int = _LAST, lang: Language | None = None) -> Iterator[Change]:
        """Yield the changes after ``since`` up to ``until`` (in one language) in order, until there is no more.

        Reads a page at a time, so that no read transaction keeps the write-ahead log from being reused; what changes
        meanwhile comes later in the same run.
        """
        while page := self.page(since, until, lang):
            yield from page
            since = page[-1].sequence

    def page(self, since: int, until: int = _LAST, lang: Language | None = None) -> list[Change]:
        """Return the first changes after ``since`` up to ``until``, a few hundred at most; none when there are none."""
        with self._translated():
            rows = self._db.execute(_CHANGES, {"since": since, "until": until, "lang": lang, "limit": _PAGE})
            return [Change(*row) for row in rows]

    def sequence(self) -> int:
        """Return the number of the last change."""
        with self._translated():
            return self._last()

    def state(self) -> State:
        """Return the last change and the number of articles per language, of one moment."""
        with self._translated():
            self._db.execute("BEGIN")
            try:
                rows = self._db.execute("SELECT lang, COUNT(*) FROM articles GROUP BY lang").fetchall()
                return State(self._last(), {cast(Language, lang): count for lang, count in rows})
            finally:
                self._db.execute("COMMIT")

    def pending(self, since: int) -> Pending:
        """Return what came after ``since``."""
        with self._translated():
            rows = self._db.execute(_PENDING, {"since": since, "until": _LAST, "lang": None, "limit": -1}).fetchall()
        return Pending({lang: count for lang, count, _ in rows}, sum(size for _, _, size in rows))

    def check(self) -> list[str]:
        """Return what is wrong with the store, a sentence each; reads all of it."""
        try:
            with self._translated():
                problems = [row[0] for row in self._db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
                problems += self._wrong_sequence()
                rows = self._db.execute("SELECT id, lang, url, hash, json FROM articles")
                return problems + [f"{FILE_NAME}: article {row[0]} is damaged." for row in rows if not _intact(*row)]
        except DamagedStore as fault:
            return [str(fault)]

    def _wrong_sequence(self) -> list[str]:
        """Return what is wrong with the sequence: one number that ends it, no change beyond, none of two changes."""
        ends = [row[0] for row in self._db.execute("SELECT last FROM sequence")]
        highest, count, distinct = self._db.execute(
            "SELECT COALESCE(MAX(seq), 0), COUNT(*), COUNT(DISTINCT seq)"
            " FROM (SELECT seq FROM articles UNION ALL SELECT seq FROM tombstones)"
        ).fetchone()
        problems = []
        if len(ends) != 1 or not isinstance(ends[0], int) or ends[0] < highest:
            problems.append(f"{FILE_NAME}: the sequence ends at {ends}, but a change has the number {highest}.")
        if count != distinct:
            problems.append(f"{FILE_NAME}: {count - distinct} changes have the number of another one.")
        return problems

    def _prepare(self) -> None:
        if os.access(self.path.parent, os.W_OK):
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            with self._transaction():
                for statement in _TABLES.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {STORE_VERSION}")
        elif version != STORE_VERSION:
            raise IndexFault(f"{self.path} has version {version}, this program reads {STORE_VERSION}: upgrade Poshuk.")

    def _upsert(self, article: Article) -> Outcome:
        text = to_json(article)
        digest = _digest(text)
        before = self._db.execute("SELECT hash, lang FROM articles WHERE id = ?", (article.id,)).fetchone()
        if before is not None and before[0] == digest:
            return "unchanged"
        if before is not None and before[1] != article.lang:
            self._bury(article.id, before[1])
        self._db.execute("DELETE FROM tombstones WHERE id = ? AND lang = ?", (article.id, article.lang))
        self._db.execute(
            "INSERT INTO articles (id, seq, lang, hash, url, json) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET seq = excluded.seq, lang = excluded.lang, hash = excluded.hash, url = excluded.url,"
            " json = excluded.json",
            (article.id, self._next(), article.lang, digest, article.url, zlib.compress(text.encode(), 3)),
        )
        return "new" if before is None else "changed"

    def _identified(self, article: Article, notes: dict[str, int] | None) -> Article:
        """Return ``article`` under the id that it has, or is to have, in the store."""
        site = _site(article.url, article.source)
        if site is None or article.id.startswith(f"{site}:"):
            return article
        named = replace(article, id=f"{site}:{article.id}")
        if self._db.execute("SELECT 1 FROM articles WHERE id = ?", (named.id,)).fetchone():
            return named
        row = self._db.execute("SELECT url, json FROM articles WHERE id = ?", (article.id,)).fetchone()
        if row is None or (row[0] and _site(row[0], None) == site):
            return article
        other = _site(row[0], _unpack(article.id, row[1])[0].source)
        if other is None or other == site or bool(row[0]) != bool(article.url):
            return article
        if notes is not None:
            notes[SHARED_ID] = notes.get(SHARED_ID, 0) + 1
        return named

    def _delete(self, article_id: str) -> bool:
        row = self._db.execute("DELETE FROM articles WHERE id = ? RETURNING lang", (article_id,)).fetchone()
        if row is not None:
            self._bury(article_id, row[0])
        return row is not None

    def _bury(self, article_id: str, lang: str) -> None:
        self._db.execute(
            "INSERT INTO tombstones (id, lang, seq) VALUES (?, ?, ?) ON CONFLICT (id, lang) DO UPDATE"
            " SET seq = excluded.seq",
            (article_id, lang, self._next()),
        )

    def _next(self) -> int:
        return int(self._db.execute("UPDATE sequence SET last = last + 1 RETURNING last").fetchone()[0])

    def _last(self) -> int:
        return int(self._db.execute("SELECT last FROM sequence").fetchone()[0])

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Take the write lock first, so that two writers queue up instead of failing half-way."""
        with self._translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._fault(error) from error

    def _fault(self, error: sqlite3.DatabaseError) -> IndexFault:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in _SENTENCES:
            kind, sentence = _SENTENCES[code & 0xFF]
            return kind(sentence.format(path=self.path))
        return IndexFault(f"{self.path}: {error}.")


_SENTENCES: dict[int, tuple[type[IndexFault], str]] = {
    sqlite3.SQLITE_FULL: (NoSpace, "The disk of {path} is full; make room and run the command again."),
    sqlite3.SQLITE_BUSY: (IndexFault, "Another process has been writing to {path} for a minute; try again."),
    sqlite3.SQLITE_READONLY: (IndexFault, "{path} may not be written to by this user."),
    sqlite3.SQLITE_CANTOPEN: (IndexFault, "{path} cannot be opened; look at the permissions of its folder."),
    sqlite3.SQLITE_CORRUPT: (
        DamagedStore,
        "{path} is damaged; restore it from a copy, or move it away and ingest again.",
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        DamagedStore,
        "{path} is damaged: the number of the next change is taken; restore it from a copy, or move it away and ingest"
        " again.",
    ),
    sqlite3.SQLITE_NOTADB: (
        DamagedStore,
        "{path} is no article store; restore it from a copy, or move it away and ingest again.",
    ),
    sqlite3.SQLITE_IOERR: (IndexFault, "{path} cannot be read or written; look at the disk."),
}


def _address(path: Path) -> str:
    """Return the URI under which SQLite opens the file.

    To read in WAL mode, SQLite creates files beside it.  Where it cannot, the file is read as it is, which is whole
    when no log is left beside it; else that log is read, which works as long as its index is there, too.
    """
    address = path.absolute().as_uri()
    if os.access(path.parent, os.W_OK):
        return address
    log = path.with_name(f"{path.name}-wal")
    return f"{address}?mode=ro" if log.exists() and log.stat().st_size else f"{address}?mode=ro&immutable=1"


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _site(url: str | None, source: str | None) -> str | None:
    """Return what tells outlets apart: the host of an address, else the outlet's name; None where neither is known."""
    return site_of(url) if url else source


def _unpack(article_id: str, packed: bytes) -> tuple[Article, bytes]:
    """Return the article and its JSON."""
    try:
        line = zlib.decompress(packed)
        return from_json(line), line
    except (zlib.error, ValueError, KeyError, TypeError):
        raise DamagedStore(f"Article {article_id} is damaged in the store; delete it or ingest it again.") from None


def _intact(article_id: str, lang: str, url: str | None, digest: bytes, packed: bytes) -> bool:
    try:
        text = zlib.decompress(packed).decode()
        article = from_json(text)
    except (zlib.error, ValueError, KeyError, TypeError):
        return False
    return (article.id, article.lang, article.url, _digest(text)) == (article_id, lang, url, digest)
