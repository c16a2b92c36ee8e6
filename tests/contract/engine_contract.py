"""The contract of every engine.  An engine passes by subclassing ``EngineContract`` and naming itself."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from corpus import After, Never, document, write

from index.document import AnalysedDocument
from index.errors import IndexFault
from search.engines import engine_named
from search.engines.base import Matches, Snapshot
from search.plan import (
    All,
    Alternative,
    Any,
    Everything,
    FieldBoost,
    Freshness,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Plan,
    Published,
    Unit,
    Without,
)
from search.scoring import K1, B

BODY = (FieldBoost("body"),)
DAY = 86_400
NEW_YEAR = 1_672_574_400  # 2023-01-01T12:00Z, day 0 of the corpus


def unit(*terms: str, fields: tuple[FieldBoost, ...] = BODY, weight: float = 1.0, exact: bool = False) -> Unit:
    return Unit(terms[0], tuple(Alternative(term, exact) for term in terms), fields, weight)


def phrase(*words: str, offsets: tuple[int, ...] = (), slop: int = 0) -> Phrase:
    units = tuple(unit(*word.split("|")) for word in words)
    return Phrase(units, offsets or tuple(range(len(words))), slop)


CORPUS = [
    document("a", "кит", "кит море", day=1, section="Природа", tags=("Море",)),
    document("b", "пес", "кит кит кит пес", day=2, section="Природа", tags=("Море", "Дім")),
    document("c", "кіт", "пес кіт не буде", day=3, section="Дім", tags=("Дім",), authors="леся"),
    document("d", "кіт дім", "буде/бути|буда дім море пес", day=3, lead="кит"),
    document("e", "лис", "лис", section="природа"),
    document("r1", "кит", "море", lang="ru", day=2, story="a", section="Природа"),
    document("r2", "дом", "кит дом", lang="ru", day=40, section="Дом"),
    document("n1", "whale", "whale", lang="en", day=5, story="a", section="Nature"),
]


class EngineContract:
    """What every engine does, over small documents written by its own writer."""

    engine: str

    @pytest.fixture
    def opened(self, tmp_path: Path):
        """Return a function that writes commits of documents (and ids to delete) and opens the generation."""
        snapshots: list[Snapshot] = []

        def build(*commits: list[AnalysedDocument], deleted: tuple[str, ...] = ()) -> Snapshot:
            directory = tmp_path / f"generation{len(snapshots)}"
            for commit in commits:
                write(directory, self.engine, commit)
            if deleted:
                write(directory, self.engine, [], deleted)
            snapshots.append(engine_named(self.engine).open(directory))
            return snapshots[-1]

        yield build
        for snapshot in snapshots:
            snapshot.close()

    @pytest.fixture
    def corpus(self, opened) -> Snapshot:
        return opened(CORPUS)

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
        tf = 3.0 / (1 - B["title"] + B["title"] * 1 / title) + 1 / (1 - B["body"] + B["body"] * 2 / body)
        assert scores(corpus, wanted)["a"] == pytest.approx(2.0 * tf * (K1 + 1) / (tf + K1), abs=1e-9)

    def test_variants_of_a_word_count_once(self, opened) -> None:
        snapshot = opened([document("a", body="мати/мати|мат"), document("b", body="мати/мати")])
        both = Unit("мати", (Alternative("мати"), Alternative("мат", weight=0.5)), BODY)
        found = scores(snapshot, both)
        assert found["a"] == pytest.approx(found["b"], abs=1e-12)
        assert found["a"] == pytest.approx(1.0, abs=1e-9)

    def test_an_alternative_counts_by_its_weight(self, opened) -> None:
        snapshot = opened([document("a", body="мат"), document("b", body="дім")])
        wanted = Unit("мати", (Alternative("мати"), Alternative("мат", weight=0.5)), BODY)
        assert scores(snapshot, wanted) == {"a": pytest.approx(0.5 * 2.2 / 1.7, abs=1e-9)}

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
        article = next(row.article for row in CORPUS if row.id == "b")
        assert corpus.articles("uk", ["b", "немає", "r1"]) == {"b": article}
        assert corpus.find("b") == article
        assert corpus.find("n1") == CORPUS[-1].article
        assert corpus.find("немає") is None

    def test_a_story_has_all_its_documents(self, corpus: Snapshot) -> None:
        story = corpus.story("a")
        assert [(match.lang, match.id, match.story, match.score) for match in story] == [
            ("uk", "a", "a", 0.0), ("ru", "r1", "a", 0.0), ("en", "n1", "a", 0.0),
        ]  # fmt: skip
        assert corpus.story("немає") == ()

    def test_a_changed_document_is_found_as_it_is_now(self, opened) -> None:
        snapshot = opened(many(), [document("m007", body="кит"), document("new", body="кит")], deleted=("m008",))
        assert sorted(ids(snapshot.search(Plan({"uk": unit("кит")}), Never()))) == ["m007", "new"]
        assert snapshot.search(Plan({"uk": Everything()}), Never()).documents == 250
        assert snapshot.document_frequency("uk", "body", "спільне") == 248
        assert snapshot.find("m007").body == "кит"
        assert snapshot.find("m008") is None
        assert snapshot.story("m008") == ()
        assert ("слово8", 1) not in snapshot.terms_with_prefix("uk", "body", "слово8", 50)
        assert snapshot.statistics("uk").documents == 250

    def test_answers_do_not_depend_on_segments(self, opened) -> None:
        rows = many()
        changed = [document("m003", "слово5 спільне", "спільне слово4 спільне", day=9)]
        now = [row for row in rows if row.id not in {"m003", "m100"}] + changed
        whole, parts = opened(now), opened(rows, changed, deleted=("m100",))
        for node in (
            unit("спільне", fields=(FieldBoost("title", 2.0), FieldBoost("body"))),
            Any((unit("слово4"), unit("спільне"), phrase("спільне", "слово5")), 0.3),
            Without(unit("спільне"), unit("слово4")),
        ):
            plan = Plan({"uk": node}, limit=300, facets=("section", "month"))
            assert parts.search(plan, Never()) == whole.search(plan, Never())
        assert parts.statistics("uk") == whole.statistics("uk")

    def test_the_deadline_gives_part_of_the_truth(self, corpus: Snapshot) -> None:
        nodes = [
            Any((unit("кит"), unit("пес"), unit("лис"))),
            Without(unit("пес"), unit("кит")),
            All((unit("кит"), unit("пес"))),
            Without(Everything(), Any((unit("кит"), unit("пес")))),
            phrase("кит", "море"),
        ]
        for node in nodes:
            whole = set(ids(corpus.search(Plan({"uk": node}), Never())))
            for looks in range(20):
                found = corpus.search(Plan({"uk": node}), After(looks))
                assert set(ids(found)) <= whole
                assert found.partial == (found.relation == "gte")
                assert found.partial or set(ids(found)) == whole
            assert not found.partial
        assert corpus.search(Plan({"uk": nodes[0]}), After(0)).partial

    def test_threads_get_the_answers_of_one(self, opened) -> None:
        snapshot = opened(many(), [document(f"k{n}", body=f"спільне слово{n}", day=n) for n in range(9)])
        chance = random.Random(7)
        plans = [Plan({"uk": any_node(chance)}, limit=20, facets=("section",)) for _ in range(160)]
        alone = [snapshot.search(plan, Never()) for plan in plans]
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(lambda plan: snapshot.search(plan, Never()), plans)) == alone

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves the files open
    def test_a_damaged_index_is_named(self, tmp_path: Path) -> None:
        """Cut any file short: opening, or the first use, says so with a remedy, and nothing else is raised."""
        write(tmp_path / "whole", self.engine, CORPUS)
        files = sorted(path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole" / "uk").iterdir())
        assert files
        noticed = 0
        for number, file in enumerate(files):
            copy = tmp_path / f"copy{number}"
            shutil.copytree(tmp_path / "whole", copy)
            (copy / file).write_bytes((copy / file).read_bytes()[: (copy / file).stat().st_size // 2])
            try:
                use(engine_named(self.engine).open(copy))
            except IndexFault as fault:
                assert "poshuk" in str(fault)
                noticed += 1
        assert noticed >= len(files) * 3 // 4

    def test_a_missing_language_is_damage(self, tmp_path: Path) -> None:
        write(tmp_path, self.engine, CORPUS)
        shutil.rmtree(tmp_path / "ru")
        with pytest.raises(IndexFault, match="poshuk"):
            engine_named(self.engine).open(tmp_path)


def ids(found: Matches) -> list[str]:
    return [group.matches[0].id for group in found.groups]


def scores(snapshot: Snapshot, node: Node) -> dict[str, float]:
    found = snapshot.search(Plan({"uk": node}, group=False), Never())
    return {group.matches[0].id: group.matches[0].score for group in found.groups}


def use(snapshot: Snapshot) -> None:
    snapshot.search(Plan({"uk": Any((phrase("кит", "море"), unit("пес"), unit("лис")))}), Never())
    snapshot.articles("uk", "abcde")
    snapshot.close()


def many() -> list[AnalysedDocument]:
    """Return 250 documents: enough for a segment of its own."""
    return [
        document(f"m{n:03}", f"слово{n % 7}", f"спільне слово{n} слово{n % 5} спільне", day=n % 50, section=f"С{n % 3}")
        for n in range(250)
    ]


def any_node(chance: random.Random) -> Node:
    words = [unit(f"слово{chance.randrange(12)}") for _ in range(3)]
    return chance.choice(
        [
            words[0],
            Any(tuple(words), 0.3),
            All((words[0], unit("спільне"))),
            Without(unit("спільне"), words[1]),
            Phrase((unit("спільне"), words[0]), (0, 1)),
            Phrase((words[0], unit("спільне")), (0, 1), slop=2),
        ]
    )
