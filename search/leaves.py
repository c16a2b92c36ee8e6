"""The leaves of a query: words with their marks, phrases, and the values of fields."""

from __future__ import annotations

from collections.abc import Callable

from search.days import parse_day
from search.errors import QueryRefused
from search.lexer import Lexeme, marked
from search.notices import Notice
from search.query import DATE_FIELD_NAMES, Exact, Fielded, Fuzzy, Or, Phrase, Prefix, Query, Ranked, Word
from search.settings import Settings

#: What people write after ``lang:``.
LANGUAGE_NAMES = {
    "uk": "uk", "ua": "uk", "укр": "uk", "українська": "uk",
    "ru": "ru", "рус": "ru", "рос": "ru", "русский": "ru",
    "en": "en", "eng": "en", "англ": "en", "english": "en",
}  # fmt: skip


def check(limit: str, settings: Settings, value: int, sentence: str) -> None:
    """Raise QueryRefused with ``sentence`` when ``value`` is over the limit."""
    allowed = getattr(settings, limit)
    if value > allowed:
        raise QueryRefused(limit, sentence.format(limit=allowed, value=value))


def word_of(lexeme: Lexeme, settings: Settings, notices: list[Notice]) -> Query:
    """Return the word as its marks say; an operator is a word like any other."""
    match lexeme.kind:
        case "prefix":
            return _prefix(lexeme.text, settings)
        case "fuzzy" if lexeme.number != 0:
            return _fuzzy(lexeme, settings, notices)
        case "exact":
            return Exact(lexeme.text)
        case _:
            return Word(lexeme.text)


def phrase_of(lexeme: Lexeme, settings: Settings) -> Phrase | None:
    """Return the phrase, or None when there is no word in it."""
    words = filter(None, map(marked, lexeme.text.split()))
    slop = lexeme.number or 0
    check("slop", settings, slop, "The words of a phrase may be at most {limit} positions apart.")
    found = tuple(Exact(word.text) if word.kind == "exact" else Word(word.text) for word in words)
    return Phrase(found, slop, preferred=lexeme.loose) if found else None


def fielded(name: str, query: Query, notices: list[Notice]) -> Query:
    """Return ``query`` within the field; in ``lang`` and the dates each value made canonical, or left as words."""
    if name not in DATE_FIELD_NAMES and name != "lang":
        return Fielded(name, query)
    values = query.parts if isinstance(query, Or | Ranked) else (query,)
    return joined(Or, [_value(name, value, notices) for value in values])


def joined(kind: Callable[[tuple[Query, ...]], Query], parts: list[Query]) -> Query:
    """Return ``parts`` as one query of this kind; a single part is itself."""
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _prefix(text: str, settings: Settings) -> Prefix:
    if _letters(text) < settings.prefix_letters:
        least = settings.prefix_letters
        raise QueryRefused("prefix_letters", f"Write at least {least} letters before the * in {text}*.")
    return Prefix(text)


def _fuzzy(lexeme: Lexeme, settings: Settings, notices: list[Notice]) -> Word | Fuzzy:
    letters = _letters(lexeme.text)
    if letters < settings.fuzzy_letters:
        notices.append(("short-fuzzy", f"{lexeme.text}~"))
        return Word(lexeme.text)
    edits = lexeme.number or min(settings.fuzzy_edits, 1 if letters <= 5 else 2)
    check("fuzzy_edits", settings, edits, "A word with ~ may differ in at most {limit} letters.")
    return Fuzzy(lexeme.text, edits)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _value(name: str, query: Query, notices: list[Notice]) -> Query:
    text = repr(query).strip('"«»=').casefold()
    value = LANGUAGE_NAMES.get(text) if name == "lang" else _iso_day(text)
    if value is not None:
        return Fielded(name, Word(value))
    notices.append(("unknown-language" if name == "lang" else "unknown-date", f"{name}:{query!r}"))
    return query


def _iso_day(text: str) -> str | None:
    day = parse_day(text)
    return day.isoformat() if day else None
