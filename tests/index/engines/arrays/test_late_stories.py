"""Stories are told at the commit: of segments that were written before, of merged ones, and of replaced documents."""

from __future__ import annotations

from index.articles.article import Article
from index.articles.schema import story_hash
from index.engines.arrays.whoosh_view.toc import open_segments
from index.engines.arrays.write.index_writer import open_writer


def write(directory, articles, stories, deleted=()):
    writer = open_writer(directory, "uk", memory_mb=0)  # a segment for every 64 articles
    for article in articles:
        writer.write_article(article)
    writer.delete(deleted)
    return writer.commit(stories)


def make(number: int, title: str = "міст") -> Article:
    return Article(f"a{number}", None, "uk", title, "", story_id=f"s{number}" if number % 2 else None)


def told(directory) -> dict[str, str]:
    found = {}
    for view in open_segments(directory):
        view.verify()
        for number in range(view.documents):
            if view.live is None or view.live[number]:
                found[view.id(number)] = view.story(number)
                assert view.story_hash[number] == story_hash(view.story(number))
    return found


def test_a_story_that_is_found_takes_the_place_of_the_articles_own(tmp_path):
    assert write(tmp_path, map(make, range(150)), {"a3": "a0", "a148": "a0", "nobody": "a1"}) == 150
    own = {f"a{number}": f"s{number}" if number % 2 else f"a{number}" for number in range(150)}
    assert told(tmp_path) == own | {"a3": "a0", "a148": "a0"}
    assert write(tmp_path, [make(3, "мости"), make(150)], {"a150": "a0"}) == 151
    assert told(tmp_path) == own | {"a148": "a0", "a150": "a0"}


def test_a_document_is_replaced_and_deleted_before_its_segment_is_finished(tmp_path):
    articles = [*map(make, range(130)), make(5, "новий"), make(5, "новіший"), *map(make, range(200, 270))]
    assert write(tmp_path, articles, {"a5": "a6"}, ["a7", "a269", "none"]) == 198
    assert told(tmp_path)["a5"] == "a6"
    assert len(told(tmp_path)) == 198
    assert not {"a7", "a269"} & told(tmp_path).keys()


def test_a_cancelled_change_leaves_no_unfinished_segment(tmp_path):
    write(tmp_path, [make(0)], {})
    before = {path.name for path in tmp_path.iterdir()}
    writer = open_writer(tmp_path, "uk", memory_mb=0)
    for number in range(200):
        writer.write_article(make(number))
    assert {path.name for path in tmp_path.iterdir()} > before
    writer.cancel()
    assert {path.name for path in tmp_path.iterdir()} == before
