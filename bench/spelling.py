"""Repair on real mistakes and on judged queries: what is put right, and what should have been left alone.

"first" is the share of single-edit errors, of those whose right form is in the archive, for which the right form is
what is searched for or proposed first; "no word" is the same of those errors that are no words themselves (neither in
the archive nor in a dictionary: все for усе is no mistake that a search can see).  "rewritten" and "proposed" are the
shares of clean queries, judged ones and titles on the index of their set, that repair changes, and proposes to change.
"layout", "some" and "all" are the shares of judged queries that come back, compared as folded words, after they were
typed in another layout, had one look-alike letter in three replaced, or all of them.

``--floors`` exits with 1 when a figure is worse than what issue 4 asks for (see FLOORS).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bench.data import DATA
from bench.judged import SETS, JudgedSet
from bench.relevance import build
from index.articles.article import LANGUAGES, Language
from index.language import analyze, fold
from index.language.characters import CYRILLIC_TO_LATIN, LATIN_TO_CYRILLIC
from search.answer.answer import SearchAnswer, SearchRequest
from search.errors import QueryRefused
from search.repair.known_words import Judge
from search.repair.layouts import conversions
from search.repair.vocabulary import Vocabulary
from search.service.service import SearchService
from search.settings import Settings

ERRORS = {"uk": "uk_uagec_words.tsv", "ru": "ru_ruspellru_words.tsv", "en": "en_bea60k_words.tsv"}
#: figure → what it must be at least; "rewritten" at most.
FLOORS = {"no word": 0.80, "rewritten": 0.005, "layout": 0.98, "some": 0.98, "all": 0.98}
FIGURES = ("first", "no word", "rewritten", "proposed", "layout", "some", "all")
_SEED = 4

Counts = dict[tuple[str, str], list[bool]]


class Mistake(NamedTuple):
    """What was written, and what was meant."""

    wrong: str
    right: str


def mistakes(lang: str) -> Iterator[Mistake]:
    """Yield the single-edit errors in words of a language."""
    with (DATA / "spelling" / ERRORS[lang]).open(encoding="utf-8", newline="") as lines:
        for wrong, right, *_ in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if OSA.distance(fold(wrong), fold(right)) == 1 and " " not in wrong and any(map(str.isalpha, wrong)):
                yield Mistake(wrong, right)


def titles(judged: JudgedSet) -> Iterator[tuple[str, str]]:
    """Yield (language, title) of the documents, those that are not indexed included."""
    with gzip.open(judged.folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record.get("title"):
                yield record["lang"], record["title"]


def in_another_layout(text: str, lang: str, chance: random.Random) -> str:
    """Return ``text`` as it looks when another layout was on: us for Cyrillic, uk or ru for English."""
    typed = chance.choice(("uk", "ru")) if lang == "en" else "us"
    return text.replace("’", "'").translate(conversions()["us" if lang == "en" else lang, typed])


def with_lookalikes(share: float) -> Callable[[str, str, random.Random], str]:
    """Return what replaces that share of the letters that have a look-alike in the other script."""

    def corrupted(text: str, lang: str, chance: random.Random) -> str:
        table = LATIN_TO_CYRILLIC if lang == "en" else CYRILLIC_TO_LATIN
        return "".join(table.get(letter, letter) if chance.random() < share else letter for letter in text)

    return corrupted


CORRUPTIONS = {"layout": in_another_layout, "some": with_lookalikes(1 / 3), "all": with_lookalikes(1.0)}


def answer(service: SearchService, q: str, lang: tuple[Language, ...] = LANGUAGES) -> SearchAnswer | None:
    """Return the answer to ``q``; None when it is refused."""
    try:
        return service.search(SearchRequest(q=q, lang=lang, page_size=1, facets=False))
    except QueryRefused:
        return None


def understood(found: SearchAnswer | None, q: str) -> str:
    """Return what was searched for."""
    repairs = [row.rewritten for row in found.rewrites if row.off == "repair"] if found else []
    return repairs[0] if repairs else q


def measure_spelling(service: SearchService, lang: Language, counts: Counts) -> None:
    """Ask for each mistake whose right form the archive has."""
    with service._generation() as generation:
        vocabulary = Vocabulary(generation.snapshot)
    judge = Judge(vocabulary, (lang,))
    for wrong, right in mistakes(lang):
        if not vocabulary.form(fold(right), lang):
            continue
        found = answer(service, wrong, (lang,))
        best = understood(found, found.suggestions[0] if found and found.suggestions else wrong)
        good = fold(best) == fold(right)
        counts[lang, "first"].append(good)
        if judge.lacks(wrong):
            counts[lang, "no word"].append(good)


def measure_queries(service: SearchService, judged: JudgedSet, sample: int, counts: Counts) -> None:
    """Ask a sample of the clean queries and titles of each language, and the queries corrupted."""
    chance = random.Random(_SEED)
    queries, headlines = defaultdict(list), defaultdict(list)
    for query in judged.queries():
        queries[query.lang].append(query.text)
    for lang, title in titles(judged):
        headlines[lang].append(title)
    for kind in (queries, headlines):
        for lang, texts in kind.items():
            for text in chance.sample(texts, min(sample, len(texts))):
                found = answer(service, text)
                counts[lang, "rewritten"].append(understood(found, text) != text)
                counts[lang, "proposed"].append(bool(found and found.suggestions))
    for lang, texts in queries.items():
        for text in chance.sample(texts, min(sample, len(texts))):
            for name, corrupt in CORRUPTIONS.items():
                typed = corrupt(text, lang, chance)
                counts[lang, name].append(words(understood(answer(service, typed), typed)) == words(text))


def words(text: str) -> list[str]:
    """Return what is compared: letter case, marks and punctuation make no difference."""
    return [token.form for token in analyze(text, "uk")]


def report(counts: Counts) -> bool:
    """Print a row for each language, and return whether all figures are good enough."""
    print("    " + "".join(f"{name:>18}" for name in FIGURES))
    met = True
    for lang in LANGUAGES:
        row = ""
        for name in FIGURES:
            seen = counts.get((lang, name), [])
            share = sum(seen) / len(seen) if seen else float("nan")
            good = share <= FLOORS[name] if name == "rewritten" else not share < FLOORS.get(name, 0.0)
            met &= good or not seen
            row += f"{share:8.3f} of {len(seen):5}{' ' if good or not seen else '!'}"
        print(f"{lang}  {row}", flush=True)
    return met


def run(name: str, root: Path, work: Path, sample: int, counts: Counts) -> None:
    """Index a set with the arrays engine below ``work``, unless it is there, and measure on it."""
    judged = JudgedSet.open(root, name)
    data = work / judged.folder.name
    build(judged, data, "arrays")
    service = SearchService(data, "arrays", replace(Settings(), deadline_seconds=60.0))
    try:
        for lang in sorted({query.lang for query in judged.queries()}):
            measure_spelling(service, lang, counts)  # type: ignore[arg-type]
        measure_queries(service, judged, sample, counts)
    finally:
        service.close()


def main(arguments: Sequence[str] = ()) -> int:
    """Measure on the sets asked for (default: all)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of: {', '.join(SETS)}")
    parser.add_argument("--root", type=Path, default=DATA / "retrieval")
    parser.add_argument("--work", type=Path, help="keep the indexes in this folder, and use those that are there")
    parser.add_argument("--sample", type=int, default=200, help="queries of a set and language at most")
    parser.add_argument("--floors", action="store_true", help="fail when a figure is worse than issue 4 asks for")
    options = parser.parse_args(arguments)
    counts: Counts = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="poshuk-spelling-") as temporary:
        for name in options.sets or SETS:
            run(name, options.root, options.work or Path(temporary), options.sample, counts)
    return 0 if report(counts) or not options.floors else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
