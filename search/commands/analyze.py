"""``poshuk analyze``: what a text becomes, word by word."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

from index.articles.article import LANGUAGES, Language
from index.commands.common import AdminCommand, data_option, engine_option
from index.errors import IndexFault, NoIndex
from index.language import Detection, analyze, detect, possible_languages
from search.commands.opened import opened
from search.commands.terminal import show_json, show_table
from search.commands.tokens import Reporter, TokenReport
from search.engines.base import Snapshot
from search.planner.synonyms import read_synonyms, synonyms_file

#: Bytes of a text at most.
MOST_BYTES: Final = 8_000_000
_HOW: Final = {
    "letters": "by letters that only it has",
    "words": "by the words that it has",
    "statistics": "by the statistics of letters",
}


@click.command("analyze", cls=AdminCommand)
@click.argument("text", nargs=-1, required=True, metavar="TEXT")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Analyse in this language, whatever the text looks like.")
@click.option(
    "--limit", type=click.IntRange(1, 100_000), default=200, show_default=True, help="How many words to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@data_option
@engine_option
def analyze_text(
    text: tuple[str, ...], lang: Language | None, limit: int, as_json: bool, data: Path, engine: str
) -> None:
    """Show what becomes of TEXT: its language and its words as the index and the search see them.

    - reads the text from standard input; put -- before a text that starts with a minus.
    """
    content = _content(text)
    detected = detect(content)
    spoken = lang or detected.lang or possible_languages(content)[0]
    tokens = analyze(content, spoken)
    with ExitStack() as stack:
        reporter = Reporter(spoken, read_synonyms(synonyms_file(data)), _snapshot(stack, data, engine))
        reports = list(reporter.reports(content, islice(tokens, limit)))
    if as_json:
        show_json(_as_json(detected, spoken, len(tokens), reports))
    else:
        _show(detected, spoken, len(tokens), reports)


def _content(words: tuple[str, ...]) -> str:
    """Return the text; ClickException when it is none."""
    if words == ("-",):
        given = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        given = " ".join(words).encode("utf-8", "surrogateescape")
    if len(given) > MOST_BYTES:
        raise click.ClickException(f"The text is longer than {MOST_BYTES:,} bytes; give a part of it.")
    try:
        text = given.decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException("This is not text in UTF-8.") from error
    if "\0" in text:
        raise click.ClickException("This is not text: it has null characters.")
    if not text.strip():
        raise click.ClickException("There is no text to analyse.")
    return text


def _snapshot(stack: ExitStack, data: Path, engine: str) -> Snapshot | None:
    """Return the live generation; None where there is none, and where it cannot be read, which is told."""
    try:
        return stack.enter_context(opened(data, engine))[1]
    except NoIndex:
        return None
    except IndexFault as fault:
        click.echo(f"Documents are not counted: {fault}", err=True)
        return None


def _show(detected: Detection, lang: Language, words: int, reports: list[TokenReport]) -> None:
    click.echo(_language(detected, lang))
    if not reports:
        click.echo("It has no words.")
        return
    counted = bool(reports[0].documents)
    lemmas = "lemmas (documents)" if counted else "lemmas"
    show_table(("at", "surface", "form", lemmas, "from", "stop", "names", "synonyms"), map(_row, reports), right=(0,))
    if len(reports) < words:
        click.echo(f"These are the first {len(reports):,} of {words:,} words; --limit shows more.")


def _language(detected: Detection, lang: Language) -> str:
    """Say which language the text seems to be in and why, and in which it is analysed."""
    name = detected.lang or detected.other
    if detected.how == "nothing":
        seems = "The text has no letters that tell its language"
    else:
        seems = f"The text is in {name}, {_HOW[detected.how]}, confidence {detected.confidence:.2f}"
    return seems + ("." if name == lang else f"; it is analysed in {lang}.")


def _row(report: TokenReport) -> Iterator[str]:
    lemmas = report.token.lemmas
    counts = [f" ({count:,})" for count in report.documents] or [""] * len(lemmas)
    yield str(report.token.position)
    yield report.surface
    yield report.token.form
    yield ", ".join(lemma + count for lemma, count in zip(lemmas, counts, strict=True))
    yield report.source
    yield "stop" if report.stop else ""
    yield " ".join(report.names)
    yield ", ".join(report.synonyms)


def _as_json(detected: Detection, lang: Language, words: int, reports: list[TokenReport]) -> dict[str, Any]:
    return {
        "detected": {
            "lang": detected.lang or detected.other,
            "how": detected.how,
            "confidence": round(detected.confidence, 4),
        },
        "lang": lang,
        "words": words,
        "tokens": [
            {
                "surface": report.surface,
                "start": report.token.start,
                "end": report.token.end,
                "position": report.token.position,
                "form": report.token.form,
                "lemmas": list(report.token.lemmas),
                "from": report.source,
                "stop": report.stop,
                "names": list(report.names),
                "synonyms": list(report.synonyms),
                "documents": dict(zip(report.token.lemmas, report.documents, strict=False)),
            }
            for report in reports
        ],
    }
