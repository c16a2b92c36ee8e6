"""Queries become trees of terms, filters, an order and a page."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date

import pytest
from fake_snapshot import FakeSnapshot

from index.articles.article import LANGUAGES, Language
from search.answer.answer import SearchRequest
from search.errors import ParameterError, QueryRefused
from search.plan.nodes import describe, without_extras
from search.plan.plan import Alternative, Any, Keyword, Node, Phrase, Plan, Published, Unit
from search.plan.scoring import FOREIGN
from search.planner.planner import plan
from search.query.parse import parse
from search.settings import Settings

SETTINGS = Settings()
FORMS = ("президент", "президента", "прездент", "здоров'я")

TREES = """
    Words: one must match; stop words only when there is nothing else
    Вибори                        | Вибори[вибори|вибір|вибороти]
    погода у Одесі               | Any(погода[погода] Одесі[одеса])
    не у                          | Any(не[не] у[у])
    погода погода                 | погода[погода]
    HIV/Львів                     | Any(HIV[hiv] Львів[львів])
    =ОДЕСІ                       | =ОДЕСІ[=одесі]
    =не погода                    | Any(=не[=не] погода[погода])
    50\u00a0000 гривень           | Any(50\u00a0000[50000] гривень[гривня])

    A compound: the whole, or its parts next to each other
    Львів-Одеса                   | Any(Львів-Одеса[львів-одеса] "Львів[львів] Одеса[одеса]")
    погода Львів-Одеса            | Any(погода[погода] Any(Львів-Одеса[львів-одеса] "Львів[львів] Одеса[одеса]"))
    "погода Львів-Одеса"          | "погода[погода] Львів[львів] Одеса[одеса]"

    Stars and tildes: forms that the index has
    прези*                        | прези*[=президент|=президента]
    ПРЕЗИ*                        | ПРЕЗИ*[=президент|=президента]
    здоров’*                      | здоров’*[=здоров'я]
    ніщота*                       | Nothing()
    погода ніщота*                | погода[погода]
    прездент~1                    | прездент~1[прездент|=прездент|=президент^0.5]

    Phrases keep their stop words
    "не буде погоди"              | "не[не] буде[бути] погоди[погода]"
    "погода Львів"~5              | "погода[погода] Львів[львів]"~5
    "Львів"                       | Львів[львів]
    погода "у Одесі"             | All(погода[погода] "у[у] Одесі[одеса]")
    "погода Одеси" у             | "погода[погода] Одеси[одеса]"
    погода «у Одесі»             | Any(погода[погода] Одесі[одеса] "у[у] Одесі[одеса]")
    «погода Одеси»               | "погода[погода] Одеси[одеса]"

    Operators
    погода AND Львів              | All(погода[погода] Львів[львів])
    погода OR Львів               | Any(погода[погода] Львів[львів])
    погода -Львів                 | Without(погода[погода] -Львів[львів])
    погода AND -Львів -Одеса      | Without(Without(погода[погода] -Львів[львів]) -Одеса[одеса])
    -погода                       | Without(Everything() -погода[погода])
    -погода -Львів                | Without(Everything() -Any(погода[погода] Львів[львів]))
    Одеса (погода OR Львів)       | All(Одеса[одеса] Any(погода[погода] Львів[львів]))

    Fields
    title:погода                  | погода[title:погода]
    title:(погода Львів)          | Any(погода[title:погода] Львів[title:львів])
    title:прези*                  | прези*[title:=президент|=президента]
    author:Львів погода           | All(погода[погода] Львів[authors:львів])
    section:"Економічна Правда"   | section:економічна правда
    tag:(Вибори Раду)             | tag:вибори|раду
    tag:(Вибори AND Раду)         | All(tag:вибори tag:раду)
    tag:Вибори OR tag:Раду        | tag:вибори|раду
    -tag:Вибори погода            | Without(погода[погода] -tag:вибори)
    lang:uk погода                | погода[погода]
    lang:ru погода                | Nothing()
    -lang:uk                      | Nothing()
    after:2023-03-26              | Published(1679781600..)
    before:2023-03-27             | Published(..1679864400)
    after:2023 before:2024 погода | All(погода[погода] Published(1672524000..) Published(..1704060000))

    Nothing typed, and nothing in what is typed
                                  | Everything()
    ()                            | Nothing()
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.rsplit(" | ", 1)] for line in table.splitlines() if " | " in line]


def planned(q: str, snapshot: FakeSnapshot | None = None, **request: object) -> Plan:
    asked = SearchRequest(q=q, **{"facets": False, **request})
    return plan(parse(q, SETTINGS).query, asked, snapshot or FakeSnapshot(forms=FORMS), SETTINGS, now=0).plan


def shape(made: Plan, lang: Language = "uk") -> str:
    """Return the tree without what only scores, the weights of units and the names of the usual fields."""
    return _plain(describe(without_extras(made.roots[lang])))


def extras(made: Plan) -> str:
    """Return what only scores, with the same left out."""
    return " ".join(_plain(describe(extra)) for extra in getattr(made.roots["uk"], "extras", ()))


