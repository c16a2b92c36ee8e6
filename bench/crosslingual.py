"""Search across languages on judged sets: how many relevant texts in other languages a query finds in the first twenty.

"own": in the query's own language, which is what can be expected; the rest is in the other one: every word as typed;
with names and cognates; and these with what was learned from translated stories, with the table of translations, and
with both.  "of own" is the last against the first.  Learning leaves stories out: the stories of ntrex_news and
xquad_en_ru are cut into FOLDS, and a query is answered with what was learned from the folds that do not hold its story.
slavicner_news has no translated stories; what is learned for it is learned from ntrex_news.

Then nDCG@10 in the query's own language with expansion and without, which must not differ.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import NamedTuple
from unittest import mock

from bench.data import DATA
from bench.documents import read_documents
from bench.judged import JudgedSet, Query
from bench.relevance import build
from index.articles.article import Article, Language
from index.engines.registry import DEFAULT_ENGINE
from index.lexicon import NO_LEXICON, Lexicon, learn
from search.answer.answer import SearchRequest
from search.evaluation.evaluation import patient
from search.evaluation.metrics import ndcg, recall
from search.planner.relatives import Relatives
from search.service.service import SearchService
from search.settings import Settings

SETS = ("ntrex_news", "xquad_en_ru", "slavicner_news")
DEPTH = 20
FOLDS = 4
SETTINGS = patient(Settings())


class Way(NamedTuple):
    """A way to search: with anything beside the words as typed, with the table, and with what was learned."""

    expanded: bool
    table: bool
    learned: bool


WAYS = {
    "plain": Way(False, False, False),
    "names": Way(True, False, False),
    "learned": Way(True, False, True),
    "table": Way(True, True, False),
    "both": Way(True, True, True),
}


def find(service: SearchService, query: Query, lang: str, *, expanded: bool) -> list[str]:
    """Return the ids of the first documents in ``lang``."""
    request = SearchRequest(
        q=query.text, lang=(lang,), page_size=DEPTH, group="none", facets=False, cross=expanded, translit=expanded
    )  # type: ignore[arg-type]
    return [match.id for match in service.rank(request)]


@contextlib.contextmanager
def searching(service: SearchService, way: Way, lexicon: Lexicon) -> Iterator[None]:
    """Have the service search in this way."""
    with service._live.generation() as generation:
        generation.relatives = Relatives(generation.snapshot, lexicon if way.learned else NO_LEXICON)
        with (
            contextlib.nullcontext()
            if way.table
            else mock.patch("search.planner.relatives.translations", lambda *_: ())
        ):
            yield


def lexicons(name: str) -> tuple[list[Lexicon], dict[str, int]]:
    """Return what is learned without each fold, and the fold of each document."""
    articles, groups = read_documents(name if name != "slavicner_news" else "ntrex_news")
    stories: defaultdict[str, dict[Language, Article]] = defaultdict(dict)
    for article in articles:
        stories[groups[article.id]][article.lang] = article
    folds = {group: number % FOLDS for number, group in enumerate(sorted(stories))}
    rest = ([story for group, story in stories.items() if folds[group] != fold] for fold in range(FOLDS))
    return [learn(chosen) for chosen in rest], {article.id: folds[groups[article.id]] for article in articles}


def across(judged: JudgedSet, service: SearchService, step: int) -> None:
    """Print a row for each pair of languages."""
    learned, folds = lexicons(judged.name)
    rows: defaultdict[tuple[str, str], defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    queries = judged.queries()[::step]
    for way_name, way in WAYS.items():
        for fold in range(FOLDS):
            with searching(service, way, learned[fold]):
                for query in queries:
                    if folds.get(min(query.relevant), 0) == fold:
                        _add(rows, way_name, service, judged, query, way)
    for (source, target), found in sorted(rows.items()):
        figures = "".join(f"{mean(found[name]):8.3f}" for name in ("own", *WAYS))
        share = mean(found["both"]) / mean(found["own"])
        print(f"{judged.name:16} {source}→{target}  {len(found['own']):6} {figures}   {share:.0%}", flush=True)


def _add(
    rows: defaultdict[tuple[str, str], defaultdict[str, list[float]]],
    name: str,
    service: SearchService,
    judged: JudgedSet,
    query: Query,
    way: Way,
) -> None:
    for lang in sorted({judged.languages[document] for document in query.elsewhere}):
        there = {document for document in query.elsewhere if judged.languages[document] == lang}
        row = rows[query.lang, lang]
        row[name].append(recall(find(service, query, lang, expanded=way.expanded), there, DEPTH))
        if name == "both":
            own = find(service, query, query.lang, expanded=True)
            row["own"].append(recall(own, query.relevant, DEPTH))


def at_home(judged: JudgedSet, service: SearchService, step: int) -> None:
    """Print nDCG@10 in the query's own language, without expansion and with it."""
    learned, _ = lexicons(judged.name)
    scores: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    with searching(service, WAYS["both"], learned[0]):
        for query in judged.queries()[::step]:
            off, on = (ndcg(find(service, query, query.lang, expanded=on), query.relevant) for on in (False, True))
            scores[query.lang].append((off, on))
    for lang, pairs in sorted(scores.items()):
        off, on = (mean(column) for column in zip(*pairs, strict=True))
        print(
            f"{judged.name:16} {lang}     {len(pairs):6}   nDCG@10 off {off:.4f}  on {on:.4f}  {on - off:+.4f}",
            flush=True,
        )


def main() -> int:
    """Print both tables for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=[], metavar="SET", help=f"of: {', '.join(SETS)}")
    parser.add_argument("--root", type=Path, default=DATA / "retrieval")
    parser.add_argument("--engine", default=DEFAULT_ENGINE)
    parser.add_argument("--every", type=int, default=1, help="take every n-th query")
    options = parser.parse_args()
    if not options.root.is_dir():
        parser.error(f"There are no judged sets in {options.root}; name their folder with --root.")
    print(f"{'set':16} pair   queries" + "".join(f"{name:>8}" for name in ("own", *WAYS)) + "   of own")
    for name in options.sets or SETS:
        judged = JudgedSet.open(options.root, name)
        with tempfile.TemporaryDirectory(prefix="poshuk-evaluate-") as folder:
            build(judged, Path(folder), options.engine)
            service = SearchService(Path(folder), engine=options.engine, settings=SETTINGS)
            across(judged, service, options.every)
            at_home(judged, service, options.every)
            service.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
