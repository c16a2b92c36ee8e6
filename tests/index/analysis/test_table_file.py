"""What was analysed is remembered between runs, is never trusted when damaged or old, and changes no answer."""

from __future__ import annotations

import pytest
import whoosh.index

from index.analysis import table_file
from index.analysis.chunk_table import ChunkTable
from index.analysis.trim import trim
from index.articles.article import Article
from index.build import builder
from index.engines.arrays.write.index_writer import open_writer
from index.engines.registry import writer_factory
from index.engines.whoosh.schema import INDEX_NAME
from index.files import storage
from index.store.generations import Generations
from index.store.store import Store

TEXTS = ["Кошти на мости: С-300, 26.03.2023.", "Уряд — «кошти», уряд…", "Cabinet of ministers", ""]


def article(number: int, lang: str = "uk") -> Article:
    text = TEXTS[number % len(TEXTS)]
    return Article(
        f"a{number}", None, lang, f"Новина {number}", text, authors=("Роман Петренко", "Відділ"), tags=("Т",)
    )


def tokens(table: ChunkTable) -> list:
    strings = table.vocabulary.strings
    found = table.analyse([[text] for text in TEXTS], 10)
    named = ([None if number < 0 else strings[number] for number in each.tolist()] for each in found[:2])
    return [*named, *(each.tolist() for each in found[2:])]


@pytest.fixture
def table(tmp_path):
    table = ChunkTable("uk")
    expected = tokens(table)
    table_file.save(table, tmp_path)
    return table, expected


def test_a_cached_table_gives_the_same_tokens_without_analysis(table, tmp_path, monkeypatch):
    _, expected = table
    for analysis in ("analyze", "plain_terms"):
        monkeypatch.setattr(f"index.analysis.chunk_table.{analysis}", lambda *_: pytest.fail("analysed again"))
    assert tokens(table_file.load(tmp_path, "uk")) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["uk.arr"]


def test_a_table_is_written_again_only_when_it_grew(table, tmp_path):
    known = table_file.load(tmp_path, "uk")
    before = (tmp_path / "uk.arr").stat().st_mtime_ns
    table_file.save(known, tmp_path)
    assert (tmp_path / "uk.arr").stat().st_mtime_ns == before
    known.analyse([["зовсім інші слова"]], 0)
    table_file.save(known, tmp_path)
    assert len(table_file.load(tmp_path, "uk")) == len(known)


@pytest.mark.parametrize("damage", [lambda content: content[:-9], lambda content: content[:200] + b"x" + content[201:]])
def test_a_damaged_table_is_forgotten(table, tmp_path, damage):
    path = tmp_path / "uk.arr"
    path.write_bytes(damage(path.read_bytes()))
    assert len(table_file.load(tmp_path, "uk")) == 0


def test_a_table_of_another_analysis_is_forgotten(table, tmp_path, monkeypatch):
    monkeypatch.setattr(table_file, "ANALYSIS_VERSION", 99)
    assert len(table_file.load(tmp_path, "uk")) == 0


def test_a_table_that_cannot_be_cached_harms_nothing(tmp_path, monkeypatch):
    table = ChunkTable("uk")
    tokens(table)

    def full(file, content):  # type: ignore[no-untyped-def]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.NewFile, "write", full)
    table_file.save(table, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_table_that_grew_too_large_keeps_what_was_met_again(tmp_path, monkeypatch):
    monkeypatch.setattr("index.analysis.chunk_table.MOST_CHUNKS", 20)
    writer = open_writer(tmp_path, "uk", memory_mb=0)
    for number in range(200):
        writer.write_article(article(number))
    assert writer.commit() == 200
    assert 0 < len(writer._table) < 20  # the words of TEXTS, not the numbers


def test_a_trimmed_table_gives_the_same_tokens(monkeypatch):
    table = ChunkTable("uk")
    expected = tokens(table)
    table.analyse([[f"слово{number} раз{number}" for number in range(500)], TEXTS[:2]], 10)
    before = len(table.vocabulary)
    trim(table)
    assert len(table) == len({chunk for text in TEXTS[:2] for chunk in text.split()})
    assert len(table.vocabulary) < before
    assert tokens(table) == expected
    for analysis in ("analyze", "plain_terms"):
        monkeypatch.setattr(f"index.analysis.chunk_table.{analysis}", lambda *_: pytest.fail("analysed again"))
    table.analyse([TEXTS[:2]], 10)


def test_the_engines_index_the_same_terms_at_the_same_positions(tmp_path):
    """The whoosh writer analyses article by article, the other in bulk."""
    written = [article(number) for number in (*range(150), 3, 4, 149)]
    found = []
    for engine in ("whoosh", "arrays"):
        writer = writer_factory(engine)(tmp_path / engine, "uk")
        for each in written:
            writer.write_article(each)
        writer.delete(["a7"])
        assert writer.commit() == 149
        with whoosh.index.open_dir(str(tmp_path / engine), INDEX_NAME).reader() as reader:
            found.append({term: list(_postings(reader, term)) for term in reader.all_terms()})
    assert len(found[0]) > 100
    assert found[0] == found[1]


def _postings(reader, term):
    matcher = reader.postings(*term)
    while matcher.is_active():
        positions = matcher.value_as("positions") if matcher.supports("positions") else ()
        yield matcher.id(), matcher.weight(), tuple(positions)
        matcher.next()


def test_a_build_remembers_and_the_next_one_knows(tmp_path):
    generations = Generations(tmp_path)
    with Store(tmp_path) as store:
        store.upsert([article(number) for number in range(8)])
        builder.rebuild(store, generations, "arrays")
        assert (generations.cache / "uk.arr").is_file()
        store.upsert([article(100)])
        store.delete(["a1"])
        manifest = builder.update(store, generations, "arrays")
    assert manifest.documents == {"uk": 8, "ru": 0, "en": 0}
    assert generations.verify(manifest.name) == []
