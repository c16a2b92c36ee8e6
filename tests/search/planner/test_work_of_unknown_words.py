"""Words that nobody knows cost a bounded amount of planning and of repair: look-ups are counted, not seconds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from fake_snapshot import FakeSnapshot

from search.answer.answer import SearchRequest
from search.errors import QueryRefused
from search.planner.planner import plan
from search.query.parse import parse
from search.repair import transliteration
from search.repair.repair import Repairer
from search.repair.transliteration import key
from search.settings import Settings

LIMITS = Settings(query_terms=64, query_characters=2_000)
CYRILLIC = [f"{a}{b}рвамп{c}ж" for a in "бвгд" for b in "оіиу" for c in "аеіо"]
LATIN = [f"{a}{b}rvamp{c}zh" for a in "bvgd" for b in "oiau" for c in "aeio"]


@dataclass
class Counting(FakeSnapshot):
    """Counts the look-ups, and which lists of words are read."""

    lookups: int = 0
    read: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def document_frequency(self, lang, field, term):  # type: ignore[no-untyped-def]
        self.lookups += 1
        return super().document_frequency(lang, field, term)

    def terms_with_prefix(self, lang, field, prefix, limit):  # type: ignore[no-untyped-def]
        self.read[lang, field, prefix] += 1
        return super().terms_with_prefix(lang, field, prefix, limit)

    def similar_terms(self, lang, field, term, distance, limit):  # type: ignore[no-untyped-def]
        self.read[lang, field, f"{term}~"] += 1
        return super().similar_terms(lang, field, term, distance, limit)


def planned(q: str) -> Counting:
    snapshot = Counting()
    plan(parse(q, LIMITS).query, SearchRequest(q=q), snapshot, LIMITS)
    return snapshot


@pytest.mark.parametrize("words", [CYRILLIC, LATIN])
def test_many_unknown_words_are_planned_with_no_more_spellings_than_some(words: list[str]) -> None:
    some, many = planned(" ".join(words[:10])), planned(" ".join(words[:60:2]))
    assert sum(some.read.values()) > 0
    assert sum(many.read.values()) <= 1.5 * sum(some.read.values())
    assert many.lookups <= 3.5 * some.lookups  # of three times as many words, each looked up as it stands


@pytest.mark.parametrize("words", [CYRILLIC, LATIN])
def test_many_unknown_words_are_repaired_for_the_price_of_some(words: list[str]) -> None:
    costs = []
    for count in (12, 48):
        snapshot = Counting()
        Repairer(snapshot).repair(" ".join(words[:count]), ("uk", "ru", "en"))
        costs.append(snapshot.lookups / count)
    assert costs[1] <= costs[0]


def test_gibberish_makes_the_keys_of_a_letter_once_for_all_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[str] = Counter()

    def counted(word: str) -> str:
        made[word] += 1
        return key(word)

    monkeypatch.setattr(transliteration, "key", counted)
    forms = tuple(f"{letter}{end}" for letter in "абвгґдежзиіїйклмнопрстуфхцчшщьыэюяє" for end in ("лка", "рна"))
    snapshot = Counting(forms=forms)
    repairer = Repairer(snapshot)
    for _ in range(3):
        for letter in "abvgdezklmnoprstufh":
            repairer.repair(f"{letter}xqv {letter}wqz {letter}jjx", ("uk", "ru", "en"))
    assert max(made[form] for form in forms) <= 2  # once a language
    assert max(snapshot.read.values()) == 1


def test_once_it_is_late_nothing_more_is_looked_for() -> None:
    snapshot = Counting()
    Repairer(snapshot).repair(" ".join(CYRILLIC[:8]), ("uk", "ru", "en"), late=lambda: True)
    in_time = Counting()
    Repairer(in_time).repair(" ".join(CYRILLIC[:8]), ("uk", "ru", "en"))
    assert snapshot.lookups < in_time.lookups / 2
    assert not snapshot.read


def test_more_similar_words_than_a_query_may_have_are_refused() -> None:
    planned(" ".join(f"{word}~2" for word in CYRILLIC[: LIMITS.fuzzy_words]))
    with pytest.raises(QueryRefused, match="at most 8 words with ~"):
        planned(" ".join(f"{word}~2" for word in CYRILLIC[: LIMITS.fuzzy_words + 1]))
