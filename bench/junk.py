"""Ordinary words taken for names: which share of the frequent words of each language is respelled in another.

The archive is the judged sets in two or three languages.  Of each of its languages the MOST words that are written in
small letters most often, stop words aside, are asked for as a query of one word, in small letters and with a capital.
A word is "respelled" in a language when the plan has another spelling of it there; the pair is "junk" when the tables
do not have it.  That is an upper bound: cognates that no table has (lockdown, локдаун) count as junk.

``python -m bench.junk [--show]``; no more than GOAL of the words of a pair of languages may be junk.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path

from bench.documents import read_documents
from bench.names import translated
from index.articles.article import LANGUAGES, Article, Language
from index.build.builder import rebuild
from index.engines.registry import DEFAULT_ENGINE
from index.language import fold, is_stop
from index.store.generations import Generations
from index.store.store import Store
from search.answer.answer import SearchRequest
from search.planner.expansion import Expansion
from search.planner.relatives import Relatives
from search.planner.units import EVERYWHERE
from search.service.service import SearchService

SETS = ("ntrex_news", "xquad_en_ru", "slavicner_news", "uk_press", "time1963")
MOST = 1_500
GOAL = 0.01
_SMALL = re.compile(r"(?<![\w'’-])[a-zа-яіїєґё]{3,}(?![\w'’-])")


def frequent(texts: Iterable[str], lang: Language) -> list[str]:
    """Return the words that are most often written in small letters."""
    counts = Counter(word for text in texts for word in _SMALL.findall(text))
    return [word for word, _ in counts.most_common() if not is_stop(fold(word), lang)][:MOST]


def respelled(relatives: Relatives, word: str, target: Language) -> list[str]:
    """Return what a query of one word is searched for in ``target`` as another spelling of a name."""
    expansion = Expansion(relatives, SearchRequest(q=word))
    return [found.text for found in expansion.alternatives(word, target, EVERYWHERE) if found.origin == "spelling"]


def collected() -> list[Article]:
    """Return the articles of all sets, under ids that are different."""
    return [replace(article, id=f"{name}/{article.id}") for name in SETS for article in read_documents(name)[0]]


def built(articles: list[Article], data: Path) -> None:
    """Index the articles below ``data``, unless that has been done."""
    with Store(data) as store:
        generations = Generations(data)
        if generations.current() is None:
            store.upsert(articles)
            rebuild(store, generations, DEFAULT_ENGINE)


def pair_share(relatives: Relatives, words: list[str], source: Language, target: Language, show: bool) -> float:
    """Print the row of one pair of languages and return the share of its words with a junk pair."""
    shares = []
    for written in (str, str.capitalize):
        junk = {}
        for word in map(written, words):
            found = respelled(relatives, word, target)
            if wrong := [other for other in found if not translated(word, source, other, target)]:
                junk[word] = wrong
        shares.append(len(junk) / len(words))
        if show:
            print("   ", "; ".join(f"{word}: {', '.join(wrong[:3])}" for word, wrong in junk.items()))
    print(f"{source}→{target}  {len(words):5}  {shares[0]:6.3f}  {shares[1]:6.3f}", flush=True)
    return max(shares)


def main() -> int:
    """Print a row for each pair of languages, a language and itself included; 1 when one is over GOAL."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the pairs, too")
    parser.add_argument("--data", type=Path, help="where the archive is, or is to be made")
    options = parser.parse_args()
    articles = collected()
    words = {lang: frequent((article.body for article in articles if article.lang == lang), lang) for lang in LANGUAGES}
    print("pair     words   small  capital")
    with tempfile.TemporaryDirectory(prefix="poshuk-junk-") as directory:
        data = options.data or Path(directory)
        built(articles, data)
        service = SearchService(data)
        try:
            with service._live.generation() as generation:
                shares = [
                    pair_share(generation.relatives, words[source], source, target, options.show)
                    for source, target in product(LANGUAGES, repeat=2)
                ]
        finally:
            service.close()
    return int(max(shares) > GOAL)


if __name__ == "__main__":
    sys.exit(main())
