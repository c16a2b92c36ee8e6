"""The advanced form: fields for people who would rather not learn a syntax, made into a query in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from flask_babel import LazyString, lazy_gettext


class Field(NamedTuple):
    """A field of the form: its name, its label, and how its words become part of a query."""

    name: str
    label: LazyString
    compose: Callable[[str], str]


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), " ").strip()}"'


def _each(prefix: str) -> Callable[[str], str]:
    return lambda text: " ".join(prefix + word for word in re.findall(r"[^\s\"()]+", text))


ADVANCED: Final = (
    Field("words", lazy_gettext("These words"), str),
    Field("phrase", lazy_gettext("This exact phrase"), _quoted),
    Field("none", lazy_gettext("None of these words"), _each("-")),
    Field("title", lazy_gettext("In the headline"), lambda text: f"title:({text})"),
    Field("by", lazy_gettext("Author"), lambda text: f"author:{_quoted(text)}"),
    Field("in", lazy_gettext("Section"), lambda text: f"section:{_quoted(text)}"),
)


def composed_query(values: Mapping[str, str]) -> str:
    """Return the query that the form's ``values`` stand for; empty fields add nothing."""
    given = ((field, " ".join(values.get(field.name, "").split())) for field in ADVANCED)
    return " ".join(field.compose(text) for field, text in given if text)
