"""The text of an article as HTML: each match of the query in a mark, with links to the matches before and after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask_babel import gettext
from markupsafe import Markup, escape

from search.answer.answer import MarkedArticle, Passage
from web.languages import interface_language

#: Matches that have an address of their own; the others are marked only.
MOST_LINKED = 500


#: A match, and where it can be left for its neighbours; the stylesheet shows these while the match is the target.
MATCH = Markup(
    '<mark id="match-{number}">{word}</mark>'
    '<span class="jump" lang="{ui}">{previous} {number}\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}{count} {following}</span>'
)
JUMP = Markup('<a href="#match-{number}" aria-label="{label}">{arrow}</a>')


class MarkedText(NamedTuple):
    """An article's texts as HTML, how many matches have an address, and the one to begin with, 0 when there is none."""

    title: Markup
    lead: Markup
    paragraphs: tuple[Markup, ...]
    matches: int
    best: int


def marked_text(article: MarkedArticle) -> MarkedText:
    """Return the texts of ``article``; the match number n below the headline has the id ``match-n``."""
    count = min(article.count, MOST_LINKED)
    best = article.best if article.best <= count else min(1, count)
    lead, *paragraphs = _numbered((article.lead, *article.paragraphs), count, best)
    return MarkedText(marked(article.title), lead, tuple(paragraphs), count, best)


def marked(passage: Passage) -> Markup:
    """Return a passage as HTML: the text escaped, its ranges in ``<mark>``."""
    return _joined(passage, iter(Markup("<mark>{}</mark>").format(word) for word in _words(passage)))


def _numbered(passages: tuple[Passage, ...], count: int, best: int) -> Iterator[Markup]:
    number = 0
    for passage in passages:
        first, number = number + 1, number + len(passage.ranges)
        yield _joined(passage, (_mark(word, at, count, best) for at, word in enumerate(_words(passage), first)))


def _words(passage: Passage) -> Iterator[str]:
    return (passage.text[start:stop] for start, stop in passage.ranges)


def _mark(word: str, number: int, count: int, best: int) -> Markup:
    if number > count:
        return Markup("<mark>{}</mark>").format(word)
    previous = JUMP.format(number=number - 1, label=gettext("Previous match"), arrow="↑") if number > 1 else ""
    following = JUMP.format(number=number + 1, label=gettext("Next match"), arrow="↓") if number < count else ""
    begin = Markup('<span id="best"></span>') if number == best else Markup("")
    return begin + MATCH.format(
        number=number, word=word, ui=interface_language(), previous=previous, count=count, following=following
    )


def _joined(passage: Passage, marks: Iterator[Markup]) -> Markup:
    pieces = []
    done = 0
    for (start, stop), mark in zip(passage.ranges, marks, strict=True):
        pieces += [escape(passage.text[done:start]), mark]
        done = stop
    return Markup("").join([*pieces, escape(passage.text[done:])])
