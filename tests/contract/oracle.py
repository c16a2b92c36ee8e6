"""What ``search.plan.plan`` says a score is, word for word and as slowly as can be: what engines are held against."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from index.analysis.one_article import AnalysedDocument, analysed
from index.articles.article import Article
from index.articles.schema import exact_field
from search.plan.plan import (
    All,
    Any,
    Everything,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Published,
    Unit,
    Without,
    total_weight,
)
from search.plan.scoring import K1, MOST_COUNTED, B, Wordiness


class Oracle:
    """Scores the live documents of one language."""

    def __init__(self, articles: Iterable[Article], wordiness: Wordiness = "few") -> None:
        self.k1, self.b = K1[wordiness], B[wordiness]
        self.documents = {article.id: analysed(article) for article in articles}

    def average(self, field: str) -> float:
        lengths = [document.postings[field].length for document in self.documents.values()]
        having = [length for length in lengths if length]
        return sum(having) / len(having)

    def scores(self, node: Node) -> dict[str, float]:
        found = {name: self.score(node, document) for name, document in self.documents.items()}
        return {name: score for name, score in found.items() if score is not None}

    def score(self, node: Node, document: AnalysedDocument) -> float | None:
        """Return the score, None when there is no match."""
        match node:
            case Unit():
                return self._unit(node, document)
            case Phrase():
                stands = any(_stands(node, document, field.name) for field in node.units[0].fields)
                return sum(self._unit(unit, document) or 0.0 for unit in node.units) if stands else None
            case Any():
                return self._any(node, document)
            case All():
                scores = [self.score(child, document) for child in node.children]
                return None if None in scores else sum(scores)  # type: ignore[arg-type]
            case Without():
                return None if self.score(node.unwanted, document) is not None else self.score(node.wanted, document)
            case _:
                return 0.0 if _passes(node, document) else None

    def _unit(self, unit: Unit, document: AnalysedDocument) -> float | None:
        tf, matches = 0.0, False
        for field in unit.fields:
            counts = [
                (alternative.weight, len(_positions(document, field.name, alternative.text, alternative.exact)))
                for alternative in unit.alternatives
            ]
            matches = matches or any(count for _, count in counts)
            length = document.postings[field.name].length
            if length:
                share = 1 - self.b[field.name] + self.b[field.name] * length / self.average(field.name)
                tf += field.boost * max(weight * min(count, MOST_COUNTED) for weight, count in counts) / share
        return unit.weight * tf * (self.k1 + 1) / (tf + self.k1) if matches else None

    def _any(self, node: Any, document: AnalysedDocument) -> float | None:
        scores = {at: self.score(child, document) for at, child in enumerate(node.children)}
        found = {at: score for at, score in scores.items() if score is not None}
        if not found:
            return None
        total = sum(map(total_weight, node.children))
        share = sum(total_weight(node.children[at]) for at in found) / total if total else 1.0
        extras = (self.score(extra, document) or 0.0 for extra in node.extras)
        return sum(found.values()) * (1 - node.coordination + node.coordination * share) + sum(extras)


def _positions(document: AnalysedDocument, field: str, term: str, exact: bool) -> list[int]:
    return document.postings[exact_field(field) if exact else field].positions.get(term, [])


def _stands(phrase: Phrase, document: AnalysedDocument, field: str) -> bool:
    slots = [
        {p for one in unit.alternatives for p in _positions(document, field, one.text, one.exact)}
        for unit in phrase.units
    ]
    for places in product(*slots):
        if phrase.slop:
            reach = max(phrase.offsets) + phrase.slop
            if len(set(places)) == len(places) and max(places) - min(places) <= reach:
                return True
        elif all(place - places[0] == offset for place, offset in zip(places, phrase.offsets, strict=True)):
            return True
    return False


def _passes(node: Node, document: AnalysedDocument) -> bool:
    match node:
        case Everything():
            return True
        case Nothing():
            return False
        case Keyword(field, values):
            return bool(set(values) & set(document.keywords[field]))
        case Published(None, None):
            return True
        case Published(since, until):
            when = document.published
            return when is not None and (since is None or when >= since) and (until is None or when < until)
    raise TypeError(node)
