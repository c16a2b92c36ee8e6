"""People of many countries, as newspapers of the three languages write them, meet across scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles.article import LANGUAGES, Language
from index.language import analyze, fold, is_stop, likeness, name_keys, translations
from search.planner.namehood import LIKENESS

TABLE = Path(__file__).with_name("person_names.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
#: Letters of a name that may be met at least: measured 0.90 to 0.98 on either half.
LEAST = {("uk", "en"): 0.89, ("ru", "en"): 0.89, ("uk", "ru"): 0.96}
#: Of all pairs of words that are different names, so few may be taken for one: 3 in 10,000, most of them
#: forms of one given name (Michael, Michel).
MOST_FALSE = 0.0005


def spelled(word: str, lang: Language) -> set[str]:
    return {fold(word), *(lemma for token in analyze(word, lang) if lang != "en" for lemma in token.lemmas)}


def alike(one: str, source: Language, other: str, target: Language) -> bool:
    return any(
        set(name_keys(a)) & set(name_keys(b)) and likeness(a, b) >= LIKENESS
        for a in spelled(one, source)
        for b in spelled(other, target)
    )


def listed(one: str, source: Language, other: str, target: Language) -> bool:
    lemmas = [lemma for token in analyze(one, source) for lemma in token.lemmas]
    return fold(other) in map(fold, translations(lemmas, source, target))


def meets(one: str, source: Language, other: str, target: Language) -> bool:
    candidates = other.split()
    words = [word for word in one.split() if not is_stop(fold(word), source)]
    return all(any(alike(w, source, c, target) or listed(w, source, c, target) for c in candidates) for w in words)


@pytest.mark.parametrize("half", ["seen", "aside"])
@pytest.mark.parametrize(("source", "target"), LEAST)
def test_persons_meet_across_languages(half: str, source: Language, target: Language) -> None:
    at, to = LANGUAGES.index(source) + 1, LANGUAGES.index(target) + 1
    rows = [row for row in ROWS if row[0] == half]
    found = sum(meets(row[at], source, row[to], target) for row in rows)
    assert len(rows) > 190
    assert found >= LEAST[source, target] * len(rows), [r for r in rows if not meets(r[at], source, r[to], target)][:20]


@pytest.mark.parametrize(("source", "target"), LEAST)
def test_different_surnames_do_not_meet(source: Language, target: Language) -> None:
    at, to = LANGUAGES.index(source) + 1, LANGUAGES.index(target) + 1
    names = [(row[at].split()[-1], row[to].split()[-1]) for row in ROWS]
    keyed = [({key for word in spelled(other, target) for key in name_keys(word)}, other) for _, other in names]
    wrong = []
    for place, (one, _) in enumerate(names):
        keys = {key for word in spelled(one, source) for key in name_keys(word)}
        wrong += [
            (one, other)
            for there, (found, other) in enumerate(keyed)
            if there != place and keys & found and alike(one, source, other, target)
        ]
    assert len(wrong) <= MOST_FALSE * len(names) ** 2, wrong
