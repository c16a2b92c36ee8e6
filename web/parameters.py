"""The parameters of a search: one table for reading them, for writing links and for the OpenAPI document.

Names follow the Guardian's content API where it has them.  A parameter without text counts as not given.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property, partial
from typing import Any, cast

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from index.articles.article import LANGUAGES
from index.articles.schema import KEYWORD_FIELDS
from index.language import fold
from search.answer.answer import SearchRequest
from search.errors import ParameterError
from web.service import search_limits

SWITCH = {"on": True, "1": True, "true": True, "off": False, "0": False, "false": False}
DAY_FORM = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YEARS = range(1900, 3000)
VALUES_AT_MOST = 20
VALUE_LENGTH = 200


class BadParameters(Exception):
    """Parameters that are not of their form: all of them, not only the first."""

    def __init__(self, errors: Iterable[ParameterError]) -> None:
        self.errors = tuple(errors)
        super().__init__(" ".join(map(str, self.errors)))


def read_text(text: str) -> str:
    """Return the text as it is."""
    return text


def read_whole(text: str, limit: str) -> int:
    """Return a number in ASCII digits, from 1 to the row ``limit`` of the limits table."""
    most = getattr(search_limits(), limit)
    if text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= most:
        return int(text)
    raise ValueError(gettext("must be a whole number from 1 to %(most)s", most=most))


def read_day(text: str) -> date:
    """Return a day written as 2023-03-26."""
    try:
        day = date.fromisoformat(text) if DAY_FORM.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise ValueError(gettext("must be a day between 1900 and 2999, written like 2023-03-26"))
    return day


def read_choice(text: str, choices: tuple[str, ...]) -> str:
    """Return ``text`` if it is one of ``choices``."""
    if text not in choices:
        raise ValueError(gettext("must be one of: %(choices)s", choices=", ".join(choices)))
    return text


def read_switch(text: str) -> bool:
    """Return whether ``text`` means on."""
    return SWITCH[read_choice(text, tuple(SWITCH))]


def read_value(text: str) -> str:
    """Return a filter's value, stripped."""
    if len(text) > VALUE_LENGTH:
        raise ValueError(gettext("must have at most %(most)s characters", most=VALUE_LENGTH))
    return text.strip()


def write_switch(value: bool) -> str:
    """Return ``on`` or ``off``."""
    return "on" if value else "off"


@dataclass(frozen=True)
class Parameter:
    """A row of the table.

    ``read`` turns one text into a value and raises ValueError with the second half of a sentence.  ``schema`` is JSON
    Schema for one value, ``limit`` the row of the limits table that is its maximum.  A parameter with ``many`` may be
    repeated; one with ``commas`` also takes a list in one text.
    """

    name: str
    read: Callable[[str], Any]
    schema: dict[str, Any]
    sentence: str
    write: Callable[[Any], str] = str
    many: bool = False
    commas: bool = False
    limit: str = ""

    @cached_property
    def attribute(self) -> str:
        """The name of the attribute of SearchRequest."""
        return self.name.replace("-", "_")

    @cached_property
    def default(self) -> Any:
        """What SearchRequest takes when the parameter is not given."""
        return DEFAULTS[self.attribute]

    def value(self, texts: list[str]) -> Any:
        """Return what the given texts stand for, the default when there are none."""
        pieces = [piece for text in texts for piece in (text.split(",") if self.commas else [text])]
        given = [piece for piece in pieces if piece.strip()]
        if not given:
            return self.default
        if self.many:
            return self._values(given)
        if len(given) > 1:
            raise ValueError(gettext("must be given once"))
        return self.read(given[0])

    def _values(self, given: list[str]) -> tuple[Any, ...]:
        if len(given) > VALUES_AT_MOST:
            raise ValueError(gettext("must be given at most %(most)s times", most=VALUES_AT_MOST))
        return tuple(dict.fromkeys(map(self.read, given)))

    def texts(self, value: Any) -> list[str]:
        """Return the texts that stand for ``value``; none for the default."""
        if value == self.default:
            return []
        if self.commas:
            return [",".join(map(self.write, value))]
        return [self.write(item) for item in (value if self.many else [value])]


DEFAULTS = {field.name: field.default for field in fields(SearchRequest)}


def whole(limit: str) -> dict[str, Any]:
    """Return the keywords of a parameter that is a number from 1 to the row ``limit`` of the limits table."""
    return {"read": partial(read_whole, limit=limit), "schema": {"type": "integer", "minimum": 1}, "limit": limit}


def choice(*choices: str) -> dict[str, Any]:
    """Return the keywords of a parameter that is one of ``choices``."""
    return {"read": partial(read_choice, choices=choices), "schema": {"type": "string", "enum": list(choices)}}


DAY: dict[str, Any] = {"read": read_day, "schema": {"type": "string", "format": "date"}}
VALUE: dict[str, Any] = {"read": read_value, "schema": {"type": "string", "maxLength": VALUE_LENGTH}, "many": True}
ON_OFF: dict[str, Any] = {
    "read": read_switch,
    "schema": {"type": "string", "enum": list(SWITCH)},
    "write": write_switch,
}

