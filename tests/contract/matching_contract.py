"""What a node of a plan matches, and what it scores."""

from __future__ import annotations

import pytest
from corpus import Never, document
from plans import BODY, DAY, NEW_YEAR, ids, phrase, scores, unit

from search.engines.base import Snapshot
from search.plan.plan import (
    All,
    Alternative,
    Any,
    Everything,
    FieldBoost,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Plan,
    Published,
    Unit,
    Without,
)
from search.plan.scoring import K1, B


class MatchingContract:
    """Nodes over the corpus."""

    @pytest.mark.parametrize(
        ("node", "expected"),
        [
            (unit("кит"), "a b"),
            (unit("кит", fields=(FieldBoost("title"), FieldBoost("lead"))), "a d"),
            (unit("кит", "лис"), "a b e"),
            (unit("немає"), ""),
            (unit("буда"), "d"),
            (unit("буде"), "c"),
            (unit("буде", exact=True), "c d"),
            (unit("леся", fields=(FieldBoost("authors"),)), "c"),
            (phrase("кит", "море"), "a"),
            (phrase("море", "кит"), ""),
            (phrase("кит", "кит", "кит"), "b"),
            (phrase("кит", "кит", "кит", "кит"), ""),
            (phrase("не", "буде"), "c"),
            (phrase("буде|бути", "дім"), "d"),
            (phrase("пес|дім", "кіт|море"), "c d"),
            (phrase("пес", "буде", offsets=(0, 3)), "c"),
            (phrase("пес", "буде", offsets=(0, 2)), ""),
            (phrase("пес", "буде", slop=2), "c"),
            (phrase("буде", "пес", slop=2), "c"),
            (phrase("пес", "буде", slop=1), ""),
            (phrase("море", "кит", slop=1), "a"),
            (phrase("кит", "кит", slop=1), "b"),
            (phrase("море", "море", slop=5), ""),
            (phrase("кит|море", "море|кит", slop=5), "a b"),
            (phrase("лис"), "e"),
            (Any((unit("море"), unit("лис"))), "a d e"),
            (Any((unit("море"), Any((unit("лис"), phrase("не", "буде"))))), "a c d e"),
            (Any(()), ""),
            (All((unit("кит"), unit("пес"))), "b"),
            (All((unit("пес"), Keyword("section", ("дім",)))), "c"),
            (All((unit("немає"), unit("пес"))), ""),
            (All(()), ""),
            (Without(unit("пес"), unit("кит")), "c d"),
            (Without(unit("пес"), unit("немає")), "b c d"),
            (Without(Everything(), unit("пес")), "a e"),
            (Without(unit("пес"), Everything()), ""),
            (Keyword("section", ("природа",)), "a b e"),
            (Keyword("tag", ("море", "дім")), "a b c"),
            (Keyword("author", ("леся",)), "c"),
            (Keyword("tag", ("немає",)), ""),
            (Published(NEW_YEAR + 2 * DAY, NEW_YEAR + 3 * DAY), "b"),
            (Published(since=NEW_YEAR + 2 * DAY), "b c d"),
            (Published(until=NEW_YEAR + 2 * DAY), "a"),
            (Published(), "a b c d e"),
            (Everything(), "a b c d e"),
            (Nothing(), ""),
        ],
        ids=str,
    )
    def test_what_a_node_matches(self, corpus: Snapshot, node: Node, expected: str) -> None:
        found = corpus.search(Plan({"uk": node}, group=False), Never())
        assert sorted(ids(found)) == expected.split()
        assert found.documents == len(expected.split())

    def test_a_unit_scores_bm25f(self, corpus: Snapshot) -> None:
        wanted = unit("кит", fields=(FieldBoost("title", 3.0), FieldBoost("body")), weight=2.0)
        title, body = 6 / 5, 15 / 5  # mean lengths
        for wordiness, b in B.items():
            tf = 3.0 / (1 - b["title"] + b["title"] * 1 / title) + 1 / (1 - b["body"] + b["body"] * 2 / body)
            score = 2.0 * tf * (K1[wordiness] + 1) / (tf + K1[wordiness])
            assert scores(corpus, wanted, wordiness)["a"] == pytest.approx(score, abs=1e-9)

    def test_variants_of_a_word_count_once(self, opened) -> None:
        snapshot = opened([document("a", body="мати/мати|мат"), document("b", body="мати/мати")])
        both = Unit("мати", (Alternative("мати"), Alternative("мат", weight=0.5)), BODY)
        found = scores(snapshot, both)
        assert found["a"] == pytest.approx(found["b"], abs=1e-12)
        assert found["a"] == pytest.approx(1.0, abs=1e-9)

    def test_an_alternative_counts_by_its_weight(self, opened) -> None:
        snapshot = opened([document("a", body="мат"), document("b", body="дім")])
        wanted = Unit("мати", (Alternative("мати"), Alternative("мат", weight=0.5)), BODY)
        k1 = K1["few"]
        assert scores(snapshot, wanted) == {"a": pytest.approx(0.5 * (k1 + 1) / (0.5 + k1), abs=1e-9)}

    def test_a_phrase_scores_the_sum_of_its_units_in_all_fields(self, corpus: Snapshot) -> None:
        fields = (FieldBoost("title", 3.0), FieldBoost("body"))
        units = unit("кит", fields=fields, weight=2.0), unit("море", fields=fields)
        assert scores(corpus, Phrase(units, (0, 1)))["a"] == pytest.approx(
            scores(corpus, units[0])["a"] + scores(corpus, units[1])["a"], abs=1e-9
        )

    def test_a_ranked_or_prefers_more_of_the_weight(self, corpus: Snapshot) -> None:
        whale, sea = unit("кит", weight=3.0), unit("море")
        found = scores(corpus, Any((whale, sea), coordination=0.4))
        assert found["a"] == pytest.approx(scores(corpus, whale)["a"] + scores(corpus, sea)["a"], abs=1e-9)
        assert found["b"] == pytest.approx(scores(corpus, whale)["b"] * (0.6 + 0.4 * 3 / 4), abs=1e-9)
        assert found["d"] == pytest.approx(scores(corpus, sea)["d"] * (0.6 + 0.4 * 1 / 4), abs=1e-9)

    def test_extras_score_what_matches_and_select_nothing(self, corpus: Snapshot) -> None:
        whale, dog, sea = unit("кит"), unit("пес"), unit("море", weight=0.5)
        plain = scores(corpus, Any((whale, dog), coordination=0.4))
        found = scores(corpus, Any((whale, dog), 0.4, (sea, phrase("кит", "море"), phrase("лис"))))
        near = scores(corpus, phrase("кит", "море"))
        assert found.keys() == plain.keys()
        assert found["a"] == pytest.approx(plain["a"] + scores(corpus, sea)["a"] + near["a"], abs=1e-9)
        assert found["b"] == pytest.approx(plain["b"], abs=1e-9)
        assert found["d"] == pytest.approx(plain["d"] + scores(corpus, sea)["d"], abs=1e-9)
        assert scores(corpus, Any((), extras=(sea,))) == {}

    def test_conditions_score_nothing(self, corpus: Snapshot) -> None:
        whale = unit("кит")
        for condition in (Everything(), Published(), Keyword("section", ("природа",))):
            assert set(scores(corpus, condition).values()) == {0.0}
            assert scores(corpus, All((whale, condition))) == scores(corpus, whale)

    def test_languages_are_merged_on_one_scale(self, corpus: Snapshot) -> None:
        found = corpus.search(Plan({"uk": unit("кит"), "ru": unit("кит"), "en": unit("whale")}), Never())
        assert [match.score for group in found.groups for match in group.matches[:1]] == sorted(
            (group.matches[0].score for group in found.groups), reverse=True
        )
        assert found.documents == 4
        assert {match.lang for group in found.groups for match in group.matches} == {"uk", "ru", "en"}
