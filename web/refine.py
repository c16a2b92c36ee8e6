"""How the results page lets a reader widen, narrow and leaf through an answer; every offer is a link."""

from __future__ import annotations

from calendar import monthrange
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
FACETS = {
    "section": lazy_gettext("Section"),
    "source": lazy_gettext("Outlet"),
    "tag": lazy_gettext("Tag"),
    "author": lazy_gettext("Author"),
}

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


def archive_periods(asked: SearchRequest, answer: SearchAnswer) -> list[Choice]:
    """Return the links to a year of the archive, or to a month where a year is chosen, newest first."""
    months = sorted((value.value for value in answer.facets.get("month", ())), reverse=True)
    if asked.from_date and asked.to_date and asked.from_date.year == asked.to_date.year:
        return [_month(asked, int(month[:4]), int(month[5:])) for month in months]
    return [_year(asked, year) for year in sorted({int(month[:4]) for month in months}, reverse=True)]


def _year(asked: SearchRequest, year: int) -> Choice:
    return Choice(str(year), search_url(asked, from_date=date(year, 1, 1), to_date=date(year, 12, 31)))


def _month(asked: SearchRequest, year: int, month: int) -> Choice:
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    current = (asked.from_date, asked.to_date) == (first, last)
    chosen = (date(year, 1, 1), date(year, 12, 31)) if current else (first, last)
    label = str(format_date(first, "LLLL y"))
    return Choice(label, search_url(asked, from_date=chosen[0], to_date=chosen[1]), current)


def capped(answer: SearchAnswer) -> bool:
    """Say whether there are more results than can be paged through."""
    total = answer.totals.stories if answer.request.group == "story" else answer.totals.documents
    return answer.pages * answer.request.page_size < total


def orders(asked: SearchRequest) -> list[Choice]:
    """Return the links that order the results; without a query there is no best match, and the newest come first."""
    browsing = not asked.q.strip()
    current = "newest" if browsing and asked.order_by == "relevance" else asked.order_by
    return [
        Choice(str(label), search_url(asked, order_by=order), order == current)
        for order, label in ORDERS.items()
        if not (browsing and order == "relevance")
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
