"""What is shown of a hit: the headline with its matching words marked, and the best passages of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from index.articles.article import Article
from index.articles.schema import TEXTS
from search.answer.answer import Passage
from search.hits.highlight import Marking
from search.hits.passages import Mark, best_passages, marked

_ABOVE: Final = tuple(row for row in TEXTS if row.above)


class Snippet(NamedTuple):
    """The whole headline, and passages from the body and the texts above it."""

    title: Passage
    body: tuple[Passage, ...]


def snippet(article: Article, marking: Marking, *, thorough: bool = True) -> Snippet:
    """Return what to show of an article that matches what ``marking`` marks.

    At least one range is marked when any of these texts matches; not ``thorough``, only when they match early.
    """
    title = marking.marks("title", article.title, needed=thorough)
    parts = [
        (text, marking.marks(row.name, text, needed=thorough)) for row in _ABOVE for text in row.texts(article) if text
    ]
    found = title or any(marks for _, marks in parts)
    body = marking.marks("body", article.body, needed=thorough and not found)
    parts = [part for part in parts if not _begins_with(article.body, body, *part)]
    text, marks = _joined([*parts, (article.body, body)])
    return Snippet(marked(article.title, title), best_passages(text, marks, marking.weights))


def _begins_with(body: str, marks: Sequence[Mark], text: str, its: Sequence[Mark]) -> bool:
    """Say whether a body begins with a text and is marked there as the text is."""
    return body.startswith(text) and list(marks[: len(its)]) == list(its)


def _joined(parts: Iterable[tuple[str, Sequence[Mark]]]) -> tuple[str, list[Mark]]:
    """Return texts as lines of one, and their marks in it."""
    lines: list[str] = []
    marks: list[Mark] = []
    start = 0
    for text, its in parts:
        marks += _moved(its, start)
        lines.append(text)
        start += len(text) + 1
    return "\n".join(lines), marks


def _moved(marks: Iterable[Mark], by: int) -> Iterator[Mark]:
    return (Mark(mark.start + by, mark.end + by, mark.units) for mark in marks)
