"""``poshuk search``, a search in the terminal; and the commands that need search, for the console script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from index.articles.article import LANGUAGES, Language
from index.articles.schema import KEYWORD_FIELDS
from index.commands.common import AdminCommand, data_option, engine_option
from search.answer.answer import FacetValue, Hit, Passage, SearchAnswer, SearchRequest
from search.answer.answer_json import answer_to_json
from search.answer.explanation import Explanation
from search.commands.analyze import analyze_text
from search.commands.evaluate import evaluate
from search.commands.vocabulary import vocabulary
from search.errors import SearchError
from search.query.notices import NOTICES
from search.service.service import SearchService
from search.settings import Settings

_MARK = "bold yellow"
_MOST_FACET_VALUES = 6


def _languages(_: click.Context, parameter: click.Parameter, value: str) -> tuple[Language, ...]:
    asked = {part.strip().lower() for part in value.split(",")}
    unknown = asked.difference(LANGUAGES)
    if unknown:
        raise click.BadParameter(f"choose from {', '.join(LANGUAGES)}.", param=parameter)
    return tuple(lang for lang in LANGUAGES if lang in asked)


def _keyword_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each keyword field."""
    for name in reversed(KEYWORD_FIELDS):
        command = click.option(f"--{name}", multiple=True, help=f"Only this {name}; may be repeated.")(command)
    return command


@click.command(cls=AdminCommand)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--lang", default=",".join(LANGUAGES), callback=_languages, help="Languages to search, as in uk,ru (default all)."
)
@click.option("--page", type=int, default=1, show_default=True)
@click.option("--page-size", type=int, default=10, show_default=True)
@click.option(
    "--order-by", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True
)
@_keyword_options
@click.option("--from-date", type=click.DateTime(["%Y-%m-%d"]), help="The first day, in Kyiv.")
@click.option("--to-date", type=click.DateTime(["%Y-%m-%d"]), help="The last day, in Kyiv.")
@click.option("--group", type=click.Choice(["story", "none"]), default="story", show_default=True)
@click.option("--cross/--no-cross", default=True, show_default=True, help="Search in other languages, too.")
@click.option("--translit/--no-translit", default=True, show_default=True, help="Search other spellings of names, too.")
@click.option("--repair/--no-repair", default=True, show_default=True, help="Repair a query that finds poorly.")
@click.option("--synonyms/--no-synonyms", default=True, show_default=True, help="Search synonyms of the words, too.")
@click.option("--explain", is_flag=True, help="Show why each hit scores what it scores.")
@click.option("--json", "as_json", is_flag=True, help="Print what GET /api/search answers.")
@data_option
@engine_option
def search(query: tuple[str, ...], as_json: bool, data: Path, engine: str, **options: Any) -> None:
    """Search the live index; see the help page for the query language.

    Put -- before a query that starts with a minus.
    """
    for name in ("from_date", "to_date"):
        options[name] = options[name] and options[name].date()
    try:
        answer = _answer(SearchRequest(q=" ".join(query), **options), data, engine)
    except (SearchError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(answer_to_json(answer), ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False)
    for line in _lines(answer):
        console.print(line)


COMMANDS: tuple[click.Command, ...] = (search, analyze_text, evaluate, vocabulary)


def _answer(request: SearchRequest, data: Path, engine: str) -> SearchAnswer:
    service = SearchService(data, engine, Settings.from_environment())
    try:
        return service.search(request)
    finally:
        service.close()


def _lines(answer: SearchAnswer) -> Iterator[Text | Padding]:
    first = (answer.request.page - 1) * answer.request.page_size
    yield _summary(answer)
    for rewrite in answer.rewrites:
        done = "Searched instead" if rewrite.off == "repair" else "Also searched"
        yield Text(f"{done}: {rewrite.rewritten} (--no-{rewrite.off} leaves it out)", style="yellow")
    for suggestion in answer.suggestions:
        yield Text(f"Did you mean: {suggestion}", style="yellow")
    for code, fragment in answer.notices:
        yield Text(f"{fragment}: {NOTICES[code]}", style="yellow")
    for number, hit in enumerate(answer.hits, first + 1):
        yield Text()
        yield from _hit(number, hit)
    for name, values in answer.facets.items():
        if len(values) > 1:
            yield from _facet(name, values)


def _summary(answer: SearchAnswer) -> Text:
    least = "at least " if answer.totals.relation == "gte" else ""
    totals = answer.totals
    text = f"Stories: {least}{totals.stories}, documents: {least}{totals.documents}, {answer.took_ms:.0f} ms"
    if answer.pages > 1:
        text += f", page {answer.request.page} of {answer.pages}"
    return Text(text + (" (out of time: not all was searched)" if answer.partial else ""), style="dim")


def _hit(number: int, hit: Hit) -> Iterator[Text | Padding]:
    yield Text.assemble((f"{number:>3}. ", "dim"), _marked(hit.title, "bold"))
    yield Padding(Text(" · ".join(_origin(hit)), style="dim"), (0, 0, 0, 5))
    for passage in hit.body:
        yield Padding(_marked(passage), (0, 0, 0, 5))
    for row in hit.translations:
        yield Padding(Text(f"{row.lang}: {row.title}", style="" if row.matched else "dim"), (0, 0, 0, 5))
    if hit.explanation is not None:
        for line in _explained(hit.explanation):
            yield Padding(Text(line, style="cyan"), (0, 0, 0, 5))


def _explained(explanation: Explanation) -> Iterator[str]:
    if not explanation.counted:
        yield f"{explanation.score:.3f}: the article is too long, or the time was too short, to count its words"
    for part in explanation.parts:
        places = "; ".join(f"{row.field} {row.count} × {', '.join(row.written)} ({row.origin})" for row in part.places)
        yield f"{part.score:.3f} {part.kind} {part.query}: {places}"
    for row in explanation.coordinations:
        yield f"× {row.value:.3f}: {row.matched} of {row.words}, without {', '.join(row.missing)}"
    if explanation.freshness != 1.0:
        yield f"× {explanation.freshness:.3f}: how recent it is"


def _origin(hit: Hit) -> Iterable[str]:
    article = hit.article
    published = article.published.strftime("%Y-%m-%d") if article.published else None
    return filter(None, (article.lang, published, article.section, article.url or article.id))


def _marked(passage: Passage, style: str = "") -> Text:
    text = Text(passage.text, style=style)
    for start, end in passage.ranges:
        text.stylize(_MARK, start, end)
    return Text.assemble("…" if passage.clipped_start else "", text, "…" if passage.clipped_end else "")


def _facet(name: str, values: tuple[FacetValue, ...]) -> Iterator[Text]:
    shown = "  ".join(f"{value.value} {value.count}" for value in values[:_MOST_FACET_VALUES])
    yield Text(f"{name}: {shown}" + ("  …" if len(values) > _MOST_FACET_VALUES else ""), style="dim")
