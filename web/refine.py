"""How the results page lets a reader widen, narrow and leaf through an answer; every offer is a link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import format_date, gettext, lazy_gettext

from index.articles.dates import KYIV
from search.answer.answer import SearchAnswer, SearchRequest
from web.languages import NATIVE_NAMES
from web.links import search_url, toggled_url

#: The facets that are filters, in the order of the page, with their headings.
FACETS = {"section": lazy_gettext("Section"), "tag": lazy_gettext("Tag"), "author": lazy_gettext("Author")}

ORDERS = {
    "relevance": lazy_gettext("Best match"),
    "newest": lazy_gettext("Newest"),
    "oldest": lazy_gettext("Oldest"),
}

#: Days back from today, and what that is called.
PERIODS = (
    (7, lazy_gettext("Past week")),
    (31, lazy_gettext("Past month")),
    (365, lazy_gettext("Past year")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link: what it says, where it leads, and whether it is what is shown now."""

    label: str
    url: str
    current: bool = False
    lang: str = ""


def active_filters(asked: SearchRequest) -> list[Choice]:
    """Return each filter in force, with the link that takes it off."""
    return [*_languages(asked), *_dates(asked), *_values(asked)]


def _languages(asked: SearchRequest) -> Iterator[Choice]:
    if set(asked.lang) != set(NATIVE_NAMES):
        names = ", ".join(NATIVE_NAMES[lang] for lang in asked.lang)
        yield Choice(names, search_url(asked, lang=tuple(NATIVE_NAMES)))


def _dates(asked: SearchRequest) -> Iterator[Choice]:
    if asked.from_date:
        yield Choice(gettext("from %(day)s", day=long_date(asked.from_date)), search_url(asked, from_date=None))
    if asked.to_date:
        yield Choice(gettext("until %(day)s", day=long_date(asked.to_date)), search_url(asked, to_date=None))


def _values(asked: SearchRequest) -> Iterator[Choice]:
    for attribute, heading in FACETS.items():
        for value in getattr(asked, attribute):
            yield Choice(f"{heading}: {value}", toggled_url(asked, attribute, value))


def without_filters(asked: SearchRequest) -> str:
    """Return the results of the query alone."""
    return search_url(SearchRequest(q=asked.q))


def long_date(day: date) -> str:
    """Return a day such as "26 березня 2023"."""
    return str(format_date(day, "d MMMM y"))


def recent_periods(asked: SearchRequest) -> list[Choice]:
    """Return the links that keep to recent news."""
    today = datetime.now(KYIV).date()
    return [_period(asked, str(label), today - timedelta(days)) for days, label in PERIODS]


def _period(asked: SearchRequest, label: str, first: date) -> Choice:
    current = asked.from_date == first and asked.to_date is None
    return Choice(label, search_url(asked, from_date=None if current else first, to_date=None), current)


def orders(asked: SearchRequest) -> list[Choice]:
    """Return the links that order the results."""
    return [
        Choice(str(label), search_url(asked, order_by=order), order == asked.order_by)
        for order, label in ORDERS.items()
    ]


def page_numbers(answer: SearchAnswer) -> list[int | None]:
    """Return the pages to link: the first, the last, those around the current one; None where some are left out."""
    near = {1, answer.pages, *range(answer.request.page - 1, answer.request.page + 2)}
    numbers = sorted(number for number in near if 1 <= number <= answer.pages)
    return [item for pair in zip([0, *numbers], numbers, strict=False) for item in _step(*pair)]


def _step(before: int, number: int) -> list[int | None]:
    if number == before + 2:
        return [before + 1, number]
    return [number] if number == before + 1 else [None, number]


def template_values() -> dict[str, Any]:
    """Return what the templates need of this module."""
    return {"orders": orders, "facet_headings": FACETS, "without_filters": without_filters}
