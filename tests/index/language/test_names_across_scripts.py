"""Names across scripts: words that are one name meet, others do not."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language import consonants, likeness, name_keys
from search.planner.names import LIKENESS

EXAMPLES = {"small": 200, "large": 20_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]

#: Spellings of one name in a line.
NAMES = """
    зеленський зеленский zelensky zelenskyy zelenskyi zelenskiy zelenskii zelenskij
    київ киев kyiv kiev kyjiv
    харків харьков kharkiv kharkov harkiv
    львів львов lviv
    одеса одесса odesa odessa
    запоріжжя запорожье zaporizhzhia zaporizhia
    чернігів чернигов chernihiv chernigov
    єрмак ермак yermak ermak
    порошенко poroshenko
    тимошенко tymoshenko timoshenko
    залужний залужный zaluzhny zaluzhnyi zaluzhnyy
    кличко klitschko klychko
    щербак shcherbak
    юлія юлия yulia yuliia iulia julija
    байден biden
    джонсон johnson
    меркель merkel
    вашингтон washington
    йоганнесбург йоханнесбург johannesburg
    аргентина argentina
    стокгольм stockholm
    мічиган мичиган michigan
    уругвай uruguay
    чехія чехия czechia
    трамп trump
    маск musk
    вокер уокер walker
    вітмер уитмер whitmer
    вілмінгтон уилмингтон wilmington
    штайнмаєр штайнмайер steinmeier
    шпан spahn
    єнс йенс jens
    мітчелл митчелл mitchell
    гайдельберг heidelberg
    трюдо trudeau
    ердоган эрдоган erdogan
"""
DIFFERENT = """
    марк море
    іран ірак
    литва latvia
    китай kyiv
    львів ливия
    греція грузія
    мінськ munich
    судан sweden
    hamas houmous
    путін питон
    трамп трап
    маск москва
    стан штан
"""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines() if line.strip()]


def meet(one: str, other: str) -> bool:
    return bool(set(name_keys(one)) & set(name_keys(other))) and likeness(one, other) >= LIKENESS


@pytest.mark.parametrize("names", rows(NAMES), ids=" ".join)
def test_spellings_of_a_name_meet(names: list[str]) -> None:
    first = names[0]
    assert [name for name in names if not meet(first, name)] == []


@pytest.mark.parametrize("names", rows(DIFFERENT), ids=" ".join)
def test_different_names_do_not_meet(names: list[str]) -> None:
    assert not meet(*names)


@pytest.mark.parametrize("word", ["", "ю", "ая", "2023", "ф16", "'", "а" * 300, "x" * 300, "ß", "日本"])
def test_any_word_has_few_keys(word: str) -> None:
    assert len(name_keys(word)) <= 8
    assert 0 <= likeness(word, word) <= 1


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.text("abcdefghijklmnopqrstuvwxyzабвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя'-2ß", max_size=9), max_size=20)
)
def test_consonants_rule_no_word_out_that_has_the_key(words: list[str]) -> None:
    found = consonants(words)
    for at, word in enumerate(words):
        assert [key for key in name_keys(word) if at not in found.may_have(key)] == []


def test_consonants_rule_most_other_words_out() -> None:
    others = ["завтра", "зелень", "зниження", "зеленський", "зброя", "zone", "zelensky"]
    (key,) = set(name_keys("зеленський")) & set(name_keys("zelensky"))
    assert consonants(others).may_have(key) == [3, 6]
