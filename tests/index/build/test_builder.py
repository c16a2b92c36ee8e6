"""From store to generations: rebuild, update, rollback and prune."""

from __future__ import annotations

from dataclasses import replace

import pytest
from whoosh.index import FileIndex
from whoosh.query import Phrase, Term

from index.articles.article import Article
from index.articles.article_json import from_json
from index.build import builder
from index.errors import NoIndex, WrongVersion
from index.files.storage import IndexStorage
from index.store.generations import Generations
from index.store.store import Store


def article(number, lang="en", text="A storm hit the coast"):
    return Article(f"{lang}{number}", None, lang, text, f"{text}. Number {number} of many.")


@pytest.fixture
def archive(tmp_path):
    with Store(tmp_path) as store:
        yield store, Generations(tmp_path)


def ids(generations, lang="en"):
    reader = FileIndex(IndexStorage(generations.path(generations.current_name()) / lang)).reader()
    found = sorted(from_json(stored["article"]).id for _, stored in reader.iter_docs())
    reader.close()
    return found


def test_a_rebuild_holds_every_article_in_its_language(archive):
    store, generations = archive
    store.upsert(
        [article(1), article(2), article(1, "uk", "Шторм на узбережжі"), article(1, "ru", "Шторм на побережье")]
    )
    seen = []
    manifest = builder.rebuild(store, generations, "whoosh", lambda lang, count: seen.append((lang, count)))
    assert manifest.documents == {"uk": 1, "ru": 1, "en": 2}
    assert (manifest.kind, manifest.engine, manifest.sequence, manifest.previous) == ("rebuild", "whoosh", 4, None)
    assert seen == [("uk", 1), ("ru", 1), ("en", 2)]
    assert generations.current() == manifest
    assert generations.verify(manifest.name) == []
    assert ids(generations) == ["en1", "en2"]


def test_an_empty_store_gives_an_empty_index(archive):
    manifest = builder.rebuild(*archive, "whoosh")
    assert manifest.documents == {"uk": 0, "ru": 0, "en": 0}
    assert ids(archive[1]) == []


def test_an_update_adds_replaces_removes_and_moves(archive):
    store, generations = archive
    store.upsert([article(n) for n in range(5)])
    first = builder.rebuild(store, generations, "whoosh")
    store.upsert([replace(article(0), title="Calm"), article(7)])
    store.delete(["en1", "en2"])
    store.upsert([replace(article(3), lang="uk")])
    manifest = builder.update(store, generations, "whoosh")
    assert manifest.documents == {"uk": 1, "ru": 0, "en": 3}
    assert (manifest.kind, manifest.lineage, manifest.previous) == ("update", first.name, first.name)
    assert ids(generations) == ["en0", "en4", "en7"]
    assert ids(generations, "uk") == ["en3"]


def test_an_update_without_changes_makes_no_generation(archive):
    store, generations = archive
    store.upsert([article(1)])
    manifest = builder.update(store, generations, "whoosh")  # the first one is a rebuild
    assert manifest.kind == "rebuild"
    assert builder.update(store, generations, "whoosh") is None
    assert generations.current() == manifest


def test_an_update_shares_the_files_that_it_does_not_change(archive):
    store, generations = archive
    store.upsert([article(1), article(1, "uk", "Шторм")])
    first = builder.rebuild(store, generations, "whoosh")
    store.upsert([article(2)])
    second = builder.update(store, generations, "whoosh")
    shared = {file for file in first.files if first.files[file] == second.files.get(file)}
    assert {file.partition("/")[0] for file in shared} >= {"uk", "ru"}
    for file in shared:
        assert (generations.path(first.name) / file).samefile(generations.path(second.name) / file)


def test_many_updates_leave_few_segments(archive):
    store, generations = archive
    for batch in range(12):
        store.upsert([article(batch * 40 + n) for n in range(40)])
        builder.update(store, generations, "whoosh")
        generations.prune(1)
    files = generations.current().files
    assert sum(file.startswith("en/") and file.endswith(".seg") for file in files) <= 3
    assert len(ids(generations)) == 480


def test_another_engine_or_another_store_needs_a_rebuild(archive, tmp_path):
    store, generations = archive
    store.upsert([article(1)])
    builder.rebuild(store, generations, "whoosh")
    with pytest.raises(WrongVersion, match="poshuk rebuild"):
        builder.update(store, generations, "opensearch")
    with Store(tmp_path / "other") as other, pytest.raises(WrongVersion, match="poshuk rebuild"):
        builder.update(other, generations, "whoosh")


def test_rollback_goes_to_what_was_live_before(archive):
    store, generations = archive
    names = []
    for number in range(3):
        store.upsert([article(number)])
        names.append(builder.update(store, generations, "whoosh").name)
    assert generations.rollback() == names[1]
    assert ids(generations) == ["en0", "en1"]
    fixed = builder.update(store, generations, "whoosh")
    assert fixed.previous == names[1]
    assert generations.rollback() == names[1]  # never to what was rolled back from
    assert generations.rollback(names[2]) == names[2]
    generations.rollback(names[0])
    with pytest.raises(NoIndex, match="no earlier generation"):
        generations.rollback()
    with pytest.raises(NoIndex, match="no generation 000099-abcdef"):
        generations.rollback("000099-abcdef")


def test_prune_keeps_the_live_the_previous_and_the_last_of_the_rebuild_before(archive):
    store, generations = archive
    kinds = [builder.rebuild, builder.update, builder.update, builder.rebuild, builder.update, builder.update]
    names = []
    for number, build in enumerate(kinds):
        store.upsert([article(number)])
        names.append(build(store, generations, "whoosh").name)
    assert generations.prune(1) == [names[0], names[1], names[3]]
    assert [manifest.name for manifest in generations.history()] == [names[5], names[4], names[2]]
    assert generations.prune(1) == []


def test_there_is_nothing_before_the_first_build(archive):
    _, generations = archive
    assert generations.current_name() is None
    assert generations.current() is None
    assert generations.history() == []
    assert generations.prune() == []
    with pytest.raises(NoIndex):
        generations.rollback()


def test_terms_positions_lengths_and_columns_are_as_analysed(archive):
    store, generations = archive
    authors = ("Роман Петренко", "Ольга Коваль")
    story = Article("uk1", None, "uk", "Залужний говорив", "Про Залужного", authors=authors)
    store.upsert([replace(story, section="Політика", tags=("ЗСУ", "фронт"), story_id="s1")])
    builder.rebuild(store, generations, "whoosh")
    index = FileIndex(IndexStorage(generations.path(generations.current_name()) / "uk"))
    with index.searcher() as searcher:
        reader = searcher.reader()
        found = {
            Term("body", "залужний"): 1,
            Term("body_exact", "залужного"): 1,
            Term("body_exact", "залужний"): 0,
            Phrase("authors_exact", ["роман", "петренко"]): 1,
            Phrase("authors_exact", ["петренко", "ольга"]): 0,  # not from one author into the next
            Term("section", "політика"): 1,
            Term("tag", "зсу"): 1,
            Term("story", "s1"): 1,
        }
        assert {query: len(searcher.search(query)) for query in found} == found
        assert reader.column_reader("title_length")[0] == 2  # however many lemmas the words have
        assert reader.column_reader("authors_length")[0] == 4
        assert reader.doc_field_length(0, "title") == 2
        assert reader.column_reader("tag_value")[0].decode() == "ЗСУ\x1fфронт"
        assert reader.column_reader("published")[0] == -(2**63)
