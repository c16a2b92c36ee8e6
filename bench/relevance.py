"""Relevance on judged sets, through the public interfaces: ``make evaluate``.

Each set is ingested and indexed by the command line as a user would, searched through the search service in the
language of the query, and printed beside Lucene 8.7 with its own analyzer of that language (its Standard analyzer for
Ukrainian) on the same queries.  ``--floors`` exits with 1 when a Ukrainian or Russian set is below Lucene's figures.

Queries are read within the limits that users have: of a paragraph the most telling words are searched for.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.data import DATA
from bench.judged import SETS, JudgedSet, Query
from index.engines.registry import DEFAULT_ENGINE
from search.evaluation.evaluation import Scores, means, measured, patient, rank
from search.evaluation.judgements import Judged
from search.service.service import SearchService
from search.settings import Settings

#: Lucene 8.7 on the same queries, as recorded when the sets were made.
LUCENE = {
    ("uk_press", "uk"): Scores(0.721, 0.749, 0.926),
    ("slavicner_news", "uk"): Scores(0.800, 0.761, 0.787),
    ("ntrex_news", "uk"): Scores(0.779, 0.809, 0.951),
    ("slavicner_news", "ru"): Scores(0.828, 0.829, 0.953),
    ("ru_news_rt_ng titles", "ru"): Scores(0.475, 0.543, 0.926),
    ("ru_news_rt_ng tags", "ru"): Scores(0.712, 0.523, 0.727),
    ("xquad_en_ru", "ru"): Scores(0.933, 0.948, 0.994),
    ("ntrex_news", "ru"): Scores(0.866, 0.894, 1.000),
    ("xquad_en_ru", "en"): Scores(0.963, 0.970, 0.997),
    ("time1963", "en"): Scores(0.692, 0.691, 0.993),
    ("cranfield", "en"): Scores(0.804, 0.518, 0.751),
    ("ntrex_news", "en"): Scores(0.904, 0.923, 1.000),
}
FLOOR_LANGUAGES = ("uk", "ru")


def build(judged: JudgedSet, data: Path, engine: str) -> None:
    """Index the set below ``data`` with the command line, unless it is there; CalledProcessError when that fails."""
    source = data / "documents.jsonl"
    if source.exists():
        return
    data.mkdir(parents=True, exist_ok=True)
    with source.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in judged.documents())
    poshuk = Path(sys.executable).with_name("poshuk")
    command = [poshuk, "rebuild", "--data", data, "--engine", engine, source]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def evaluate(judged: JudgedSet, service: SearchService) -> dict[str, Scores]:
    """Return the mean scores of the set by language."""
    queries = (as_judged(query) for query in judged.queries())
    evaluated = (measured(query, rank(service, query.text, query.lang)) for query in queries)
    return {lang: scores for lang, (_, scores) in means(evaluated).items()}


def as_judged(query: Query) -> Judged:
    """Return the query with the relevant documents of its own language, which all gain the same."""
    return Judged(query.id, query.lang, query.text, dict.fromkeys(query.relevant, 1.0))  # type: ignore[arg-type]


def report(name: str, lang: str, ours: Scores) -> bool:
    """Print one row of the table and return whether it is at or above Lucene."""
    lucene = LUCENE[name, lang]
    holds = round(ours.ndcg, 3) >= lucene.ndcg and round(ours.mrr, 3) >= lucene.mrr
    figures = " / ".join(f"{value:.3f}" for value in ours)
    peers = " / ".join(f"{value:.3f}" for value in lucene)
    change = 100 * (ours.ndcg / lucene.ndcg - 1)
    print(f"{name:22} {lang}  {figures}   {peers}  {change:+6.1f} %  {'' if holds else 'BELOW'}", flush=True)
    return holds


def run(name: str, root: Path, engine: str, work: Path) -> dict[str, Scores]:
    """Build below ``work``, search and score one set; sets of the same documents share an index."""
    judged = JudgedSet.open(root, name)
    data = work / judged.folder.name
    build(judged, data, engine)
    service = SearchService(data, engine=engine, settings=patient(Settings()))
    try:
        return evaluate(judged, service)
    finally:
        service.close()


def main() -> int:
    """Evaluate the sets asked for (default: all) and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=[], metavar="SET", help=f"of: {', '.join(SETS)}")
    parser.add_argument("--root", type=Path, default=DATA / "retrieval")
    parser.add_argument("--engine", default=DEFAULT_ENGINE)
    parser.add_argument("--floors", action="store_true", help="fail when a uk or ru set is below Lucene")
    options = parser.parse_args()
    if not options.root.is_dir():
        parser.error(f"There are no judged sets in {options.root}; name their folder with --root.")
    print(f"{'set':22}     MRR@10 / nDCG@10 / R@100   Lucene 8.7             nDCG@10   (engine {options.engine})")
    met = True
    with tempfile.TemporaryDirectory(prefix="poshuk-evaluate-") as work:
        for name in options.sets or SETS:
            for lang, ours in sorted(run(name, options.root, options.engine, Path(work)).items()):
                met &= report(name, lang, ours) or lang not in FLOOR_LANGUAGES
    return 0 if met or not options.floors else 1


if __name__ == "__main__":
    sys.exit(main())
