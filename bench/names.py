"""Names across scripts on real lists: which share of the pairs meet, and how many names meet one that is another.

A pair meets when every word of the one meets a word of the other: as a translation (CLDR, the tables) or by its key.
"names" are all pairs, "words" those of a single word in all three languages, "by key" only what is spelled alike,
which is all that there is for a name that no table has.  "false" is the share of meetings by key between words that are
not the same name: the list is dense with rare names of two syllables.  "of pairs" is the same against all pairs of
different names.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

from bench.data import DATA
from index.article import LANGUAGES, Language
from index.language import analyze, fold, likeness, name_keys, translations
from search.names import LIKENESS

Names = tuple[str, str, str]
LISTS = {"cldr": "cldr_territory_language_city.uk.ru.en.tsv", "slavicner": "slavicner_entity_pairs.uk.ru.enid.tsv"}
KINDS = {"city", "territory", "language", "PER", "LOC"}


def read(path: Path) -> Iterator[tuple[str, Names]]:
    """Yield (kind, names in the order of LANGUAGES)."""
    with path.open(encoding="utf-8", newline="") as lines:
        for first, second, *names in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind = first if first in KINDS else second
            if kind in KINDS:
                yield kind, tuple(names)  # type: ignore[misc]


def lemmas(word: str, lang: Language) -> tuple[str, ...]:
    """Return what the word is found by."""
    return tuple(lemma for token in analyze(word, lang) for lemma in token.lemmas)


def spelled(word: str, lang: Language) -> tuple[str, ...]:
    """Return what is compared: English forms, else lemmas."""
    return (fold(word),) if lang == "en" else lemmas(word, lang)


def spelled_alike(one: str, source: Language, other: str, target: Language) -> bool:
    """Say whether a key is shared, and the rest is near enough."""
    return any(
        set(name_keys(a)) & set(name_keys(b)) and likeness(a, b) >= LIKENESS
        for a in spelled(one, source)
        for b in spelled(other, target)
    )


def translated(one: str, source: Language, other: str, target: Language) -> bool:
    """Say whether a table has it."""
    found = {lemma for word in translations(lemmas(one, source), source, target) for lemma in lemmas(word, target)}
    return bool(found & set(lemmas(other, target)))


def meets(one: str, source: Language, other: str, target: Language, *, tables: bool) -> bool:
    """Say whether each word of the one name meets one of the other."""
    return all(
        any(
            spelled_alike(word, source, candidate, target) or (tables and translated(word, source, candidate, target))
            for candidate in other.split()
        )
        for word in one.split()
    )


def false_merges(names: list[Names], at: int, to: int) -> tuple[int, int, int]:
    """Return how many (right, wrong) meetings by key there are among single words, and how many different pairs."""
    right = wrong = pairs = 0
    keys = [{key: None for lemma in spelled(row[to], LANGUAGES[to]) for key in name_keys(lemma)} for row in names]
    for row in names:
        own = {key for lemma in spelled(row[at], LANGUAGES[at]) for key in name_keys(lemma)}
        for other, found in zip(names, keys, strict=True):
            same = row[at] == other[at] or row[to] == other[to]
            pairs += not same
            if own & found.keys() and spelled_alike(row[at], LANGUAGES[at], other[to], LANGUAGES[to]):
                right, wrong = right + same, wrong + (not same)
    return right, wrong, pairs


def main() -> None:
    """Print a row for each list and pair of languages."""
    print(f"{'list':10} pair   names  meet   words  meet   by key  false  of pairs")
    for name, file in LISTS.items():
        every = [names for kind, names in read(DATA / "names" / file) if kind != "language"]
        single = [names for names in every if not any(set(text) & set(" -,") for text in names)]
        for at, to in permutations(range(len(LANGUAGES)), 2):
            source, target = LANGUAGES[at], LANGUAGES[to]
            meeting, both, keyed = (
                sum(meets(row[at], source, row[to], target, tables=tables) for row in names) / len(names)
                for names, tables in ((every, True), (single, True), (single, False))
            )
            right, wrong, pairs = false_merges(single, at, to)
            print(
                f"{name:10} {source}→{target}  {len(every):5}  {meeting:.3f}  {len(single):5}  {both:.3f}  {keyed:.3f}",
                f"  {wrong / (right + wrong):.3f}  {wrong / pairs:.5f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
