"""A query as the tree of a plan in one language, before it is weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeGuard

from index.articles.article import Language
from index.language import fold, is_stop
from search.plan.nodes import EVERYTHING, NOTHING, all_of, any_of, without
from search.plan.plan import FieldBoost, Keyword, Node, Published
from search.plan.scoring import FEW_WORDS, coordination
from search.planner.extras import Bare, Extra, kin, pairs, stop_words
from search.planner.units import EVERYWHERE, NAMED, Compound, Words
from search.query.days import start_of
from search.query.query import (
    KEYWORD_FIELD_NAMES,
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


@dataclass(frozen=True, slots=True)
class Trees:
    """Makes trees in the language of ``words``.

    A word is a stop word when it is one in any of the languages ``stopping``, so that the trees of all have the same
    words and their scores can be compared.
    """

    words: Words
    stopping: tuple[Language, ...]

    def tree(self, query: Query, field: str | None = None) -> Node:
        """Return the tree of ``query`` within ``field``; raises QueryRefused when a ``*`` stands for too much."""
        match query:
            case Fielded(field=name, query=inner):
                return self._fielded(name, inner)
            case Not():
                return self._matching((), (query,), field)
            case And(parts):
                return self._matching((), parts, field)
            case Or(parts):
                return any_of(self.tree(part, field) for part in parts)
            case Ranked(parts):
                return self._side_by_side(parts, field)
            case _:
                return self._leaf(query, field)

    def _fielded(self, name: str, query: Query) -> Node:
        match name, query:
            case "lang", Word(text):
                return EVERYTHING if text == self.words.lang else NOTHING
            case "before", Word(text):
                return Published(until=start_of(date.fromisoformat(text)))
            case "after", Word(text):
                return Published(since=start_of(date.fromisoformat(text)))
            case _:
                return self.tree(query, name)

    def _matching(self, nodes: Iterable[Node], parts: Iterable[Query], field: str | None) -> Node:
        """Return what matches all ``nodes`` and all ``parts``, the negated ones by not matching them."""
        wanted, unwanted = list(nodes), []
        for part in parts:
            if isinstance(part, Not):
                with self.words.excluding():
                    unwanted.append(self.tree(part.unwanted, field))
            else:
                wanted.append(self.tree(part, field))
        return without(all_of(wanted), any_of(unwanted))

    def _side_by_side(self, parts: tuple[Query, ...], field: str | None) -> Node:
        """Of the bare words at least one must match, the more the better; the other parts are required."""
        bare = any(isinstance(part, Word | Exact | Prefix | Fuzzy) for part in parts)
        ranked = [part for part in parts if bare and _is_ranked(part)]
        others = [part for part in parts if not (bare and _is_ranked(part))]
        if field in KEYWORD_FIELD_NAMES:
            return self._matching([any_of(self.tree(part, field) for part in ranked)] if ranked else (), others, field)
        required = any(not isinstance(part, Not) for part in others)
        nodes, extras = self._ranked(ranked, field, keep_stop_words=not required)
        asked = ranked and (nodes or not required)
        return self._matching([any_of(nodes, coordination(len(nodes)), extras)] if asked else (), others, field)

    def _ranked(self, parts: list[Query], field: str | None, keep_stop_words: bool) -> tuple[list[Node], list[Extra]]:
        """Return a node for each bare word, and what scores besides; stop words only when there is nothing else."""
        words: list[Bare] = []
        others: list[Node] = []
        for part in _runs(parts):
            if isinstance(part, list):
                words += self._bare(part, _boosts(field))
            else:
                others.append(self._leaf(part, field))
        telling = [word for word in words if not word.stop]
        if telling or others:
            many = len(telling) + len(others) > FEW_WORDS
            related = kin(telling, self._kin) if many else ()
            return [*(word.node for word in telling), *others], [*stop_words(words), *pairs(telling), *related]
        return ([word.node for word in words], list(pairs(words))) if keep_stop_words else ([], [])

    def _kin(self, lemma: str) -> tuple[str, ...]:
        return self.words.expansion.kin(lemma, self.words.lang)

    def _bare(self, words: list[Word | Exact], fields: tuple[FieldBoost, ...]) -> Iterator[Bare]:
        for compound, node, name in self.words.nodes(words, fields):
            yield Bare(node, compound.whole.token.position, not name and self._is_stop(compound))

    def _is_stop(self, compound: Compound) -> bool:
        term = compound.whole
        return not (term.exact or compound.parts) and any(is_stop(term.token.form, lang) for lang in self.stopping)

    def _leaf(self, query: Query, field: str | None) -> Node:
        if field in KEYWORD_FIELD_NAMES:
            return Keyword(str(field), (fold(_text(query)),))
        boosts = _boosts(field)
        match query:
            case Prefix():
                return self.words.prefix(query, boosts)
            case Fuzzy():
                return self.words.fuzzy(query, boosts)
            case Phrase(words, slop):
                return self.words.phrase(words, slop, boosts)
            case Word() | Exact():
                return self.words.phrase((query,), 0, boosts)
        raise TypeError(f"{query!r} is no leaf of a query")


def _is_ranked(part: Query) -> bool:
    return isinstance(part, Word | Exact | Prefix | Fuzzy) or (isinstance(part, Phrase) and part.preferred)


def _is_word(part: Query) -> TypeGuard[Word | Exact]:
    return isinstance(part, Word | Exact)


def _runs(parts: list[Query]) -> Iterator[list[Word | Exact] | Query]:
    """Yield words that stand together as a list, and anything else by itself; a preferred phrase as both."""
    for together, run in groupby(parts, _is_word):
        if together:
            yield [part for part in run if _is_word(part)]
            continue
        for part in run:
            if isinstance(part, Phrase):
                yield list(part.words)
            if not (isinstance(part, Phrase) and len(part.words) == 1):
                yield part


def _boosts(field: str | None) -> tuple[FieldBoost, ...]:
    return NAMED.get(field or "", EVERYWHERE)


def _text(query: Query) -> str:
    """Return what a leaf says, without its marks."""
    match query:
        case Phrase(words):
            return " ".join(word.text for word in words)
        case Word(text) | Exact(text) | Prefix(text) | Fuzzy(text):
            return text
    raise TypeError(f"{query!r} is no leaf of a query")
