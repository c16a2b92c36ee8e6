"""``poshuk vocabulary``: the words of the live index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import click

from index.articles.article import LANGUAGES, Language
from index.articles.schema import TEXT_FIELDS, exact_field
from index.commands.common import AdminCommand, data_option, engine_option
from index.language import prefix_fold
from search.commands.oddities import is_unknown, oddities
from search.commands.opened import opened
from search.commands.terminal import show_json, show_table
from search.engines.base import Snapshot

#: More terms than any index has: all are looked through.
_ALL: Final = 1 << 40


class Term(NamedTuple):
    """A term of a language's index, in how many documents it is, and what is odd about it."""

    lang: Language
    term: str
    documents: int
    notes: tuple[str, ...] = ()


@click.command(cls=AdminCommand)
@click.option("--lang", type=click.Choice(LANGUAGES), multiple=True, help="Only this language; may be repeated.")
@click.option("--field", type=click.Choice(TEXT_FIELDS), default="body", show_default=True)
@click.option("--prefix", default="", help="Only what begins so.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=30, show_default=True, help="How many to show of a language."
)
@click.option("--unknown", is_flag=True, help="Forms as written that the dictionary does not have (uk and ru).")
@click.option("--odd", is_flag=True, help="Forms of two scripts, with digits within, very long, of one letter, …")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@data_option
@engine_option
def vocabulary(
    lang: tuple[Language, ...],
    field: str,
    prefix: str,
    limit: int,
    as_json: bool,
    data: Path,
    engine: str,
    **kind: bool,
) -> None:
    """List the most frequent lemmas of the live index, or its unknown or odd forms.

    Each comes with the number of documents that have it in the field.
    """
    wanted = lang or LANGUAGES
    start = prefix_fold(prefix)
    if prefix and not start.isprintable():
        raise click.BadParameter("that is not the beginning of a word.", param_hint="--prefix")
    with opened(data, engine) as (manifest, snapshot):
        terms = [
            term
            for code in wanted
            for term in islice(terms_of(snapshot, code, field, start, limit, **kind), limit)
        ]  # fmt: skip
    if as_json:
        show_json({"generation": manifest.name, "field": field, "terms": [term._asdict() for term in terms]})
        return
    if kind["unknown"] and "en" in wanted:
        click.echo("English has a stemmer and no dictionary: none of its forms is unknown.", err=True)
    _show(terms)


def terms_of(
    snapshot: Snapshot, lang: Language, field: str, prefix: str, limit: int, *, unknown: bool, odd: bool
) -> Iterator[Term]:
    """Yield lemmas, or the forms that are unknown or odd or both, most frequent first."""
    if not unknown and not odd:
        found = snapshot.terms_with_prefix(lang, field, prefix, limit)
        return (Term(lang, term, count) for term, count in found)
    forms = snapshot.terms_with_prefix(lang, exact_field(field), prefix, _ALL)
    noted = ((form, count, _notes(form, lang, unknown=unknown, odd=odd)) for form, count in forms)
    return (Term(lang, *row) for row in noted if row[2])


def _notes(form: str, lang: Language, *, unknown: bool, odd: bool) -> tuple[str, ...]:
    return (
        *(("unknown",) if unknown and is_unknown(form, lang) else ()),
        *(oddities(form, lang) if odd else ()),
    )


def _show(terms: Iterable[Term]) -> None:
    rows = [(term.lang, f"{term.documents:,}", term.term, ", ".join(term.notes)) for term in terms]
    if not rows:
        click.echo("There is no such word in the index.")
        return
    show_table(("lang", "documents", "word", ""), rows, right=(1,))
