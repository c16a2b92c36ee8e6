"""The last step of planning: weights on one scale for all languages, and the cost, before any posting is read."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from index.articles.article import Language
from index.articles.schema import exact_field
from search.engines.base import Snapshot
from search.errors import QueryRefused
from search.plan.nodes import walk, without_extras
from search.plan.plan import All, Any, FieldBoost, Node, Phrase, Unit, Without
from search.settings import Settings

#: What makes two units of different languages the same word of the query: what was typed, the fields to look in, and
#: whether they are its kin only.
Key = tuple[str, tuple[FieldBoost, ...], bool]


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
            of_word = frequencies[_key(unit)]
            of_word[lang] = max(of_word.get(lang, 0), counts.of_unit(lang, unit))
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
    """Document frequencies; ``postings`` adds up what the units will read.

    ``known`` has the frequency and the postings of what was counted before, by the identity of its alternatives and
    fields, which units of pairs have in common with their words.
    """

    snapshot: Snapshot
    postings: int = 0
    known: dict[tuple[Language, int, int], tuple[int, int]] = field(default_factory=dict)

    def of_unit(self, lang: Language, unit: Unit) -> int:
        """Return the document frequency of the unit's most frequent alternative in its fields.

        What was typed decides where it occurs; what stands for it for less, only where nothing else does.
        """
        place = lang, id(unit.alternatives), id(unit.fields)
        counted = self.known.get(place)
        if counted is None:
            counted = self.known[place] = self._counted(lang, unit)
        self.postings += counted[1]
        return counted[0]

    def _counted(self, lang: Language, unit: Unit) -> tuple[int, int]:
        frequency_of = self.snapshot.document_frequency
        typed = other = postings = 0
        for term in unit.alternatives:
            for name, _ in unit.fields:
                count = frequency_of(lang, exact_field(name) if term.exact else name, term.text)
                postings += count
                if term.weight >= 1:
                    typed = max(typed, count)
                else:
                    other = max(other, count)
        return typed or other, postings


def _units(tree: Node) -> list[Unit]:
    return [node for node in walk(tree) if isinstance(node, Unit)]


def _key(unit: Unit) -> Key:
    kin = bool(unit.alternatives) and unit.alternatives[0].origin == "kin"
    return unit.surface, unit.fields, kin


def _unit_weighed(unit: Unit, idf: Mapping[Key, float]) -> Unit:
    return Unit(unit.surface, unit.alternatives, unit.fields, unit.weight * idf[_key(unit)])


def _weighed(node: Node, idf: Mapping[Key, float]) -> Node:
    match node:
        case Unit():
            return _unit_weighed(node, idf)
        case Phrase():
            return Phrase(tuple([_unit_weighed(unit, idf) for unit in node.units]), node.offsets, node.slop)
        case Any():
            children = tuple([_weighed(child, idf) for child in node.children])
            extras = tuple([_weighed(extra, idf) for extra in node.extras])
            return Any(children, node.coordination, cast("tuple[Unit | Phrase, ...]", extras))
        case All():
            return All(tuple([_weighed(child, idf) for child in node.children]))
        case Without():
            return Without(_weighed(node.wanted, idf), _weighed(node.unwanted, idf))
        case _:
            return node
