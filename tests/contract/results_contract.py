"""Groups, filters, facets, order and pages of results."""

from __future__ import annotations

import pytest
from corpus import Never, document
from plans import DAY, NEW_YEAR, ids, unit

from search.engines.base import Snapshot
from search.plan.plan import (
    Everything,
    Freshness,
    Keyword,
    Plan,
    Published,
)


class ResultsContract:
    """What an answer holds beside its matches."""

    def test_a_group_is_a_story_in_all_languages(self, corpus: Snapshot) -> None:
        found = corpus.search(Plan({"uk": Everything(), "ru": Everything(), "en": Everything()}), Never())
        assert (found.stories, found.documents) == (6, 8)
        assert sorted(sorted(match.id for match in group.matches) for group in found.groups) == [
            ["a", "n1", "r1"], ["b"], ["c"], ["d"], ["e"], ["r2"],
        ]  # fmt: skip
        assert {group.matches[0].story for group in found.groups} == {"a", "b", "c", "d", "e", "r2"}

    def test_the_best_of_a_story_comes_first_and_places_it(self, opened) -> None:
        snapshot = opened([
            document("weak", body="кит дім дім дім", story="s"),
            document("middle", body="кит дім", story="t"),
            document("strong", body="кит", story="s"),
        ])  # fmt: skip
        found = snapshot.search(Plan({"uk": unit("кит")}), Never())
        assert [[match.id for match in group.matches] for group in found.groups] == [["strong", "weak"], ["middle"]]

    def test_ungrouped_every_document_is_a_group(self, corpus: Snapshot) -> None:
        found = corpus.search(Plan({"uk": Everything(), "ru": Everything(), "en": Everything()}, group=False), Never())
        assert (len(found.groups), found.stories, found.documents) == (8, 6, 8)

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ((Keyword("section", ("природа",)),), "a b e r1"),
            ((Keyword("section", ("природа", "дом")),), "a b e r1 r2"),
            ((Keyword("section", ("природа",)), Keyword("tag", ("дім",))), "b"),
            ((Keyword("tag", ("море",)), Keyword("tag", ("дім",))), "b"),
            ((Keyword("author", ("немає",)),), ""),
            ((Published(NEW_YEAR + 2 * DAY, NEW_YEAR + 4 * DAY),), "b c d r1"),
            ((Published(until=NEW_YEAR + 2 * DAY),), "a"),
            ((Published(since=NEW_YEAR + 41 * DAY),), ""),
        ],
        ids=str,
    )
    def test_filters(self, corpus: Snapshot, filters: tuple[Keyword | Published, ...], expected: str) -> None:
        plan = Plan({"uk": Everything(), "ru": Everything()}, filters=filters, group=False)
        found = corpus.search(plan, Never())
        assert sorted(ids(found)) == expected.split()
        assert found.documents == len(expected.split())

    def test_filters_do_not_change_scores(self, corpus: Snapshot) -> None:
        plain = corpus.search(Plan({"uk": unit("кит")}), Never())
        filtered = corpus.search(Plan({"uk": unit("кит")}, filters=(Keyword("tag", ("море",)),)), Never())
        assert filtered.groups == plain.groups

    def test_only_languages_shown_are_results(self, corpus: Snapshot) -> None:
        roots = {"uk": Everything(), "ru": Everything(), "en": Everything()}
        found = corpus.search(Plan(roots, languages_shown=("ru",), group=False, facets=("lang", "section")), Never())
        assert sorted(ids(found)) == ["r1", "r2"]
        assert found.facets["lang"] == (("uk", 5), ("ru", 2), ("en", 1))
        assert found.facets["section"] == (("Дом", 1), ("Природа", 1))

    def test_facets_count_documents_most_frequent_first(self, corpus: Snapshot) -> None:
        names = ("lang", "section", "tag", "author", "month")
        found = corpus.search(Plan({"uk": Everything(), "ru": Everything()}, facets=names), Never())
        assert found.facets == {
            "lang": (("uk", 5), ("ru", 2)),
            "section": (("Природа", 4), ("Дом", 1), ("Дім", 1)),
            "tag": (("Дім", 2), ("Море", 2)),
            "author": (("леся", 1),),
            "month": (("2023-01", 5), ("2023-02", 1)),
        }

    def test_a_facet_ignores_the_filter_on_its_own_field(self, corpus: Snapshot) -> None:
        filters = (Keyword("section", ("дім",)), Published(until=NEW_YEAR + 10 * DAY))
        plan = Plan({"uk": Everything(), "ru": Everything()}, filters=filters, facets=("section", "tag", "month"))
        found = corpus.search(plan, Never())
        assert found.facets == {
            "section": (("Природа", 3), ("Дім", 1)),
            "tag": (("Дім", 1),),
            "month": (("2023-01", 1),),
        }

    def test_a_chosen_value_is_counted_beyond_the_size_of_the_facet(self, corpus: Snapshot) -> None:
        plan = Plan({"uk": Everything()}, (Keyword("section", ("дім",)),), facets=("section",), facet_size=1)
        assert corpus.search(plan, Never()).facets == {"section": (("Природа", 3), ("Дім", 1))}

    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            ("newest", "r2 n1 c d b r1 a e"),
            ("oldest", "a b r1 c d n1 r2 e"),
            ("relevance", "r2 n1 c d b r1 a e"),
        ],
    )
    def test_order_and_ties(self, corpus: Snapshot, order, expected: str) -> None:
        roots = {"en": Everything(), "ru": Everything(), "uk": Everything()}
        assert ids(corpus.search(Plan(roots, order=order, group=False), Never())) == expected.split()

    def test_freshness_is_bounded_and_orders_near_equals(self, opened) -> None:
        days = {"old": 0, "new": 30, "future": 90, "undated": None}
        snapshot = opened([document(name, body="кит", day=day) for name, day in days.items()])
        now = NEW_YEAR + 60 * DAY
        plan = Plan({"uk": unit("кит")}, freshness=Freshness(now=now, half_life=30 * DAY, most=0.2))
        found = snapshot.search(plan, Never())
        assert {group.matches[0].id: group.matches[0].score for group in found.groups} == {
            "future": pytest.approx(1.2),
            "new": pytest.approx(1.1),
            "old": pytest.approx(1.05),
            "undated": pytest.approx(1.0),
        }
        assert ids(found) == ["future", "new", "old", "undated"]

    def test_freshness_is_of_relevance_only(self, opened) -> None:
        snapshot = opened([document("old", body="кит", day=0), document("new", body="кит", day=9)])
        plan = Plan({"uk": unit("кит")}, order="oldest", freshness=Freshness(NEW_YEAR, DAY, 0.2))
        assert [match.score for group in snapshot.search(plan, Never()).groups for match in group.matches] == [1.0, 1.0]

    def test_pages_follow_each_other(self, opened) -> None:
        snapshot = opened([document(f"{n:02}", body="кит", day=n, story=f"s{n // 2}") for n in range(20)])
        pages = [snapshot.search(Plan({"uk": unit("кит")}, offset=at, limit=3), Never()) for at in range(0, 12, 3)]
        assert [len(page.groups) for page in pages] == [3, 3, 3, 1]
        assert {(page.stories, page.documents, page.relation) for page in pages} == {(10, 20, "eq")}
        assert [name for page in pages for name in ids(page)] == [f"{n:02}" for n in range(19, -1, -2)]

    def test_a_page_after_the_last_is_empty(self, corpus: Snapshot) -> None:
        found = corpus.search(Plan({"uk": Everything()}, offset=100), Never())
        assert (found.groups, found.stories, found.documents) == ((), 5, 5)
