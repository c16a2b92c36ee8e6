"""Search across languages on judged sets: how many relevant texts in other languages a query finds in the first twenty.

Each query is searched three ways: in its own language (what can be expected), in another one with every word as typed,
and in another one with translations and spellings of names.  The last column is the last against the first.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from bench.data import DATA
from bench.judged import JudgedSet, Query
from bench.metrics import recall
from bench.relevance import build
from index.engines import DEFAULT_ENGINE
from search.answer import SearchRequest
from search.service import SearchService
from search.settings import Settings

SETS = ("ntrex_news", "xquad_en_ru", "slavicner_news")
DEPTH = 20


class Recalls(NamedTuple):
    """Means of recall@20: in the query's own language, and in another one without and with expansion."""

    own: float
    plain: float
    expanded: float


def find(service: SearchService, query: Query, lang: str, *, expanded: bool) -> list[str]:
    """Return the ids of the first documents in ``lang``."""
    request = SearchRequest(
        q=query.text, lang=(lang,), page_size=DEPTH, group="none", facets=False, cross=expanded, translit=expanded
    )  # type: ignore[arg-type]
    return [hit.article.id for hit in service.search(request).hits]


def evaluate(judged: JudgedSet, service: SearchService) -> dict[tuple[str, str], tuple[int, Recalls]]:
    """Return for each (query language, other language) the number of queries and their mean recalls."""
    rows: dict[tuple[str, str], list[Recalls]] = defaultdict(list)
    for query in judged.queries():
        for lang in sorted({judged.languages[name] for name in query.elsewhere}):
            there = {name for name in query.elsewhere if judged.languages[name] == lang}
            own = recall(find(service, query, query.lang, expanded=True), query.relevant, DEPTH)
            plain, expanded = (recall(find(service, query, lang, expanded=on), there, DEPTH) for on in (False, True))
            rows[query.lang, lang].append(Recalls(own, plain, expanded))
    return {pair: (len(found), Recalls(*map(mean, zip(*found, strict=True)))) for pair, found in sorted(rows.items())}


def main() -> int:
    """Print a row for each set and pair of languages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=[], metavar="SET", help=f"of: {', '.join(SETS)}")
    parser.add_argument("--root", type=Path, default=DATA / "retrieval")
    parser.add_argument("--engine", default=DEFAULT_ENGINE)
    options = parser.parse_args()
    if not options.root.is_dir():
        parser.error(f"There are no judged sets in {options.root}; name their folder with --root.")
    print(f"{'set':16} pair    queries  own    plain  expanded  of own")
    settings = replace(Settings(), query_characters=4000, query_terms=400, deadline_seconds=60.0, postings=10**9)
    for name in options.sets or SETS:
        judged = JudgedSet.open(options.root, name)
        with tempfile.TemporaryDirectory(prefix="poshuk-evaluate-") as folder:
            build(judged, Path(folder), options.engine)
            service = SearchService(Path(folder), engine=options.engine, settings=settings)
            for (source, target), (count, found) in evaluate(judged, service).items():
                figures = (
                    f"{found.own:.3f}  {found.plain:.3f}  {found.expanded:.3f}     {found.expanded / found.own:.0%}"
                )
                print(f"{name:16} {source}→{target}  {count:6}   {figures}", flush=True)
            service.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
