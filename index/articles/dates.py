"""Publication dates in the forms that sources write them, read without guessing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import numpy as np

from index.files.array_types import Longs

KYIV = ZoneInfo("Europe/Kyiv")

#: Months as they stand in dates: English, Ukrainian and Russian, nominative, genitive and abbreviated.
MONTH_FORMS = """
january jan січень січня січ январь января янв
february feb лютий лютого лют февраль февраля фев февр
march mar березень березня бер берез март марта мар
april apr квітень квітня кві квіт апрель апреля апр
may may травень травня тра трав май мая
june jun червень червня чер черв июнь июня июн
july jul липень липня лип июль июля июл
august aug серпень серпня сер серп август августа авг
september sep sept вересень вересня вер верес сентябрь сентября сен сент
october oct жовтень жовтня жов жовт октябрь октября окт
november nov листопад листопада лис лист ноябрь ноября ноя нояб
december dec грудень грудня гру груд декабрь декабря дек
"""
MONTHS = {form: number for number, line in enumerate(MONTH_FORMS.split("\n")[1:13], 1) for form in line.split()}

#: Days of the week in any case, whole and abbreviated.  They are recognised and ignored.
WEEKDAY_FORMS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
понеділ[а-яіїє]+ вівтор[а-яіїє]+ серед[а-яіїє]+ четвер[а-яіїє]* п['’ʼ]ятниц[а-яіїє]+ субот[а-яіїє]+ неділ[а-яіїє]+
понедельник[а-я]* вторник[а-я]* сред[а-я]+ четверг[а-я]* пятниц[а-я]+ суббот[а-я]+ воскресень[а-я]+
пн вт ср чт пт сб нд вс
"""

#: Zone names that news sites write after a time, in minutes east of Greenwich.  CST and IST mean several zones each and
#: are left out: a moment in a zone that is not here is not read.
ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180,
    "msk": 180, "мск": 180, "msd": 240, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "jst": 540,
}  # fmt: skip

FIRST_YEAR, LAST_YEAR = 1700, 2200  # outside lie placeholders such as 0001-01-01 and 9999-12-31


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


MONTH = rf"(?P<month>{_longest_first(MONTHS)})\.?"
WEEKDAY = rf"(?:(?:у|в|во|on)\s+)?(?:{'|'.join(sorted(WEEKDAY_FORMS.split(), key=len, reverse=True))})\.?"
YEAR = r"(?P<year>\d{4})(?!\d)"
YEAR_WORD = r"(?:\s*(?:року|рік|года|год|р\b\.?|г\b\.?))?"
TIME = (
    r"(?:[\s,|–—-]*(?:(?:at|о|об|в|у)\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    rf"\s*(?P<zone>(?:utc|gmt)?\s*[+-]\d{{1,2}}:?\d{{2}}\b|(?:{'|'.join(ZONES)})\b)?)?"
)
DAY_MONTH_YEAR = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+{YEAR}{YEAR_WORD}{TIME}"
MONTH_DAY_YEAR = rf"{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}{TIME}"
DOTTED = rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{YEAR}{YEAR_WORD}{TIME}"
YEAR_FIRST = rf"(?P<year>\d{{4}})[-./](?P<month>\d{{1,2}})[-./](?P<day>\d{{1,2}})(?:T|\b){TIME}"
SLASHED = rf"(?P<first>\d{{1,2}})[/-](?P<other>\d{{1,2}})[/-]{YEAR}{TIME}"
WRITTEN = [
    re.compile(rf"(?:{WEEKDAY},?\s+)?{form}", re.IGNORECASE)
    for form in (DAY_MONTH_YEAR, MONTH_DAY_YEAR, DOTTED, YEAR_FIRST, SLASHED)
]
ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?)?\Z")
#: Stamps without separators: ISO 8601 basic, GDELT, compact.
STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2}):?(\d{2}):?(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?\Z")
TIME_FIRST = re.compile(r"(\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?)\s*[,|–—-]?\s+(.*\d{4}.*)", re.IGNORECASE)
ZONE_NAME = re.compile(r"(?<=[\d\s])([a-zмск]{1,5})\Z", re.IGNORECASE)


def parse_date(value: object) -> datetime | None:
    """Read a date or a moment: text in any form a news source uses, or seconds or milliseconds since the epoch.

    A moment without a zone is Kyiv's; a date without a time is its midnight.  The answer is aware, with a fixed
    offset.  What cannot be read for certain (``2016``, ``01/04/63``, ``yesterday``) is None: nothing is guessed.
    """
    if isinstance(value, bool):
        return None
    try:
        moment = _from_epoch(value) if isinstance(value, int | float) else _from_text(str(value).strip())
        return _settle(moment) if moment else None
    except (ValueError, OverflowError, OSError):
        return None


def from_match(match: re.Match[str]) -> datetime:
    """Return the moment that a match of one of ``WRITTEN`` names.  Raises ValueError for one that does not exist."""
    parts = match.groupdict()
    day, month = _day_and_month(parts)
    hour = _hour(int(parts["hour"] or 0), parts["half"])
    moment = datetime(int(parts["year"]), month, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0))
    return moment.replace(tzinfo=_zone(parts["zone"]))


