"""``poshuk evaluate``: how well the search answers one's own judged queries."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import click

from index.commands.building import rebuild
from index.commands.common import AdminCommand, data_option, engine_option, quiet_option
from index.errors import IndexFault
from search.commands.opened import opened
from search.commands.terminal import show_json, show_table
from search.evaluation.comparison import Earlier, compare, earlier_run
from search.evaluation.evaluation import DEPTH, Evaluated, Scores, evaluate_queries, in_index, means, patient, worst
from search.evaluation.judgements import MOST_BYTES, Judged, Problems, read_judgements
from search.service.service import SearchService
from search.settings import Settings

_MEASURES = dict(zip(Scores._fields, ("MRR@10", "nDCG@10", f"R@{DEPTH}"), strict=True))


def _earlier(context: click.Context, parameter: click.Parameter, path: Path | None) -> Earlier | None:
    if path is None:
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("is too large for that")
        return earlier_run(json.loads(path.read_bytes()))
    except (ValueError, RecursionError) as error:
        sentence = error if type(error) is ValueError else "is not what `poshuk evaluate --json` printed"
        raise click.BadParameter(f"{path} {sentence}.", context, parameter) from error


@click.command(cls=AdminCommand)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--documents",
    type=click.Path(exists=True, path_type=Path),
    help="Index this file or folder into a temporary directory and judge there, not in the live index.",
)
@click.option(
    "--worst",
    "most",
    type=click.IntRange(0, 10_000),
    default=10,
    show_default=True,
    help="How many to show.",
)
@click.option(
    "--compare",
    "earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_earlier,
    help="What an earlier run printed with --json: show the differences and their p values.",
)
@click.option("--json", "as_json", is_flag=True, help="Print every query's scores as JSON.")
@data_option
@engine_option
@quiet_option
def evaluate(
    folder: Path,
    documents: Path | None,
    most: int,
    earlier: Earlier | None,
    as_json: bool,
    data: Path,
    engine: str,
    quiet: bool,
) -> None:
    """Measure the search on judged queries.

    DIR holds queries.tsv (id, language, text) and qrels.tsv (query, document, grade).  Each query is searched in its
    language, stories are not grouped, and the limits on a query's length are raised.
    """
    problems = Problems()
    queries = read_judgements(folder, problems)
    with _indexed(documents, data, engine, quiet) as place:
        evaluated = _evaluated(queries, place, engine, quiet, problems) if queries else []
    for sentence in problems.sentences():
        click.echo(sentence, err=True)
    if not evaluated:
        raise IndexFault(f"No query of {folder} can be judged.")
    if as_json:
        show_json(_as_json(evaluated, earlier, problems))
    else:
        _show(evaluated, most, earlier)


@contextmanager
def _indexed(documents: Path | None, data: Path, engine: str, quiet: bool) -> Iterator[Path]:
    """Lend the data directory to judge: the one there is, or one made of ``documents``, removed afterwards."""
    if documents is None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="poshuk-evaluate-") as folder:
        with redirect_stdout(sys.stderr):  # what a build reports is not what was asked
            invoke: Callable[..., object] = click.get_current_context().invoke
            invoke(rebuild, paths=(str(documents),), data=Path(folder), engine=engine, quiet=quiet)
        yield Path(folder)


def _evaluated(queries: list[Judged], data: Path, engine: str, quiet: bool, problems: Problems) -> list[Evaluated]:
    with opened(data, engine) as (_, snapshot):
        queries = in_index(snapshot, queries, problems)
    service = SearchService(data, engine, patient(_settings()))
    try:
        from index.commands.progress import counting  # readers of every kind of source come with it

        with counting("Judging", Counter(query.lang for query in queries), quiet) as count:
            return evaluate_queries(queries, service, problems, count)
    finally:
        service.close()


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _show(evaluated: list[Evaluated], most: int, earlier: Earlier | None) -> None:
    rows = [[lang, f"{count:,}", *map(_figure, scores)] for lang, (count, scores) in means(evaluated).items()]
    show_table(("lang", "queries", *_MEASURES.values()), rows, right=range(1, 5))
    if earlier is not None:
        _show_comparison(evaluated, earlier)
    rows = [
        [_figure(query.scores.ndcg), str(query.first or f"over {DEPTH}"), query.lang, query.id, query.text]
        for query in worst(evaluated, most)
    ]
    if rows:
        click.echo("The worst queries, and the rank of the first relevant document:")
        show_table(("nDCG@10", "rank", "lang", "id", "query"), rows, right=(0, 1))


def _show_comparison(evaluated: list[Evaluated], earlier: Earlier) -> None:
    changes = compare(evaluated, earlier)
    if not changes:
        click.echo("The earlier run has none of these queries: there is nothing to compare.", err=True)
        return
    click.echo("Against the earlier run, with the p value of a paired randomisation test:")
    rows = [
        [lang, f"{count:,}", *(f"{change.difference:+.3f} (p {change.p:.3f})" for change in row.values())]
        for lang, (count, row) in changes.items()
    ]
    show_table(("lang", "queries", *_MEASURES.values()), rows, right=range(1, 5))


def _as_json(evaluated: list[Evaluated], earlier: Earlier | None, problems: Problems) -> dict[str, Any]:
    made: dict[str, Any] = {
        "languages": {
            lang: {"queries": count, **scores._asdict()} for lang, (count, scores) in means(evaluated).items()
        },
        "queries": [
            {"id": query.id, "lang": query.lang, "text": query.text, **query.scores._asdict(), "first": query.first}
            for query in evaluated
        ],
        "problems": list(problems.sentences()),
    }
    if earlier is not None:
        made["comparison"] = {
            lang: {"queries": count, **{name: change._asdict() for name, change in row.items()}}
            for lang, (count, row) in compare(evaluated, earlier).items()
        }
    return made


def _figure(value: float) -> str:
    return f"{value:.3f}"
