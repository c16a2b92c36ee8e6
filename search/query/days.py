"""Days as people type them, and the moments at which they begin in Kyiv."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from index.articles.dates import KYIV

_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?",
        r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})",
    )
)


def parse_day(text: str) -> date | None:
    """Return the day in ``text`` (2023-03-26, 26.03.2023), or the first day of its month or year; None otherwise."""
    for form in _FORMS:
        if match := form.fullmatch(text):
            year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def start_of(day: date) -> int:
    """Return the epoch second at which ``day`` begins in Kyiv."""
    return int(datetime(day.year, day.month, day.day, tzinfo=KYIV).timestamp())


def end_of(day: date) -> int | None:
    """Return the epoch second at which the next day begins in Kyiv; None after the last day that there is."""
    return None if day == date.max else start_of(day + timedelta(days=1))
