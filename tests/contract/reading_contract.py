"""What a snapshot tells of its index: statistics, terms, stored articles."""

from __future__ import annotations

from corpus import Never, document
from plans import CORPUS, unit

from search.engines.base import Snapshot
from search.plan.plan import (
    Everything,
    Plan,
)


class ReadingContract:
    """Look-ups that need no plan."""

    def test_statistics(self, corpus: Snapshot) -> None:
        statistics = corpus.statistics("uk")
        assert statistics.documents == 5
        assert statistics.average_length == {"title": 6 / 5, "lead": 1.0, "body": 15 / 5, "authors": 1.0}

    def test_an_empty_language(self, opened) -> None:
        snapshot = opened([])
        assert snapshot.statistics("en").documents == 0
        assert set(snapshot.statistics("en").average_length.values()) == {0.0}
        assert (
            snapshot.search(Plan({"en": unit("whale"), "uk": Everything()}, facets=("month",)), Never()).documents == 0
        )
        assert snapshot.terms_with_prefix("en", "body", "wha", 5) == []
        assert snapshot.similar_terms("en", "body", "whale", 2, 5) == []
        assert snapshot.document_frequency("en", "body", "whale") == 0
        assert snapshot.find("a") is None

    def test_document_frequency(self, corpus: Snapshot) -> None:
        assert corpus.document_frequency("uk", "body", "пес") == 3
        assert corpus.document_frequency("uk", "body_exact", "буде") == 2
        assert corpus.document_frequency("uk", "body", "немає") == 0
        assert corpus.document_frequency("en", "body", "пес") == 0

    def test_terms_with_prefix_most_frequent_first(self, corpus: Snapshot) -> None:
        assert corpus.terms_with_prefix("uk", "body", "бу", 10) == [("буда", 1), ("буде", 1), ("бути", 1)]
        assert corpus.terms_with_prefix("uk", "body", "к", 1) == [("кит", 2)]
        assert corpus.terms_with_prefix("uk", "title", "пес", 10) == [("пес", 1)]
        assert corpus.terms_with_prefix("uk", "body", "песи", 10) == []

    def test_similar_terms_nearest_first(self, opened) -> None:
        words = "київ київ київа кив кийв київі львів иїкв"
        snapshot = opened([document("a", body=words), document("b", body="київа")])
        found = [("київ", 1), ("київа", 2), ("кив", 1), ("кийв", 1), ("київі", 1)]
        assert snapshot.similar_terms("uk", "body", "київ", 1, 10) == found
        assert snapshot.similar_terms("uk", "body", "київ", 1, 2) == found[:2]
        assert snapshot.similar_terms("uk", "body", "київ", 0, 10) == found[:1]

    def test_stored_articles(self, corpus: Snapshot) -> None:
        article = next(row for row in CORPUS if row.id == "b")
        assert corpus.articles("uk", ["b", "немає", "r1"]) == {"b": article}
        assert corpus.find("b") == article
        assert corpus.find("n1") == CORPUS[-1]
        assert corpus.find("немає") is None

    def test_a_story_has_all_its_documents(self, corpus: Snapshot) -> None:
        story = corpus.story("a")
        assert [(match.lang, match.id, match.story, match.score) for match in story] == [
            ("uk", "a", "a", 0.0), ("ru", "r1", "a", 0.0), ("en", "n1", "a", 0.0),
        ]  # fmt: skip
        assert corpus.story("немає") == ()
