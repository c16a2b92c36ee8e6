"""Text becomes a query: iterative, bounded and total.

``parse`` reads any string.  NOT binds before AND, AND before OR, OR before words side by side, as in
``погода київ OR львів -дощ``.  What cannot be meant as typed is read as something sensible and named in a notice; what
is over a limit is refused with ``QueryRefused``.  See docs/decisions/0040-query-language.md for the choices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from index.articles.language_names import LANGUAGE_BY_NAME
from search.errors import QueryRefused
from search.query.days import parse_day
from search.query.lexer import OPERATORS, Lexeme, lexemes, marked
from search.query.notices import Notice
from search.query.query import (
    DATE_FIELD_NAMES,
    EMPTY,
    And,
    Exact,
    Fielded,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Ranked,
    Word,
)
from search.query.sentence import as_sentence
from search.settings import Settings


class Parsed(NamedTuple):
    """A query, and the parts of its text that were read otherwise than typed."""

    query: Query
    notices: tuple[Notice, ...] = ()


def parse(text: str, settings: Settings) -> Parsed:
    """Return the query in ``text``; raises QueryRefused when it is over a limit."""
    text = text.strip()
    check("query_characters", settings, len(text), "A query may have at most {limit} characters; this one has {value}.")
    found, notices = lexemes(text)
    found, literal = as_sentence(found, settings.sentence_words)
    parser = _Parser(settings, notices + literal)
    for lexeme in found:
        parser.read(lexeme)
    query = parser.finish()
    if query == EMPTY and text:
        parser.notice("no-words", text)
    return Parsed(query, tuple(dict.fromkeys(parser.notices)))


@dataclass(slots=True)
class _Group:
    """The inside of one pair of parentheses while it is read: operands, what joins each to the one before, prefixes."""

    operands: list[Query] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    join: Lexeme | None = None
    negation: Lexeme | None = None
    negated: bool = False
    field: str | None = None


@dataclass(slots=True)
class _Parser:
    """Reads lexemes one by one; the groups that are open are its only stack."""

    settings: Settings
    notices: list[Notice]
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    terms: int = 0

    def notice(self, code: str, fragment: str) -> None:
        """Note that ``fragment`` was read otherwise than typed."""
        self.notices.append((code, fragment))

    def read(self, lexeme: Lexeme) -> None:
        """Take in the next lexeme."""
        match lexeme.kind:
            case "open":
                self._open()
            case "close":
                self._close()
            case "field":
                self._name_field(lexeme.text)
            case "minus":
                self._negate(lexeme)
            case "and" | "or" | "not":
                self._operator(lexeme)
            case "phrase":
                self._add(self._phrase(lexeme))
            case _:
                self._add(self._word(lexeme))

    def finish(self) -> Query:
        """Close what is open and return the query."""
        while len(self.groups) > 1:
            self.notice("unclosed-parenthesis", "(")
            self._close()
        query = self._reduced(self.groups.pop()) or EMPTY
        if isinstance(query, Not) or (isinstance(query, Ranked) and query.parts and _all_not(query.parts)):
            self.notice("only-excluded", repr(query))
        return query

    def _open(self) -> None:
        check("query_depth", self.settings, len(self.groups), "Parentheses may be nested at most {limit} deep.")
        self.groups.append(_Group())

    def _close(self) -> None:
        if len(self.groups) == 1:
            self.notice("unclosed-parenthesis", ")")
            return
        inside = self._reduced(self.groups.pop())
        self._add(inside)

    def _name_field(self, name: str) -> None:
        self.groups[-1].field = name

    def _negate(self, lexeme: Lexeme) -> None:
        group = self.groups[-1]
        group.negation, group.negated = lexeme, not group.negated

    def _operator(self, lexeme: Lexeme) -> None:
        """Join or negate what comes next; an operator that has nothing before it is a word."""
        group = self.groups[-1]
        if group.field:
            self._add(self._word(lexeme))
        elif lexeme.kind == "not":
            self._negate(lexeme)
        elif group.join or group.negation:
            self.notice("lone-operator", lexeme.text)
        elif group.operands:
            group.join = lexeme
        else:
            self.notice("lone-operator", lexeme.text)
            self._add(self._word(lexeme))

    def _count(self, words: int) -> None:
        self.terms += words
        check("query_terms", self.settings, self.terms, "A query may have at most {limit} words.")

    def _word(self, lexeme: Lexeme) -> Query:
        self._count(1)
        return word_of(lexeme, self.settings, self.notices)

    def _phrase(self, lexeme: Lexeme) -> Query | None:
        phrase = phrase_of(lexeme, self.settings)
        self._count(len(phrase.words) if phrase else 0)
        return phrase

    def _add(self, operand: Query | None) -> None:
        """Put ``operand`` into the open group with the prefixes that wait for it; None only ends the wait."""
        group = self.groups[-1]
        if operand is not None:
            if group.field:
                operand = fielded(group.field, operand, self.notices)
            if group.negated:
                operand = operand.unwanted if isinstance(operand, Not) else Not(operand)
            group.operands.append(operand)
            group.joins.append(group.join.kind if group.join else "side")
            group.join = None
        group.field, group.negation, group.negated = None, None, False

    def _reduced(self, group: _Group) -> Query | None:
        """Return the query of a group that has ended: operators applied by how closely they bind."""
        self._end(group)
        operands, joins = group.operands, group.joins
        for kind, join in (("and", And), ("or", Or)):
            operands, joins = _bind(operands, joins, kind, join)
        parts = [part for query in operands for part in (query.parts if isinstance(query, Ranked) else (query,))]
        return joined(Ranked, parts) if parts else None

    def _end(self, group: _Group) -> None:
        """Make words of the operators and the field name that still wait."""
        waiting = [lexeme for lexeme in (group.join, group.negation) if lexeme and lexeme.text in OPERATORS]
        for lexeme in waiting:
            self.notice("lone-operator", lexeme.text)
            group.operands.append(Word(lexeme.text))
            group.joins.append("side")
        if group.field:
            self.notice("empty-field", f"{group.field}:")
            group.operands.append(Word(group.field))
            group.joins.append("side")


def _all_not(parts: Iterable[Query]) -> bool:
    return all(isinstance(part, Not) for part in parts)


def _bind(
    operands: list[Query], joins: list[str], kind: str, join: Callable[[tuple[Query, ...]], Query]
) -> tuple[list[Query], list[str]]:
    """Make one operand of every run that is joined by ``kind``; ``joins[i]`` joins operand i to the one before."""
    runs: list[list[Query]] = []
    kept: list[str] = []
    for operand, before in zip(operands, joins, strict=True):
        if before == kind and runs:
            runs[-1].append(operand)
        else:
            runs.append([operand])
            kept.append(before)
    return [joined(join, run) for run in runs], kept


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
    value = LANGUAGE_BY_NAME.get(text) if name == "lang" else _iso_day(text)
    if value is not None:
        return Fielded(name, Word(value))
    notices.append(("unknown-language" if name == "lang" else "unknown-date", f"{name}:{query!r}"))
    return query


def _iso_day(text: str) -> str | None:
    day = parse_day(text)
    return day.isoformat() if day else None
