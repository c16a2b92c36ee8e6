"""The corpus of the contract, and short names for what plans are made of."""

from __future__ import annotations

from corpus import Never, document

from search.engines.base import Matches, Snapshot
from search.plan.plan import (
    Alternative,
    FieldBoost,
    Node,
    Phrase,
    Plan,
    Unit,
)
from search.plan.scoring import Wordiness

BODY = (FieldBoost("body"),)
DAY = 86_400
NEW_YEAR = 1_672_574_400  # 2023-01-01T12:00Z, day 0 of the corpus


def unit(*terms: str, fields: tuple[FieldBoost, ...] = BODY, weight: float = 1.0, exact: bool = False) -> Unit:
    return Unit(terms[0], tuple(Alternative(term, exact) for term in terms), fields, weight)


def phrase(*words: str, offsets: tuple[int, ...] = (), slop: int = 0) -> Phrase:
    units = tuple(unit(*word.split("|")) for word in words)
    return Phrase(units, offsets or tuple(range(len(words))), slop)


CORPUS = [
    document("a", "кит", "кит море", day=1, section="Природа", tags=("Море",)),
    document("b", "пес", "кит кит кит пес", day=2, section="Природа", tags=("Море", "Дім")),
    document("c", "кіт", "пес кіт не буде", day=3, section="Дім", tags=("Дім",), authors="леся"),
    document("d", "кіт дім", "буде/бути|буда дім море пес", day=3, lead="кит"),
    document("e", "лис", "лис", section="природа"),
    document("r1", "кит", "море", lang="ru", day=2, story="a", section="Природа"),
    document("r2", "дом", "кит дом", lang="ru", day=40, section="Дом"),
    document("n1", "whale", "whale", lang="en", day=5, story="a", section="Nature"),
]


def ids(found: Matches) -> list[str]:
    return [group.matches[0].id for group in found.groups]


def scores(snapshot: Snapshot, node: Node, wordiness: Wordiness = "few") -> dict[str, float]:
    found = snapshot.search(Plan({"uk": node}, group=False, wordiness=wordiness), Never())
    return {group.matches[0].id: group.matches[0].score for group in found.groups}
