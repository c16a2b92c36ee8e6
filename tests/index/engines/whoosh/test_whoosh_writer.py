"""The whoosh writer: stock Whoosh reads what it writes, in whatever way it came about."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index.analysis.one_article import analysed
from index.articles.article import Article
from index.articles.schema import NO_DATE, TEXT_FIELDS
from index.engines.whoosh.writer import open_writer
from index.files.storage import IndexStorage

WORDS = [f"слово{number}" for number in range(60)]


def document(number, seed=0):
    random_ = random.Random(number + 7919 * seed)
    title, lead, body, author = (
        " ".join(random_.choices(WORDS, range(60, 0, -1), k=random_.randrange(30))) for _ in TEXT_FIELDS
    )
    return Article(
        f"a{number}",
        None,
        "uk",
        title,
        body,
        lead,
        (author,),
        None if number % 5 == 0 else datetime.fromtimestamp(1_700_000_000 - number * 10**7, UTC),
        section="С",
        tags=("т1", "т2"),
        story_id=f"s{number // 3}",
    )


def written(directory):
    """Return everything that stock Whoosh reads of an index, by document id."""
    reader = FileIndex(IndexStorage(directory)).reader()
    if not reader.doc_count():
        return {}
    ids = reader.column_reader("id_value")
    found = {ids[n].decode(): {} for n in reader.all_doc_ids()}
    assert len(found) == reader.doc_count()
    for field, term in reader.all_terms():
        matcher = reader.postings(field, term)
        while matcher.is_active():
            key = (field, term.decode())
            places = matcher.value_as("positions") if matcher.supports("positions") else []
            found[ids[matcher.id()].decode()][key] = (matcher.weight(), places)
            matcher.next()
    for n in reader.all_doc_ids():
        values = found[ids[n].decode()]
        values["published"] = reader.column_reader("published")[n]
        values["lengths"] = [reader.column_reader(f"{field}_length")[n] for field in TEXT_FIELDS]
        values["story"] = reader.column_reader("story_value")[n].decode()
    reader.close()
    return found


def expected(articles):
    """Return the same of the articles as analysis gives it."""
    return {article.id: _expected(analysed(article)) for article in articles}


def _expected(doc):
    values = {
        (field, term): (float(len(places)), places)
        for field, postings in doc.postings.items()
        for term, places in postings.positions.items()
    }
    keywords = doc.keywords | {"id": (doc.id,), "story": (doc.story,)}
    values |= {(field, term): (1.0, []) for field, terms in keywords.items() for term in terms}
    values["published"] = NO_DATE if doc.published is None else doc.published
    values["lengths"] = [doc.postings[field].length for field in TEXT_FIELDS]
    values["story"] = doc.story
    return values


@pytest.mark.parametrize("memory_mb", [256, 0.01], ids=["in memory", "spilled to disk"])
def test_stock_whoosh_reads_every_posting_as_it_was_given(tmp_path, memory_mb):
    documents = [document(number) for number in range(300)]  # more than two posting blocks
    writer = open_writer(tmp_path, "uk", memory_mb=memory_mb)
    for doc in documents:
        writer.write_article(doc)
    assert writer.commit() == 300
    assert written(tmp_path) == expected(documents)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".seg", ".toc"]


def test_the_last_writing_of_an_id_counts_within_and_across_commits(tmp_path):
    model = {}
    for seed, numbers in enumerate([(1, 2, 3, 2), (3, 4), (1, 4, 5, 5)]):
        writer = open_writer(tmp_path, "uk")
        for place, number in enumerate(numbers):
            model[number] = document(number, seed=seed * 10 + place)
            writer.write_article(model[number])
        assert writer.commit() == len(model)
    assert written(tmp_path) == expected(model.values())


def test_deletions_count_what_was_there(tmp_path):
    writer = open_writer(tmp_path, "uk")
    for number in range(5):
        writer.write_article(document(number))
    assert writer.delete(["a1", "a1", "none"]) == 1
    assert writer.commit() == 4
    writer = open_writer(tmp_path, "uk")
    assert writer.delete(["a1", "a2", "a3", "a3"]) == 2
    assert writer.commit() == 2
    assert written(tmp_path) == expected([document(0), document(4)])


def test_merging_keeps_what_lives(tmp_path):
    model = {}
    for batch in range(6):
        writer = open_writer(tmp_path, "uk")
        for number in range(batch * 100, batch * 100 + 150):
            model[f"a{number}"] = document(number, seed=batch)
            writer.write_article(model[f"a{number}"])
        for number in range(0, batch * 100, 3):
            if writer.delete([f"a{number}"]):
                del model[f"a{number}"]
        assert writer.commit() == len(model)
    assert written(tmp_path) == expected(model.values())
    assert len(FileIndex(IndexStorage(tmp_path))._segments()) <= 3


def test_a_cancelled_change_leaves_what_was_there(tmp_path):
    writer = open_writer(tmp_path, "uk")
    writer.write_article(document(1))
    writer.commit()
    writer = open_writer(tmp_path, "uk")
    writer.write_article(document(2))
    writer.delete(["a1"])
    writer.cancel()
    writer.cancel()
    assert written(tmp_path) == expected([document(1)])


def test_an_error_in_commit_leaves_what_was_there(tmp_path, monkeypatch):
    writer = open_writer(tmp_path, "uk")
    writer.write_article(document(1))
    writer.commit()
    writer = open_writer(tmp_path, "uk")
    writer.write_article(document(2))
    monkeypatch.setattr(SegmentWriter, "_commit_toc", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        writer.commit()
    writer.cancel()
    assert written(tmp_path) == expected([document(1)])