def _plain(described: str) -> str:
    return re.sub(r"\^[\d.]+\[", "[", described).replace("[title,lead,body:", "[")


@pytest.mark.parametrize(("typed", "tree"), rows(TREES))
def test_trees(typed: str, tree: str) -> None:
    assert shape(planned(typed)) == tree


EXTRAS = """
    Stop words score what other words have found, and so do neighbours that stand near each other
    погода у Одесі               | у[у] "погода[погода] Одесі[одеса]"~1
    погода у Одесі HIV           | у[у] "погода[погода] Одесі[одеса]"~1 "Одесі[одеса] HIV[hiv]"~1
    погода                        |
    погода погода                 |
    не у                          | "не[не] у[у]"~1
    Words that are required, or asked for otherwise, are no neighbours
    погода AND Одеса              |
    погода OR Одеса               |
    погода Львів*                 |
"""


@pytest.mark.parametrize(("typed", "scored"), rows(EXTRAS))
def test_what_only_scores(typed: str, scored: str) -> None:
    assert extras(planned(typed)) == scored


def test_kin_score_among_many_words_in_the_languages_of_the_query() -> None:
    snapshot = FakeSnapshot(forms=("президент", "президентство", "президентський", "президиум"))
    many = planned("президент погода море дім", snapshot, lang=("uk", "ru")).roots
    few = planned("президент погода море", snapshot).roots
    assert [kin.alternatives for kin in _kin(many["uk"])] == [
        (Alternative("президентство"), Alternative("президентський"))
    ]
    assert _kin(few["uk"]) == _kin(many["ru"]) == []


def _kin(root: Node) -> list[Unit]:
    return [extra for extra in root.extras if isinstance(extra, Unit) and extra.alternatives[0].origin == "kin"]


def test_neighbours_count_less_among_more_words() -> None:
    two, four = (planned(typed).roots["uk"].extras[0] for typed in ("погода Одеса", "погода Одеса море дім"))
    assert [unit.weight for unit in four.units] == pytest.approx([unit.weight / 2 for unit in two.units])


WORDINESS = """
    погода                        | few
    погода Одеса море             | few
    погода у Одеса на море        | few
    погода Одеса море дім         | many
    (погода Одеса море дім) -кит  | many
    погода OR Одеса OR море OR дім | few
    "погода Одеса море дім"       | few
"""


@pytest.mark.parametrize(("typed", "expected"), rows(WORDINESS))
def test_words_are_few_or_many(typed: str, expected: str) -> None:
    assert planned(typed).wordiness == expected


def test_what_only_scores_is_left_out_before_a_query_is_refused() -> None:
    frequent = dict.fromkeys([("uk", "body", "погода"), ("uk", "body", "одеса")], 1_000) | {("uk", "body", "у"): 9_000}
    snapshot = FakeSnapshot(forms=FORMS, frequencies=frequent)
    asked = SearchRequest(q="погода у Одесі", facets=False)
    dear = replace(SETTINGS, postings=2_000)
    made = plan(parse(asked.q, dear).query, asked, snapshot, dear, now=0).plan
    assert extras(made) == ""
    assert shape(made) == "Any(погода[погода] Одесі[одеса])"


def test_each_language_reads_a_word_in_its_own_way() -> None:
    made = planned("городом")
    assert {lang: shape(made, lang) for lang in LANGUAGES}["ru"] == "городом[город]"
    assert made.roots.keys() == set(LANGUAGES)


def test_a_word_of_one_language_is_looked_for_in_all() -> None:
    assert [shape(planned("HIMARS"), lang) for lang in LANGUAGES] == ["HIMARS[himar]"] * 3


def test_a_stop_word_of_one_language_is_one_for_all_so_that_their_scores_compare() -> None:
    assert [shape(planned("the Dnipro"), lang) for lang in LANGUAGES] == ["Dnipro[dnipro]"] * 3


def test_all_languages_are_counted_but_only_those_asked_for_are_shown() -> None:
    counted = planned("погода", lang=("uk",), facets=True)
    assert (set(counted.roots), counted.languages_shown) == (set(LANGUAGES), ("uk",))
    assert set(planned("погода", lang=("uk",)).roots) == {"uk"}
    assert counted.roots["uk"] == planned("погода", lang=("uk",)).roots["uk"]


def test_a_word_weighs_the_same_in_every_language_that_it_may_be_in_and_less_in_others() -> None:
    snapshot = FakeSnapshot(
        frequencies={
            ("uk", "body", "погода"): 10,
            ("uk", "title", "погода"): 3,
            ("ru", "body", "погода"): 7,
        }
    )
    made = planned("погода", snapshot)
    expected = math.log(1 + (200 - 17 + 0.5) / (17 + 0.5))
    assert [made.roots[lang].weight for lang in LANGUAGES] == pytest.approx([expected, expected, FOREIGN * expected])


def test_rarer_words_weigh_more_and_no_weight_is_negative() -> None:
    snapshot = FakeSnapshot(frequencies={(lang, "body", "погода"): 100 for lang in LANGUAGES})
    root = planned("погода Львів", snapshot).roots["uk"]
    assert isinstance(root, Any)
    common, rare = root.children
    assert 0 < common.weight < rare.weight


