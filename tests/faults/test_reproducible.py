"""Promises 7 and 12: an index is disposable; the same articles give the same one, whatever order and hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from whoosh.index import FileIndex

from index.articles.article import LANGUAGES
from index.articles.article_json import from_json, to_json
from index.build import builder
from index.files.storage import IndexStorage
from index.store.generations import Generations
from index.store.store import Store

SCRIPT = """
import sys
from test_reproducible import build_and_digest
print(build_and_digest(*sys.argv[1:], sys.stdin.read().splitlines()))
"""


def build_and_digest(data: str, engine: str, lines: list[str]) -> str:
    with Store(data) as store:
        store.upsert([from_json(line) for line in lines])
        generations = Generations(data)
        return digest(generations.path(builder.rebuild(store, generations, engine).name))


def digest(directory: Path) -> str:
    """Return a digest of every posting of every language, documents named by id."""
    lines = []
    for lang in LANGUAGES:
        reader = FileIndex(IndexStorage(directory / lang)).reader()
        ids = [reader.column_reader("id_value")[number].decode() for number in range(reader.doc_count_all())]
        for field, term in reader.all_terms():
            matcher = reader.postings(field, term)
            while matcher.is_active():
                places = matcher.value_as("positions") if matcher.supports("positions") else []
                lines.append(f"{lang} {field} {term!r} {ids[matcher.id()]} {matcher.weight()} {places}")
                matcher.next()
        lines += [f"{lang} {article_id} {reader.doc_field_length(n, 'body')}" for n, article_id in enumerate(ids)]
        reader.close()
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def test_the_same_articles_in_any_order_give_the_same_index(tmp_path, article, rng, trials, engine):
    lines = [to_json(article(n)) for n in range(30)]
    digests = set()
    for trial in range(trials(3, 20)):
        rng.shuffle(lines)
        environment = os.environ | {
            "PYTHONHASHSEED": str(trial),
            "PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)]),
        }
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / str(trial)), engine],
            input="\n".join(lines),
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_a_deleted_index_is_rebuilt_the_same(store, generations, article, tmp_path, engine):
    store.upsert([article(n) for n in range(20)])
    before = digest(generations.path(builder.rebuild(store, generations, engine).name))
    for path in sorted((tmp_path / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert generations.current_name() is None
    assert digest(generations.path(builder.rebuild(store, generations, engine).name)) == before


def test_updates_give_the_same_postings_as_a_rebuild(store, generations, article, engine):
    for batch in range(4):
        store.upsert([article(n, seed=batch) for n in range(batch * 5, batch * 5 + 8)])
        store.delete([f"a{batch}"])
        updated = builder.update(store, generations, engine)
    rebuilt = builder.rebuild(store, generations, engine)
    assert digest_of_live(generations, updated) == digest_of_live(generations, rebuilt)


def digest_of_live(generations: Generations, manifest) -> str:  # type: ignore[no-untyped-def]
    return digest(generations.path(manifest.name))
