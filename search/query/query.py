"""The query as a person meant it: immutable values whose repr reads like the query."""

from __future__ import annotations

from dataclasses import dataclass

from index.articles.schema import KEYWORDS

#: Fields whose value is matched as a whole keyword, and those whose value is a day of publication.
KEYWORD_FIELD_NAMES = frozenset(row.name for row in KEYWORDS if row.query_names)
DATE_FIELD_NAMES = frozenset({"before", "after"})


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """A word in any of its forms, as typed; analysis may find several words in it (``київ-львів``)."""

    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, repr=False)
class Exact:
    """A word in just this form."""

    text: str

    def __repr__(self) -> str:
        return f"={self.text}"


@dataclass(frozen=True, slots=True, repr=False)
class Prefix:
    """Every word that starts with ``text``."""

    text: str

    def __repr__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True, slots=True, repr=False)
class Fuzzy:
    """Every word within ``edits`` edits of ``text``, or of any of its forms."""

    text: str
    edits: int

    def __repr__(self) -> str:
        return f"{self.text}~{self.edits}"


@dataclass(frozen=True, slots=True, repr=False)
class Phrase:
    """Words next to each other in this order; with ``slop`` over 0, near each other in any order.

    A ``preferred`` phrase is no requirement: its words count as bare words, and it counts once more as a whole.
    """

    words: tuple[Word | Exact, ...]
    slop: int = 0
    preferred: bool = False

    def __repr__(self) -> str:
        text = " ".join(map(repr, self.words))
        quoted = f"«{text}»" if self.preferred else f'"{text}"'
        return f"{quoted}~{self.slop}" if self.slop else quoted


@dataclass(frozen=True, slots=True, repr=False)
class Not:
    """What does not match ``unwanted``."""

    unwanted: Query

    def __repr__(self) -> str:
        return f"-{_operand(self.unwanted)}"


@dataclass(frozen=True, slots=True, repr=False)
class And:
    """All of the parts."""

    parts: tuple[Query, ...]

    def __repr__(self) -> str:
        return " AND ".join(map(_operand, self.parts))


@dataclass(frozen=True, slots=True, repr=False)
class Or:
    """At least one of the parts."""

    parts: tuple[Query, ...]

    def __repr__(self) -> str:
        return " OR ".join(map(_operand, self.parts))


@dataclass(frozen=True, slots=True, repr=False)
class Ranked:
    """Parts side by side.

    Of the bare words at least one must match, the more the better; every other part is a requirement.
    """

    parts: tuple[Query, ...]

    def __repr__(self) -> str:
        return " ".join(map(_operand, self.parts))


@dataclass(frozen=True, slots=True, repr=False)
class Fielded:
    """``query`` within a field.

    In a date field it is a Word that holds an ISO day, in ``lang`` a Word that holds a language code.
    """

    field: str
    query: Query

    def __repr__(self) -> str:
        return f"{self.field}:{_operand(self.query)}"


Bare = Word | Exact | Prefix | Fuzzy
Query = Bare | Phrase | Not | And | Or | Ranked | Fielded

#: The query that asks for nothing in particular.
EMPTY = Ranked(())


def _operand(query: Query) -> str:
    """Return the repr, in parentheses where an operator beside it would take it apart."""
    return f"({query!r})" if isinstance(query, And | Or | Ranked) else repr(query)
