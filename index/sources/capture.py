"""Plain-text captures of news pages: the article is found by the line with its date, the page's chrome left out.

The shape: menus, the headline, a line with authors, day and time, perhaps the headline again as a caption, the
text, appeals to the reader, headlines of other articles, a ticker of times and headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.articles.article import Article, Rejection
from index.articles.dates import DAY_MONTH_YEAR, DOTTED, MONTH_DAY_YEAR, WEEKDAY, YEAR_FIRST, from_match
from index.sources.capture_words import is_heading, is_insert, is_interruption
from index.sources.encoding import decode
from index.sources.record import Refused
from index.sources.source import Source

LONGEST_DATE_LINE = 200
SHORTEST_SENTENCE = 50
SHORTEST_HEADLINE = 15
LINES_ABOVE = 6  # between headline and date line at most
AFTER_DATE = r"\s*[|(—–·•-].{0,60}|\s+\d[\d\s]*"  # counters of readers and the like
DATE_LINES = [
    re.compile(
        rf"(?P<byline>.{{0,120}}?)(?:{WEEKDAY},?\s+)?(?<!\d){form}(?P<rest>{AFTER_DATE})?",
        re.IGNORECASE,
    )
    for form in (DAY_MONTH_YEAR, MONTH_DAY_YEAR, DOTTED, YEAR_FIRST)
]
TIME_AND_YEAR = re.compile(r"\d{4}.*\d[:.]\d{2}|\d[:.]\d{2}.*\d{4}")
TICKER = re.compile(r"\d{1,2}:\d{2}(?:\s+\S.*)?")
SENTENCE_END = re.compile(r"""[.!…:;][)"'»”’]*\Z""")
QUESTION_END = re.compile(r"""\?[)"'»”’]*\Z""")
LIST_ITEM = re.compile(r"[-–—•*·]|\d+[.)]")
PERSON = re.compile(r"[^\W\d_a-zа-яіїєґё][\w.’'ʼ-]+(?:,?\s+(?:(?:and|та|і|й|и)\s+)?[^\W\d_a-zа-яіїєґё][\w.’'ʼ-]+){1,5}")
BARE_URL = re.compile(r"https?://\S+")


class DateLine(NamedTuple):
    """Where the line with the date stands, what it says of the author, and the moment as ISO 8601."""

    number: int
    byline: str
    published: str


def read_capture(source: Source) -> Iterator[Article | Rejection]:
    """Give the article of a page capture.  Raises Refused for a text that has not its shape."""
    yield source.article(article_in(decode(source.whole("capture_bytes"))), "")


def article_in(text: str) -> dict[str, object]:
    """Return the record of the article in a page's text.  Raises Refused when there is none."""
    lines = [" ".join(line.split()) for line in text.replace("\0", "").splitlines()]
    date = _find_date_line(lines)
    if date is None:
        raise Refused("not-an-article", "It is plain text, and no line of it has a headline's date and time.")
    above = [line for line in lines[max(0, date.number - LINES_ABOVE) : date.number] if _says_something(line)]
    below = [line for line in lines[date.number + 1 :] if line]
    title, author = _headline(above, below, named=bool(date.byline))
    body = list(_body(below, title))
    if not title or not body:
        raise Refused("not-an-article", "It is plain text without a headline above a date line and a text below it.")
    url = next((line for line in lines[: date.number] if BARE_URL.fullmatch(line)), None)
    return {
        "title": title,
        "authors": date.byline or author,
        "published": date.published,
        "body": "\n\n".join(_without_headlines(body)),
        "url": url,
    }


def _find_date_line(lines: list[str]) -> DateLine | None:
    for number, line in enumerate(lines):
        if len(line) <= LONGEST_DATE_LINE and TIME_AND_YEAR.search(line):
            for form in DATE_LINES:
                match = form.fullmatch(line)
                if match and match["hour"] and (found := _date_line(number, match)):
                    return found
    return None


def _date_line(number: int, match: re.Match[str]) -> DateLine | None:
    try:
        published = from_match(match).isoformat()
    except ValueError:
        return None
    return DateLine(number, match["byline"].strip(" \t,|—–·•-"), published)


def _headline(above: list[str], below: list[str], *, named: bool) -> tuple[str, str]:
    """Return the headline and, if it has a line of its own under the headline, the author.

    The line that is repeated as a caption under the date is the headline for certain; otherwise the nearest one.
    """
    captions = [line for line in below[:3] if len(line) >= SHORTEST_HEADLINE]
    for place, line in reversed(list(enumerate(above))):
        if any(_repeats(caption, line) for caption in captions):
            author = " ".join(above[place + 1 :])
            return line, author if PERSON.fullmatch(author) else ""
    if not above:
        return "", ""
    last, before = above[-1], above[-2] if len(above) > 1 else ""
    if not named and PERSON.fullmatch(last) and len(before) > max(30, len(last)):
        return before, last
    return last, ""


def _body(lines: list[str], title: str) -> Iterator[str]:
    """Give the paragraphs between the date line and whatever follows the article."""
    begun, skip = False, 0
    for number, line in enumerate(lines):
        following = lines[number + 1 : number + 4]
        if number < skip or is_insert(line) or (not begun and _is_preamble(line, title)):
            continue
        if is_interruption(line):
            skip = number + 1 + _lines_until_text(following)
            if skip > number + len(following):
                return
        elif is_heading(line) or _is_ticker(line, following):
            return
        elif _says_something(line):
            begun = True
            yield line


def _is_preamble(line: str, title: str) -> bool:
    """Tell what may stand between date and text: the headline as a caption, buttons, an advertisement's label."""
    return _repeats(line, title) or is_heading(line) or is_interruption(line)


def _lines_until_text(lines: list[str]) -> int:
    """Count the lines before the next whole sentence; all of them when there is none."""
    for number, line in enumerate(lines):
        if is_heading(line) or TICKER.fullmatch(line):
            break
        if len(line) >= SHORTEST_SENTENCE and SENTENCE_END.search(line) and not is_interruption(line):
            return number
    return len(lines)


def _is_ticker(line: str, following: list[str]) -> bool:
    alone = len(line) <= 5
    return TICKER.fullmatch(line) is not None and (alone or any(map(TICKER.fullmatch, following)))


def _says_something(line: str) -> bool:
    """Tell a line from an empty one, a rule and a counter of readers."""
    return any(character.isalpha() for character in line) and not BARE_URL.fullmatch(line)


def _without_headlines(paragraphs: list[str]) -> list[str]:
    """Leave out the headlines of other articles at the end: two lines or more that end in no full stop."""
    end = len(paragraphs)
    while end and not SENTENCE_END.search(paragraphs[end - 1]) and not LIST_ITEM.match(paragraphs[end - 1]):
        end -= 1
    while end < len(paragraphs) and QUESTION_END.search(paragraphs[end]):
        end += 1
    return paragraphs[:end] if end and len(paragraphs) - end >= 2 else paragraphs


def _repeats(caption: str, title: str) -> bool:
    """Tell a caption that has no other words than the headline."""
    words = set(re.findall(r"\w+", caption.casefold()))
    return bool(words) and words <= set(re.findall(r"\w+", title.casefold()))
