"""A query without its quotation marks, for when no article has the phrase."""

from __future__ import annotations

from search.query.query import And, Fielded, Or, Phrase, Query, Ranked


def loosened(query: Query) -> Query:
    """Return ``query`` with the words of each required phrase side by side; what is excluded stays as it is."""
    match query:
        case Phrase(words, preferred=False):
            return Ranked(tuple(words)) if len(words) > 1 else words[0]
        case Ranked(parts):
            return Ranked(tuple(inner for part in parts for inner in _side_by_side(part)))
        case And(parts) | Or(parts):
            return type(query)(tuple(map(loosened, parts)))
        case Fielded(field, inner):
            return Fielded(field, loosened(inner))
    return query  # a word, or what is excluded


def _side_by_side(part: Query) -> tuple[Query, ...]:
    """Return what stands for a part among words side by side: of a phrase its words, which become bare ones."""
    made = loosened(part)
    return made.parts if isinstance(part, Phrase) and isinstance(made, Ranked) else (made,)