def _from_epoch(value: float) -> datetime | None:
    """Read seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size."""
    seconds = abs(value)
    for _ in range(3):
        if seconds >= 1e11:
            seconds /= 1000
    return datetime.fromtimestamp(math.copysign(seconds, value), UTC) if seconds >= 1e8 else None


def _from_text(text: str) -> datetime | None:
    if len(text) > 100:
        return None
    if ISO.match(text):
        return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d{2}:?\d{2}\Z)|\s*(?=Z\Z)", "", text))
    if text.isdecimal() and len(text) in (10, 13, 16, 19):
        return _from_epoch(int(text))
    if stamp := STAMP.match(text):
        *numbers, zone = stamp.groups()
        return datetime(*(int(number or 0) for number in numbers), tzinfo=_zone(zone))  # type: ignore[misc,arg-type]
    if first := TIME_FIRST.fullmatch(text):
        text = f"{first[2]} {first[1]}"
    for form in WRITTEN:
        if match := form.fullmatch(text):
            return from_match(match)
    return _from_mail(text) if re.search(r"\d{2}:\d{2}", text) else None


def _from_mail(text: str) -> datetime | None:
    """Read a date as mail has it (RFC 5322); one in a zone of another name than those above is not read."""
    name = ZONE_NAME.search(text)
    if name is None:
        return parsedate_to_datetime(text)
    if name[1].lower() not in ZONES:
        return None
    return parsedate_to_datetime(text[: name.start()].rstrip()).replace(tzinfo=_zone(name[1]))


def _day_and_month(parts: dict[str, str | None]) -> tuple[int, int]:
    """Read the day and the month; of two numbers with slashes one must be too large for a month."""
    if "first" in parts:
        first, other = int(parts["first"] or 0), int(parts["other"] or 0)
        if first <= 12 and other <= 12 and first != other:
            raise ValueError("the day and the month cannot be told apart")
        return (first, other) if other <= 12 else (other, first)
    month = str(parts["month"]).lower()
    return int(str(parts["day"])), MONTHS.get(month) or int(month)


def _hour(hour: int, half: str | None) -> int:
    return hour % 12 + 12 * (half.lower() == "p") if half else hour


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    text = name.lower().replace(" ", "")
    if text in ZONES:
        return timezone(timedelta(minutes=ZONES[text]))
    sign, digits = text.lstrip("utcgm")[0], re.sub(r"\D", "", text)
    offset = timedelta(hours=int(digits[:-2]), minutes=int(digits[-2:]))
    return timezone(-offset if sign == "-" else offset)


def _settle(moment: datetime) -> datetime:
    """Make a moment aware with a fixed offset, so that it compares and prints the same everywhere."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"no newspaper appeared in {moment.year}")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=KYIV)
    if abs(moment.timestamp()) < 86_400:
        raise ValueError("a clock that was never set")
    return moment.astimezone(timezone(moment.utcoffset() or timedelta()))


def calendar(earliest: int, latest: int) -> tuple[list[str], Longs]:
    """Return the names and the first seconds of the months of Kyiv from that of ``earliest`` to that of ``latest``."""
    first, last = (datetime.fromtimestamp(moment, UTC).astimezone(KYIV) for moment in (earliest, latest))
    months = [divmod(month, 12) for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
    starts = [int(datetime(year, month + 1, 1, tzinfo=KYIV).timestamp()) for year, month in months]
    return [f"{year:04}-{month + 1:02}" for year, month in months], np.array(starts, dtype=np.int64)
