"""What each idea of the ranking gives on the judged sets: ``python -m bench.ablation --write docs/relevance.md``.

Every row is the ranking with one thing taken away or changed; the figures are nDCG@10 times 1,000 as differences from
the ranking as it is.  Rejected ideas that need code of their own are described in the text around the table.
``--most`` takes every so many-th query of a set in a language, so that there are that many at most, always the same.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any
from unittest.mock import patch

from bench.data import DATA
from bench.judged import SETS, JudgedSet, Query
from bench.relevance import LUCENE, build
from search.answer.answer import SearchRequest
from search.evaluation.evaluation import patient
from search.evaluation.metrics import ndcg
from search.plan.plan import FieldBoost
from search.plan.scoring import B
from search.service.service import SearchService
from search.settings import Settings

Key = tuple[str, str]

BODY_ALIKE = tuple(FieldBoost(name) for name in ("title", "lead", "body"))
OWN = {"cross": False, "translit": False}
USUAL_B = dict.fromkeys(B["few"], 0.75)
USUAL = {
    "search.plan.scoring.K1": {"few": 1.2, "many": 1.2},
    "search.plan.scoring.B": {"few": USUAL_B, "many": USUAL_B},
}

#: name → what is set, by the name under which it is read, and what the request says.
ROWS: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "as it is": ({}, {}),
    "no stop words at all": ({"search.planner.extras.STOP_WORD": 0.0}, {}),
    "stop words in full": ({"search.planner.extras.STOP_WORD": 1.0}, {}),
    "no neighbours": ({"search.plan.scoring.PAIR": 0.0}, {}),
    "neighbours twice as much": ({"search.plan.scoring.PAIR": 1.0}, {}),
    "neighbours as much in long queries": ({"search.plan.scoring.PAIR_WORDS": 1_000}, {}),
    "neighbours within 4": ({"search.planner.extras.NEAR": 4}, {}),
    "no words of the same root": ({"search.planner.extras.KIN": 0.0}, {}),
    "no preference for more words": ({"search.plan.scoring.COORDINATION": 0.0}, {}),
    "the same preference in long queries": ({"search.plan.scoring.COORDINATION_WORDS": 1_000}, {}),
    "a title counts as text": ({"search.planner.trees.EVERYWHERE": BODY_ALIKE}, {}),
    "few words as many": ({"search.planner.planner.FEW_WORDS": 0}, {}),
    "many words as few": ({"search.planner.planner.FEW_WORDS": 1_000}, {}),
    "k1 = 1.2 and b = 0.75, as usual": (USUAL, {}),
    "no words of other languages or spellings": ({}, OWN),
    "BM25F alone": (
        USUAL
        | {
            "search.planner.extras.STOP_WORD": 0.0,
            "search.plan.scoring.PAIR": 0.0,
            "search.planner.extras.KIN": 0.0,
            "search.plan.scoring.COORDINATION": 0.0,
        },
        OWN,
    ),
}


def main() -> None:
    """Build each set once, and print a row for each idea."""
    parser = argparse.ArgumentParser(prog="bench.ablation", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of: {', '.join(SETS)}")
    parser.add_argument("--most", type=int, default=10_000, help="queries of a set in a language at most")
    parser.add_argument("--work", type=Path, help="where to keep the indexes for the next run")
    parser.add_argument("--write", type=Path, help="a Markdown file; the table between its markers is replaced")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="poshuk-ablation-") as temporary:
        lines = list(_table(wanted.sets or list(SETS), wanted.work or Path(temporary), wanted.most))
    if wanted.write:
        before, _, rest = wanted.write.read_text(encoding="utf-8").partition("<!-- table -->\n")
        after = rest.partition("<!-- end -->\n")[2]
        text = "\n".join(["<!-- table -->", *lines, "<!-- end -->", ""])
        wanted.write.write_text(before + text + after, encoding="utf-8")


def _table(names: list[str], work: Path, most: int) -> Iterator[str]:
    sets = {name: _built(name, work) for name in names}
    queries = {name: list(_sampled(judged.queries(), most)) for name, judged in sets.items()}
    base: dict[Key, float] = {}
    for label, (values, switches) in ROWS.items():
        with ExitStack() as stack:
            for constant, value in values.items():
                _set(stack, constant, value)
            scores = {
                key: score
                for name, judged in sets.items()
                for key, score in _scores(judged, queries[name], work, switches)
            }
        if not base:
            base = scores
            yield from _printed(_heading(scores))
        yield from _printed([_row(label, scores, base)])


def _sampled(queries: Iterable[Query], most: int) -> Iterator[Query]:
    """Yield at most ``most`` queries of each language, evenly spaced."""
    by_language: dict[str, list[Query]] = {}
    for query in queries:
        by_language.setdefault(query.lang, []).append(query)
    for chosen in by_language.values():
        yield from chosen[:: -(-len(chosen) // most)]


def _printed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        print(line, flush=True)
        yield line


def _heading(keys: Iterable[Key]) -> list[str]:
    columns = [f"{name} {lang}" for name, lang in keys]
    return [f"| | mean over Lucene | {' | '.join(columns)} |", "|---|---|" + "---|" * len(columns)]


def _row(label: str, scores: dict[Key, float], base: dict[Key, float]) -> str:
    over = mean(score / LUCENE[key].ndcg for key, score in scores.items()) - 1
    cells = [f"{s:.3f}" if scores is base else f"{1000 * (s - base[key]):+.0f}" for key, s in scores.items()]
    return f"| {label} | {100 * over:+.1f} % | {' | '.join(cells)} |"


def _built(name: str, work: Path) -> JudgedSet:
    judged = JudgedSet.open(DATA / "retrieval", name)
    build(judged, work / judged.folder.name, "arrays")
    return judged


def _set(stack: ExitStack, constant: str, value: object) -> None:
    """Set a name of a module; a table is changed where it lies, as others have imported it."""
    module, _, name = constant.rpartition(".")
    if isinstance(value, dict):
        stack.enter_context(patch.dict(getattr(import_module(module), name), value))
    else:
        stack.enter_context(patch.object(import_module(module), name, value))


def _scores(
    judged: JudgedSet, queries: Iterable[Query], work: Path, switches: Mapping[str, Any]
) -> Iterator[tuple[Key, float]]:
    """Yield the mean nDCG@10 of the queries in each language.

    The index is opened anew, as it keeps what it has made of constants.
    """
    service = SearchService(work / judged.folder.name, engine="arrays", settings=patient(Settings()))
    by_language: dict[str, list[float]] = {}
    for query in queries:
        request = SearchRequest(
            q=query.text,
            lang=(query.lang,),
            page_size=100,
            group="none",
            facets=False,
            **switches,  # type: ignore[arg-type]
        )
        ranking = [match.id for match in service.rank(request)]
        by_language.setdefault(query.lang, []).append(ndcg(ranking, query.relevant))
    service.close()
    for lang, scores in sorted(by_language.items()):
        yield (judged.name, lang), mean(scores)


if __name__ == "__main__":
    main()