def test_the_words_of_a_phrase_are_where_they_were_typed() -> None:
    root = planned('"погода, дощ-сніг Львів"').roots["uk"]
    assert isinstance(root, Phrase)
    assert root.offsets == (0, 1, 2, 3)


def test_a_compound_weighs_as_one_word() -> None:
    root = planned("Львів-Одеса").roots["uk"]
    assert isinstance(root, Any)
    whole, parts = root.children
    assert isinstance(whole, Unit)
    assert whole.weight + sum(unit.weight for unit in parts.units) == pytest.approx(planned("Львів").roots["uk"].weight)


@pytest.mark.parametrize("forms", [200, 201])
def test_a_star_stands_for_so_many_words_and_no_more(forms: int) -> None:
    snapshot = FakeSnapshot(forms=tuple(f"прези{number}" for number in range(forms)))
    if forms <= SETTINGS.expansions:
        assert len(planned("прези*", snapshot).roots["uk"].alternatives) == forms
        return
    with pytest.raises(QueryRefused, match=r"прези\* stands for more than 200 words; write more letters") as refusal:
        planned("прези*", snapshot)
    assert refusal.value.limit == "expansions"
    assert snapshot.asked == []


def test_all_stars_of_a_query_count_together() -> None:
    snapshot = FakeSnapshot(forms=tuple(f"прези{number}" for number in range(101)))
    with pytest.raises(QueryRefused):
        planned("прези* презид* през*", snapshot)


@pytest.mark.parametrize(("frequency", "refused"), [(10, False), (11, True)])
def test_cost_is_known_before_any_posting_is_read(frequency: int, refused: bool) -> None:
    snapshot = FakeSnapshot(frequencies={(lang, "body", "погода"): frequency for lang in LANGUAGES})
    request = SearchRequest(q="погода", facets=False)
    limits = replace(SETTINGS, postings=30)
    query = parse("погода", SETTINGS).query
    if not refused:
        plan(query, request, snapshot, limits)
        return
    with pytest.raises(QueryRefused, match="use fewer or rarer words") as refusal:
        plan(query, request, snapshot, limits)
    assert refusal.value.limit == "postings"


def test_filters_of_the_request_are_folded_and_its_days_are_inclusive_days_of_kyiv() -> None:
    made = planned(
        "погода", section=("Політика",), tag=("Вибори", "ЗСУ"), from_date=date(2023, 3, 26), to_date=date(2023, 3, 26)
    )
    day = Published(since=1679781600, until=1679864400)
    assert made.filters == (Keyword("section", ("політика",)), Keyword("tag", ("вибори", "зсу")), day)
    assert day.until - day.since == 23 * 3600, "clocks went forward on that day"


def test_the_last_day_there_is_has_no_end() -> None:
    assert planned("", to_date=date.max).filters == (Published(),)


@pytest.mark.parametrize(
    ("q", "request_", "fresh"),
    [
        ("погода", {}, True),
        ("погода", {"order_by": "newest"}, False),
        ("погода", {"from_date": date(2023, 1, 1)}, False),
        ("погода after:2023", {}, False),
        ("", {}, False),
    ],
)
def test_dates_and_orders_switch_freshness_off(q: str, request_: dict[str, object], fresh: bool) -> None:
    assert (planned(q, **request_).freshness is not None) == fresh


def test_nothing_typed_shows_the_newest_unless_told_otherwise() -> None:
    assert planned("").order == "newest"
    assert planned("", order_by="oldest").order == "oldest"
    assert planned("()").order == "relevance"


@pytest.mark.parametrize(("page", "size", "offset"), [(1, 10, 0), (3, 10, 20), (1000, 10, 9990), (100, 100, 9900)])
def test_pages(page: int, size: int, offset: int) -> None:
    made = planned("погода", page=page, page_size=size)
    assert (made.offset, made.limit) == (offset, size)


@pytest.mark.parametrize(
    ("page", "size", "parameter"),
    [
        *((0, 10, "page"), (-1, 10, "page"), (1001, 10, "page"), (10**30, 10, "page"), (101, 100, "page")),
        *((1, 0, "page-size"), (1, 101, "page-size"), (1, -5, "page-size")),
    ],
)
def test_pages_out_of_bounds_are_refused(page: int, size: int, parameter: str) -> None:
    with pytest.raises(ParameterError) as error:
        planned("погода", page=page, page_size=size)
    assert error.value.parameter == parameter


def test_equal_plans_are_one_key() -> None:
    assert len({planned("погода у Львові"), planned("погода у Львові"), planned("погода")}) == 2


@pytest.mark.parametrize("q", ["lang:uk AND lang:ru", "ніщота*"])
def test_what_cannot_match_is_said(q: str) -> None:
    asked = SearchRequest(q=q, facets=False)
    assert plan(parse(q, SETTINGS).query, asked, FakeSnapshot(), SETTINGS).notices == (("impossible", q),)
