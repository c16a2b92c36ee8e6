"""The query language as a table: what is typed, and the query that it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.errors import QueryRefused
from search.query.notices import NOTICES
from search.query.parse import parse
from search.settings import Settings

SETTINGS = Settings()

READS_AS = """
    Words side by side
    київ                                | київ
    погода у Києві                      | погода у Києві
    київ-львів                          | київ-львів
    м'ясо                               | м'ясо
    'м'ясо'                             | м'ясо
    вибори,результати;2019              | вибори результати 2019
    Київ, Львів… і Одеса!               | Київ Львів і Одеса
    3,5 млн                             | 3,5 млн
    10:30 26.03.2023                    | 10:30 26.03.2023
    пошта a@b.c і http://x.ua/?a=b&c=d:e | пошта a@b.c і http://x.ua/?a=b&c=d:e
    HIV/Aids                            | HIV/Aids
    Ціни - у вільному польоті           | Ціни у вільному польоті
    not a                               | not a
    a (b c) d                           | a b c d

    Operators, in three languages
    київ AND львів                      | київ AND львів
    київ І львів                        | київ AND львів
    київ ТА львів                       | київ AND львів
    киев И львов                        | киев AND львов
    київ АБО львів                      | київ OR львів
    киев ИЛИ львов                      | киев OR львов
    київ НЕ львів                       | київ -львів
    київ NOT львів                      | київ -львів
    київ -львів                         | київ -львів
    київ AND NOT львів                  | київ AND -львів
    a OR b AND c                        | a OR (b AND c)
    погода київ OR львів                | погода (київ OR львів)
    a b AND c OR d e                    | a ((b AND c) OR d) e
    (a OR b) c                          | (a OR b) c
    a AND (b c)                         | a AND (b c)
    ((a))                               | a
    NOT NOT a                           | a
    -(-a)                               | a
    a -(b OR c)                         | a -(b OR c)
    a -"b c"                            | a -"b c"
    НАТО АБО ЄС                         | НАТО OR ЄС
    НАТО AND ЄС OR США AND ООН          | (НАТО AND ЄС) OR (США AND ООН)

    Marks
    =Київ                               | =Київ
    прези*                              | прези*
    здоров'*                            | здоров'*
    (прези*)                            | прези*
    слово~                              | слово~1
    президент~                          | президент~2
    президент~1,                        | президент~1
    президент~0                         | президент

    Phrases
    "північний потік"                   | "північний потік"
    "а б"~5                             | "а б"~5
    "а =б"                              | "а =б"
    "Львів"                             | "Львів"
    "a" "b"                             | "a" "b"
    a"b"c                               | a "b" c
    «Козацька воля»                     | «Козацька воля»
    “Покуття” виплатив                  | «Покуття» виплатив
    „лапки“~3                           | «лапки»~3

    Fields
    title:київ                          | title:київ
    заголовок:київ                      | title:київ
    Автор:Петренко                      | author:Петренко
    title: київ                         | title:київ
    title:(a b)                         | title:(a b)
    title:(a AND b) c                   | title:(a AND b) c
    title:"a b"                         | title:"a b"
    title:author:a                      | author:a
    title:=Київ                         | title:=Київ
    title:прези*                        | title:прези*
    title:AND                           | title:AND
    -title:a b                          | -title:a b
    section:"Економічна правда"         | section:"Економічна правда"
    рубрика:спорт OR тег:футбол         | section:спорт OR tag:футбол
    lang:uk                             | lang:uk
    мова:укр                            | lang:uk
    lang:(ua OR ru)                     | lang:uk OR lang:ru
    before:2023                         | before:2023-01-01
    after:2023-03                       | after:2023-03-01
    after:2023-3-9                      | after:2023-03-09
    до:26.03.2023                       | before:2023-03-26
    після:26.03.2023 -до:2024           | after:2023-03-26 -before:2024-01-01

    Headlines as they are pasted
    «Мельпомена Таврії»: як все було    | «Мельпомена Таврії» як все було
    Старожитності - оберіг від безпам’ятства | Старожитності оберіг від безпам’ятства
    Де НЕ можна плавати цього літа в Києві | Де НЕ можна плавати цього літа в Києві
    SCANDAL AND ITS EFFECT ON NEXT ELECTIONS | SCANDAL AND ITS EFFECT ON NEXT ELECTIONS
    Рада Європи просить уряд "не зволікати" з цим | Рада Європи просить уряд «не зволікати» з цим
    один два три чотири пять шість "а б"~2 -сім | один два три чотири пять шість "а б"~2 -сім
