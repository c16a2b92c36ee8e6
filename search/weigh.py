"""The last step of planning: weights on one scale for all languages, and the cost, before any posting is read."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from index.article import Language
from index.schema import exact_field
from search.engines.base import Snapshot
from search.errors import QueryRefused
from search.nodes import walk, without_extras
from search.plan import All, Any, Node, Phrase, Unit, Without
from search.settings import Settings

#: What makes two units of different languages the same word of the query: what was typed, the fields to look in, and
#: whether they are its kin only.
Key = tuple[str, tuple[str, ...], bool]


def weigh(
    trees: Mapping[Language, Node], snapshot: Snapshot, shown: Iterable[Language], settings: Settings
) -> dict[Language, Node]:
    """Return the trees with every unit's weight multiplied by the inverse document frequency of its word.

    The frequency is that over all languages ``shown`` together, so that a word weighs the same in each.
    Raises QueryRefused when the trees have to read more postings than the settings allow; what only scores is left out
    before that.
    """
    counts = _Counts(snapshot)
    frequencies: defaultdict[Key, dict[Language, int]] = defaultdict(dict)
    for lang, tree in trees.items():
        for unit in _units(tree):
            frequencies[_key(unit)][lang] = counts.of_unit(lang, unit)
    if counts.postings > settings.postings:
        plain = {lang: without_extras(tree) for lang, tree in trees.items()}
        if plain != trees:
            return weigh(plain, snapshot, shown, settings)
        raise QueryRefused("postings", "This query would have to read too much; use fewer or rarer words.")
    documents = sum(snapshot.statistics(lang).documents for lang in shown)
    idf = {
        key: inverse_frequency(documents, sum(by[lang] for lang in shown if lang in by))
        for key, by in frequencies.items()
    }
    return {lang: _weighed(tree, idf) for lang, tree in trees.items()}


def inverse_frequency(documents: int, frequency: int) -> float:
    """Return ln(1 + (N - n + ½) / (n + ½)), as in Lucene's BM25; above zero even when n counts deleted documents."""
    frequency = min(frequency, documents)
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


@dataclass(slots=True)
class _Counts:
    """Document frequencies, each looked up once; ``postings`` adds up what the units will read."""

    snapshot: Snapshot
    postings: int = 0
    known: dict[tuple[Language, str, str], int] = field(default_factory=dict)

    def of_unit(self, lang: Language, unit: Unit) -> int:
        """Return the document frequency of the unit's most frequent alternative in its fields.

        What was typed decides where it occurs; what stands for it for less, only where nothing else does.
        """
        counts = [
            (term.weight >= 1, self.of_term(lang, exact_field(boost.name) if term.exact else boost.name, term.text))
            for term in unit.alternatives
            for boost in unit.fields
        ]
        self.postings += sum(count for _, count in counts)
        typed = max((count for whole, count in counts if whole), default=0)
        return typed or max((count for _, count in counts), default=0)

    def of_term(self, lang: Language, name: str, text: str) -> int:
        """Return in how many documents the term occurs."""
        place = lang, name, text
        if place not in self.known:
            self.known[place] = self.snapshot.document_frequency(lang, name, text)
        return self.known[place]


def _units(tree: Node) -> Iterable[Unit]:
    return (node for node in walk(tree) if isinstance(node, Unit))


def _key(unit: Unit) -> Key:
    kin = any(alternative.origin == "kin" for alternative in unit.alternatives[:1])
    return unit.surface, tuple(boost.name for boost in unit.fields), kin


def _weighed(node: Node, idf: Mapping[Key, float]) -> Node:
    match node:
        case Unit():
            return replace(node, weight=node.weight * idf[_key(node)])
        case Phrase():
            return replace(
                node, units=tuple(replace(unit, weight=unit.weight * idf[_key(unit)]) for unit in node.units)
            )
        case Any():
            children = tuple(_weighed(child, idf) for child in node.children)
            extras = tuple(_weighed(extra, idf) for extra in node.extras)
            return replace(node, children=children, extras=cast("tuple[Unit | Phrase, ...]", extras))
        case All():
            return All(tuple(_weighed(child, idf) for child in node.children))
        case Without():
            return Without(_weighed(node.wanted, idf), _weighed(node.unwanted, idf))
        case _:
            return node