PARAMETERS = (
    Parameter("q", read_text, {"type": "string"}, "The query; see the query language.  Without it: all articles."),
    Parameter("lang", **choice(*LANGUAGES), sentence="Languages to search in.", many=True, commas=True),
    Parameter("from-date", **DAY, sentence="First day of publication, in Kyiv time."),
    Parameter("to-date", **DAY, sentence="Last day of publication, in Kyiv time."),
    *(Parameter(name, **VALUE, sentence=f"{name.capitalize()}; any of the given ones.") for name in KEYWORD_FIELDS),
    Parameter("order-by", **choice("relevance", "newest", "oldest"), sentence="Order of the hits."),
    Parameter("prefer", **choice(*LANGUAGES), sentence="Language in which a story is shown where it matches as well."),
    Parameter("page", **whole("results_window"), sentence="Page of the answer, from 1."),
    Parameter("page-size", **whole("page_size"), sentence="Hits on a page."),
    Parameter("group", **choice("story", "none"), sentence="Whether the versions of a story make one hit."),
    Parameter("facets", **ON_OFF, sentence="Whether to count facets."),
    Parameter("cross", **ON_OFF, sentence="Whether words also match their translations."),
    Parameter("translit", **ON_OFF, sentence="Whether names also match their other spellings across scripts."),
    Parameter("repair", **ON_OFF, sentence="Whether a query that finds poorly is repaired, or searched as typed."),
    Parameter("synonyms", **ON_OFF, sentence="Whether words also match the synonyms of the archive's own file."),
    Parameter("explain", **ON_OFF, sentence="Whether to say how each score came about."),
    Parameter("why", read_text, {"type": "string"}, "The id of a hit: to say how its score came about."),
)
NAMES = tuple(parameter.name for parameter in PARAMETERS)


def search_request(arguments: MultiDict[str, str], strict: bool) -> SearchRequest:
    """Return the request that ``arguments`` ask for; BadParameters names everything that is wrong with them.

    ``strict`` refuses parameters that there are not: a program's misspelled filter must not pass for no filter.
    """
    errors = unknown(arguments) if strict else []
    values: dict[str, Any] = {}
    for parameter in PARAMETERS:
        try:
            values[parameter.attribute] = parameter.value(arguments.getlist(parameter.name))
        except ValueError as reason:
            errors.append(ParameterError(parameter.name, f"{parameter.name} {reason}."))
    if not errors:
        errors = contradictions(values)
    if errors:
        raise BadParameters(errors)
    return SearchRequest(**values)


def suggest_request(arguments: MultiDict[str, str]) -> SearchRequest:
    """Return the beginning of a query and the languages to complete it in; BadParameters names what is wrong."""
    allowed = ("q", "lang", "format")
    sentences = {
        name[:50]: f"There is no parameter {name[:50]}; there are: {', '.join(allowed)}." for name in arguments
    }
    errors = [ParameterError(name, sentence) for name, sentence in sentences.items() if name not in allowed]
    if errors:
        raise BadParameters(errors)
    return search_request(MultiDict((k, v) for k, v in arguments.items(multi=True) if k != "format"), strict=True)


def readable_request(arguments: MultiDict[str, str]) -> SearchRequest:
    """Return what can be read of ``arguments``, for the form of an error page; the rest is as if not given."""
    values: dict[str, Any] = {}
    for parameter in PARAMETERS:
        with suppress(ValueError):
            values[parameter.attribute] = parameter.value(arguments.getlist(parameter.name))
    return replace(SearchRequest(**values), page=1)


def unknown(arguments: MultiDict[str, str]) -> list[ParameterError]:
    """Return an error for each parameter that there is not."""
    return [ParameterError(name[:50], unknown_sentence(name[:50])) for name in arguments if name not in NAMES]


def unknown_sentence(name: str) -> str:
    """Return what to say of an unknown parameter, with the nearest name where one is near."""
    near = difflib.get_close_matches(name.lower().replace("_", "-"), NAMES, n=1)
    advice = gettext("did you mean %(name)s?", name=near[0]) if near else ", ".join(NAMES)
    return str(gettext("There is no parameter %(name)s; %(advice)s", name=name, advice=advice))


def contradictions(values: dict[str, Any]) -> list[ParameterError]:
    """Return an error for each pair of values that cannot be meant together."""
    errors = []
    first, last = values["from_date"], values["to_date"]
    if first and last and first > last:
        errors.append(ParameterError("from-date", gettext("from-date must not be after to-date.")))
    window = search_limits().results_window
    if values["page"] * values["page_size"] > window:
        sentence = gettext("Only the first %(most)s results can be paged through; narrow the search.", most=window)
        errors.append(ParameterError("page", sentence))
    return errors


def query_pairs(request: SearchRequest, **changes: Any) -> list[tuple[str, str]]:
    """Return the (name, text) pairs that ask for ``request`` with ``changes``, in the table's order, defaults left out.

    Any change but one of the page leads to the first page; no change keeps a hit explained.
    """
    first: dict[str, Any] = {"page": 1, "why": ""}
    changed = replace(request, **(first | changes))
    return [(p.name, text) for p in PARAMETERS for text in p.texts(getattr(changed, p.attribute))]


def with_value(request: SearchRequest, attribute: str, value: str) -> tuple[str, ...]:
    """Return the values of a filter with ``value`` put in, or taken out where it was in, however it is spelled."""
    values = cast(tuple[str, ...], getattr(request, attribute))
    others = tuple(other for other in values if fold(other) != fold(value))
    return (*values, value) if others == values else others