"""

NOTICED = """
    a "b                   | a b              | unclosed-quote: "b
    »a                     | a                | unclosed-quote: »a
    (a                     | a                | unclosed-parenthesis: (
    a)                     | a                | unclosed-parenthesis: )
    AND                    | AND              | lone-operator: AND
    І дивуватись           | І дивуватись     | lone-operator: І
    a AND                  | a AND            | lone-operator: AND
    a AND OR b             | a AND b          | lone-operator: OR
    NOT AND a              | -a               | lone-operator: AND, only-excluded: -a
    a NOT                  | a NOT            | lone-operator: NOT
    a b c d e f AND g      | a b c d e f AND g | sentence: AND
    a b c d e f "g h"      | a b c d e f «g h» | sentence: g h
    *                      |                  | wildcard: *, no-words: *
    *їв                    | їв               | wildcard: *їв
    к*в                    | к*в              | wildcard: к*в
    готель 5*              | готель 5         | wildcard: 5*
    це~                    | це               | short-fuzzy: це~
    foo:bar                | foo:bar          | unknown-field: foo:bar
    a title:               | a title          | empty-field: title:
    before:2024-02-30      | 2024-02-30       | unknown-date: before:2024-02-30
    lang:pl a              | pl a             | unknown-language: lang:pl
    -a -b                  | -a -b            | only-excluded: -a -b
    ()                     |                  | no-words: ()
    ""                     |                  | no-words: ""
    😀                     |                  | no-words: 😀
"""

REFUSED = {
    "query_characters": ("я" * 256, "я" * 257),
    "query_terms": (" ".join(["я"] * 32), " ".join(["я"] * 33)),
    "query_depth": ("(" * 8 + "a" + ")" * 8, "(" * 9 + "a" + ")" * 9),
    "prefix_letters": ("киї*", "ки*"),
    "slop": ('"a b"~20', '"a b"~21'),
    "fuzzy_edits": ("президент~2", "президент~3"),
}


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if "|" in line]


@pytest.mark.parametrize(("typed", "query"), rows(READS_AS))
def test_reads_as(typed: str, query: str) -> None:
    assert repr(parse(typed, SETTINGS).query) == query


@pytest.mark.parametrize(("typed", "query", "notices"), rows(NOTICED))
def test_says_what_it_read_otherwise(typed: str, query: str, notices: str) -> None:
    parsed = parse(typed, SETTINGS)
    assert (repr(parsed.query), ", ".join(map(": ".join, parsed.notices))) == (query, notices)


def test_every_notice_is_explained_and_occurs() -> None:
    mentioned = {notice.split(":")[0] for *_, cell in rows(NOTICED) for notice in cell.split(", ")}
    assert mentioned == NOTICES.keys() - {"impossible", "shortened"}  # the planner's


@pytest.mark.parametrize("typed", [typed for typed, _ in rows(READS_AS) if "sentence" not in typed])
def test_the_repr_of_a_query_reads_as_the_same_query(typed: str) -> None:
    query = parse(typed, SETTINGS).query
    assert parse(repr(query), SETTINGS).query == query


@pytest.mark.parametrize("limit", REFUSED)
def test_limits_hold_to_one(limit: str) -> None:
    allowed, over = REFUSED[limit]
    parse(allowed, SETTINGS)
    with pytest.raises(QueryRefused) as refusal:
        parse(over, SETTINGS)
    assert refusal.value.limit == limit
    assert str(refusal.value).endswith(".")
    parse(over, replace(SETTINGS, **{limit: getattr(SETTINGS, limit) + (-1 if limit == "prefix_letters" else 1)}))


def test_words_in_phrases_count() -> None:
    with pytest.raises(QueryRefused, match="at most 32 words"):
        parse(f'"{"я " * 20}" {"я " * 13}', SETTINGS)


@pytest.mark.parametrize("empty", ["", "   ", "\t\n"])
def test_nothing_typed_is_nothing_asked(empty: str) -> None:
    assert parse(empty, SETTINGS) == (parse("", SETTINGS).query, ())


def test_a_space_that_does_not_break_keeps_a_number_together() -> None:
    assert [repr(word) for word in parse("50\u00a0000\u00a0гривень", SETTINGS).query.parts] == [
        "50\u00a0000",
        "гривень",
    ]
