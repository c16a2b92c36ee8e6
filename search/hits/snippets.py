"""What is shown of a hit: the headline with its matching words marked, and the best passages of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.articles.article import Article
from search.answer.answer import Passage
from search.hits.highlight import Marking
from search.hits.passages import Mark, best_passages, marked


class Snippet(NamedTuple):
    """The whole headline, and passages from lead and body."""

    title: Passage
    body: tuple[Passage, ...]


def snippet(article: Article, marking: Marking, *, thorough: bool = True) -> Snippet:
    """Return what to show of an article that matches what ``marking`` marks.

    At least one range is marked when title, lead or body match; not ``thorough``, only when they match early.
    """
    title = marking.marks("title", article.title, needed=thorough)
    lead = article.lead or ""
    leading = marking.marks("lead", lead, needed=thorough)
    body = marking.marks("body", article.body, needed=thorough and not title and not leading)
    if article.body.startswith(lead) and body[: len(leading)] == leading:
        text, marks = article.body, body
    else:
        text, marks = f"{lead}\n{article.body}", [*leading, *_moved(body, len(lead) + 1)]
    return Snippet(marked(article.title, title), best_passages(text, marks, marking.weights))


def _moved(marks: Iterable[Mark], by: int) -> Iterator[Mark]:
    return (Mark(mark.start + by, mark.end + by, mark.units) for mark in marks)
