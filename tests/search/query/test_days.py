"""Days as typed, and where they begin."""

from __future__ import annotations

from datetime import date

import pytest

from search.query.days import end_of, parse_day, start_of


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2023-03-26", date(2023, 3, 26)),
        ("2023-3-6", date(2023, 3, 6)),
        ("26.03.2023", date(2023, 3, 26)),
        ("26/3/2023", date(2023, 3, 26)),
        ("2023-03", date(2023, 3, 1)),
        ("2023", date(2023, 1, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        *(
            (text, None)
            for text in ("", "2023-02-29", "2023-13", "31.04.2023", "0000", "99999", "today", "٢٠٢٣", "2023-")
        ),
    ],
)
def test_days(typed: str, day: date | None) -> None:
    assert parse_day(typed) == day


def test_days_begin_at_midnight_in_kyiv_in_winter_and_in_summer() -> None:
    assert start_of(date(2023, 1, 1)) == 1672524000  # 2022-12-31T22:00Z
    assert start_of(date(2023, 7, 1)) == 1688158800  # 2023-06-30T21:00Z


@pytest.mark.parametrize("day", [date.min, date(1970, 1, 1), date(9999, 12, 30)])
def test_a_day_ends_where_the_next_begins(day: date) -> None:
    assert end_of(day) - start_of(day) == 24 * 3600


def test_the_last_day_has_no_end() -> None:
    assert end_of(date.max) is None
