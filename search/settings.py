"""Every limit of a search, in one table: name, default and one sentence.

``POSHUK_<NAME>`` in the environment overrides a row.  ``python -m search.settings`` prints the table as Markdown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

import click

PREFIX = "POSHUK_"


def _row(default: Any, sentence: str) -> Any:
    return field(default=default, metadata={"sentence": sentence})


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits of a search; each field is a row of the table."""

    query_characters: int = _row(256, "The longest query, in characters.")
    query_terms: int = _row(32, "The most words in a query, those in quotes included.")
    pasted_characters: int = _row(
        1_000, "The longest pasted text that is read; its most telling words make a query within the limits above."
    )
    query_depth: int = _row(8, "The deepest nesting of parentheses in a query.")
    sentence_words: int = _row(
        6, "From so many bare words in a row a query reads as a pasted sentence: its AND, OR, NOT are words."
    )
    prefix_letters: int = _row(3, "The fewest letters or digits before * in a word.")
    expansions: int = _row(200, "The most words that all the * of a query may stand for in one language.")
    fuzzy_edits: int = _row(2, "The most edits that ~ may ask for.")
    fuzzy_letters: int = _row(3, "The fewest letters of a word with ~; a shorter one is read as a plain word.")
    fuzzy_words: int = _row(8, "The most words with ~ of a query.")
    fuzzy_expansions: int = _row(
        50, "The most similar words that a word with ~ stands for, nearest and most frequent first."
    )
    slop: int = _row(20, 'The most further positions that a phrase may take, as in "a b"~5.')
    postings: int = _row(5_000_000, "The most postings that a query may have to read, known before any is read.")
    deadline_seconds: float = _row(1.0, "After so long a search answers with what it has found, marked as partial.")
    results_window: int = _row(10_000, "The deepest result that can be asked for: page times page size.")
    page_size: int = _row(100, "The most results on a page.")
    explained_characters: int = _row(
        200_000, "Words are counted for explanations in so many characters of articles; scores beyond go unexplained."
    )
    facet_values: int = _row(20, "The most values counted for a facet.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the defaults overridden by ``POSHUK_<NAME>``; ValueError names a variable that is not a number."""
        return cls(
            **{row.name: _number(row, environment[row.variable]) for row in LIMITS if row.variable in environment}
        )


class Limit(NamedTuple):
    """A row of the table."""

    name: str
    default: int | float
    sentence: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides the row."""
        return PREFIX + self.name.upper()


def _limits() -> Iterator[Limit]:
    for row in fields(Settings):
        default: Any = row.default
        yield Limit(row.name, default, row.metadata["sentence"])


LIMITS: tuple[Limit, ...] = tuple(_limits())


def _number(row: Limit, text: str) -> Any:
    kind = type(row.default)
    try:
        number = kind(text)
    except ValueError:
        number = kind(0)
    if not 0 < number < float("inf"):
        noun = "whole number" if kind is int else "number"
        raise ValueError(f"{row.variable} must be a {noun} above zero, not {text!r}.")
    return number


def markdown() -> str:
    """Return the table for the README."""
    rows = [f"| `{row.variable}` | {row.default} | {row.sentence} |" for row in LIMITS]
    return "\n".join(["| variable | default | what it limits |", "|---|---|---|", *rows])


if __name__ == "__main__":
    click.echo(markdown())
