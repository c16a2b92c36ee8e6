"""Names across scripts on real lists: which share of the pairs meet, and how many names meet one that is another.

A pair meets when every word of the one meets a word of the other: as a name that the tables have (CLDR, entities,
translations) or by its key.  "strict" asks it of the name typed; "meet" of the one with fewer words, for a list may
have a person's family name on one side only.  "words" are pairs of a single word in all three languages, "by key" the
same by what is spelled alike, which is all that there is for a name that no table has.  "false" is the share of
meetings by key between words that are not the same name: the list is dense with rare names of two syllables.  "of
pairs" is the same against all pairs of different names.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations
from pathlib import Path

from bench.data import DATA
from index.articles.article import LANGUAGES, Language
from index.language import analyze, entities, fold, is_stop, likeness, name_keys, translations
from search.planner.namehood import LIKENESS

Names = tuple[str, str, str]
LISTS = {"cldr": "cldr_territory_language_city.uk.ru.en.tsv", "slavicner": "slavicner_entity_pairs.uk.ru.enid.tsv"}
KINDS = {"city", "territory", "language", "PER", "LOC", "ORG"}
#: Characters around words that are no part of them.
MARKS = "\"«»(),.’'"


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
    """Return what is compared: English forms, else lemmas and the form itself."""
    return (fold(word),) if lang == "en" else (*lemmas(word, lang), fold(word))


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


def words_of(name: str, lang: Language) -> list[str]:
    """Return the words of a name, as a ranked query has them: no marks around them, and no stop words."""
    words = [word for part in name.split() if any(map(str.isalnum, word := part.strip(MARKS)))]
    return [word for word in words if not is_stop(fold(word), lang)] or words


def meets(one: str, source: Language, other: str, target: Language, *, tables: bool) -> bool:
    """Say whether each word of the one name meets one of the other."""
    words, candidates = words_of(one, source), words_of(other, target)
    rows = [entity.row for entity in entities(candidates, target)] if tables else []
    called = {
        number
        for entity in (entities(words, source) if tables else ())
        if entity.row in rows
        for number in range(entity.start, entity.stop)
    }
    return all(
        number in called
        or any(
            spelled_alike(word, source, candidate, target)
            or (tables and translated(word, source, candidate, target))
            or set(lemmas(word, target)) & set(lemmas(candidate, target))
            for candidate in candidates
        )
        for number, word in enumerate(words)
    )


def shorter_meets(one: str, source: Language, other: str, target: Language) -> bool:
    """Say whether each word of the name with fewer words meets one of the other, or the other way round."""
    names = (one, source, other, target)
    if len(words_of(one, source)) > len(words_of(other, target)):
        names = (other, target, one, source)
    return meets(*names, tables=True) or meets(one, source, other, target, tables=True)


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


def share(answers: Iterable[bool]) -> str:
    """Return the share of the true ones, three digits."""
    found = list(answers)
    return f"{sum(found) / len(found):6.3f}" if found else "     –"


def main() -> None:
    """Print a row for each list, kind and pair of languages."""
    print("list       kind       pair   names  strict    meet  words    meet  by key   false  of pairs")
    for name, file in LISTS.items():
        by_kind: defaultdict[str, list[Names]] = defaultdict(list)
        for kind, names in read(DATA / "names" / file):
            if kind != "language":
                by_kind[kind].append(names)
        for kind, every in by_kind.items():
            report(name, kind, every)


def report(name: str, kind: str, every: list[Names]) -> None:
    """Print the rows of one kind of names."""
    single = [names for names in every if not any(set(text) & set(" -,") for text in names)]
    for at, to in permutations(range(len(LANGUAGES)), 2):
        source, target = LANGUAGES[at], LANGUAGES[to]
        strict = share(meets(row[at], source, row[to], target, tables=True) for row in every)
        meeting = share(shorter_meets(row[at], source, row[to], target) for row in every)
        both, keyed = (
            share(meets(row[at], source, row[to], target, tables=tables) for row in single) for tables in (True, False)
        )
        right, wrong, pairs = false_merges(single, at, to)
        print(
            f"{name:10} {kind:9}  {source}→{target}  {len(every):5}  {strict}  {meeting}",
            f" {len(single):5}  {both}  {keyed}",
            f" {wrong / max(1, right + wrong):6.3f}  {wrong / max(1, pairs):.5f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
