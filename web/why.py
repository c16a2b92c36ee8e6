"""Why a result is there, for people: the values of ``search.answer.explanation`` in the language of the interface."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import format_decimal, format_timedelta, gettext, lazy_gettext, ngettext
from markupsafe import Markup

from index.articles.article import Language
from index.language import fold
from search.answer.answer import Hit
from search.answer.explanation import Coordination, Explanation, Part, Place
from web.refine import FACETS

#: Field of the text, but the body → where a word is.
WHERE = {
    "title": lazy_gettext("in the headline"),
    "lead": lazy_gettext("in the introduction"),
    "authors": lazy_gettext("among the authors"),
}

#: Origin of a term → what it is to the word of the query.
ORIGINS = {
    "form": lazy_gettext("another form"),
    "prefix": lazy_gettext("begins like this"),
    "similar": lazy_gettext("a similar word"),
    "slip": lazy_gettext("may have been meant"),
    "spelling": lazy_gettext("the name spelled otherwise"),
    "synonym": lazy_gettext("a synonym"),
    "kin": lazy_gettext("a word of the same root"),
}
TRANSLATED = {
    "uk": lazy_gettext("translated into Ukrainian"),
    "ru": lazy_gettext("translated into Russian"),
    "en": lazy_gettext("translated into English"),
}


#: A smaller factor for being recent is not worth a line.
TELLING = 1.005


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the score: the words of the query, where they are, and what that adds."""

    query: str
    places: Markup
    points: str


@dataclass(frozen=True, slots=True)
class Why:
    """Rows whose points add up to ``total``; sentences on the factors in them."""

    rows: tuple[Row, ...]
    factors: tuple[str, ...]
    total: str

    def sentences(self) -> list[str]:
        """Return all of it as plain text."""
        rows = (f"{row.query} – {row.places.striptags()}: {row.points}" for row in self.rows)
        return [*rows, *self.factors, self.total]


def why(hit: Hit) -> Why | None:
    """Return why ``hit`` is a result, None when that was not asked."""
    explanation = hit.explanation
    if explanation is None:
        return None
    points = _points(part.score for part in explanation.parts)
    rows = (_row(part, number, hit.article.lang) for part, number in zip(explanation.parts, points, strict=True))
    return Why(tuple(rows), tuple(_factors(explanation, hit)), _total(explanation))


def _points(scores: Iterable[float]) -> Iterator[str]:
    """Yield the scores rounded so that they add up to their rounded sum."""
    total = shown = 0.0
    for score in scores:
        total += score
        yield _number(round(round(total, 2) - shown, 2) + 0.0)
        shown = round(total, 2)


def _row(part: Part, points: str, lang: Language) -> Row:
    if part.kind == "condition":
        return Row(str(FACETS[part.query]), _words(part.places[0].written, lang), points)
    places = Markup("; ").join(_place(place, part, lang) for place in part.places)
    query = gettext("“%(word)s”", word=part.query) if part.kind != "word" else part.query
    if part.kind == "near":
        query = gettext("%(words)s close together", words=query)
    return Row(query, places, points)


def _place(place: Place, part: Part, lang: Language) -> Markup:
    """Return where the words are, how they are written there, and why that is."""
    words = _words(place.written, lang)
    label = TRANSLATED[lang] if place.origin == "translation" else ORIGINS[place.origin]
    if part.kind == "word" and not (place.origin == "form" and _as_typed(place, part)):
        words += Markup(" ({})").format(label)
    return Markup("{}: {}").format(_where(place), words)


def _where(place: Place) -> str:
    if place.field in WHERE:
        return str(WHERE[place.field])
    count = format_decimal(place.count)
    return str(ngettext("in %(count)s place of the text", "in %(count)s places of the text", place.count, count=count))


def _as_typed(place: Place, part: Part) -> bool:
    return {fold(word) for word in place.written} <= {fold(part.query.lstrip("="))}


def _words(words: Iterable[str], lang: Language) -> Markup:
    return Markup(", ").join(Markup('<b lang="{}">{}</b>').format(lang, word) for word in words)


def _factors(explanation: Explanation, hit: Hit) -> Iterator[str]:
    for row in explanation.coordinations:
        yield _coordination(row)
    published = hit.article.published
    if published is not None and explanation.freshness >= TELLING:
        age = timedelta(seconds=max(0.0, time.time() - published.timestamp()))
        ago = format_timedelta(-age, granularity="hour", add_direction=True)
        yield gettext("published %(ago)s: × %(factor)s", ago=ago, factor=_factor(explanation.freshness))


def _coordination(row: Coordination) -> str:
    return str(
        gettext(
            "words found: %(matched)s of %(words)s (not here: %(missing)s): × %(factor)s",
            matched=row.matched,
            words=row.words,
            missing=", ".join(row.missing),
            factor=_factor(row.value),
        )
    )


def _total(explanation: Explanation) -> str:
    score = _number(explanation.score)
    if not explanation.counted:
        return str(
            gettext("This article is too long for its words to be counted here.  It scores %(score)s.", score=score)
        )
    if not any(part.score for part in explanation.parts):
        return str(gettext("Nothing in the query adds to the score."))
    if explanation.coordinations or explanation.freshness >= TELLING:
        return str(gettext("Together %(score)s, with these factors already in the numbers.", score=score))
    return str(gettext("Together %(score)s.", score=score))


def _number(value: float) -> str:
    return str(format_decimal(value, "0.00"))


def _factor(value: float) -> str:
    return str(format_decimal(value, "0.00#"))
