"""A whole article with every word marked that a query matches: what the page of an article shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from index.articles.article import Article
from search.answer.answer import MarkedArticle, Passage
from search.hits.highlight import Marking
from search.hits.passages import Mark, best_start, marked

#: Characters of a body that are looked through for matches; what follows is shown without marks.
MOST_MARKED: Final = 200_000


def unmarked(article: Article) -> MarkedArticle:
    """Return ``article`` without marks."""
    return MarkedArticle(Passage(article.title), Passage(article.lead or ""), tuple(_paragraphs(article.body, ())))


def mark_article(article: Article, marking: Marking) -> MarkedArticle:
    """Return ``article`` with what ``marking`` marks."""
    lead = marked(article.lead or "", marking.all_marks("lead", article.lead or ""))
    marks = marking.all_marks("body", article.body[:MOST_MARKED])
    return MarkedArticle(
        title=marked(article.title, marking.all_marks("title", article.title)),
        lead=lead,
        paragraphs=tuple(_paragraphs(article.body, marks)),
        best=_best(lead, article.body, marks, marking),
    )


def _best(lead: Passage, body: str, marks: Sequence[Mark], marking: Marking) -> int:
    """Return the number of the first mark of the body's best passage, else the first of the lead."""
    if not marks:
        return min(1, len(lead.ranges))
    start = best_start(marks, marking.weights)
    before = _paragraphs(body, [mark for mark in marks if mark.start < start])
    return 1 + len(lead.ranges) + sum(len(passage.ranges) for passage in before)


def _paragraphs(body: str, marks: Sequence[Mark]) -> Iterator[Passage]:
    """Yield the paragraphs of a body, which line breaks separate, each with its marks; blank ones are left out."""
    lines = body.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    following = iter([*marks, None])
    mark = next(following)
    for (start, end), line in zip(pairwise(starts), lines, strict=True):
        inside = []
        while mark is not None and mark.start < end:
            inside.append(mark)
            mark = next(following)
        text = line.strip()
        if text:
            shift = start + len(line) - len(line.lstrip())
            yield marked(text, (_within(mark, shift, len(text)) for mark in inside))


def _within(mark: Mark, shift: int, length: int) -> Mark:
    return Mark(mark.start - shift, min(mark.end - shift, length), mark.units)
