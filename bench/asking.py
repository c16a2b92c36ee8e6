"""How long engines take to open and to answer: p50 and p99 of the ten best documents, the engines in turn."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from bench.peers import Peer
from bench.questions import Question
from search.errors import SearchError

#: The first round is not counted: after it everything is in memory.  Of more than two, each question's best counts,
#: which takes what other programs disturb out of a p99.
ROUNDS = 2
_OPENINGS = 3


@dataclass(frozen=True)
class Asked:
    """Microseconds; the median number of documents found (-1: it cannot say); how many questions it refused."""

    p50: float
    p99: float
    found: int
    refused: int


def opening(peer: Peer, directory: Path) -> float:
    """Open an index several times, leave it open, and return the median of the milliseconds."""
    times = []
    for again in range(_OPENINGS):
        if again:
            peer.close()
        start = time.perf_counter()
        peer.open(directory)
        times.append((time.perf_counter() - start) * 1e3)
    return median(times)


def ask_all(
    peers: Mapping[str, Peer],
    rows: Mapping[str, Sequence[Question]],
    tell: Callable[[str, dict[str, Asked]], None],
    rounds: int = ROUNDS,
) -> None:
    """Ask every engine the questions of one row after another and ``tell`` what came out; what has no words is left."""
    gc.collect()
    gc.freeze()  # as a server does: what was loaded is not looked through for garbage again
    for row, questions in rows.items():
        if questions:
            able = {name: peer for name, peer in peers.items() if questions[0].kind in peer.kinds}
            tell(row, _ask_in_turn(able, questions, rounds))
    gc.unfreeze()


def _ask_in_turn(peers: Mapping[str, Peer], questions: Sequence[Question], rounds: int) -> dict[str, Asked]:
    """Let every engine answer all questions, and then all of them again."""
    answers: dict[str, list[list[Answer]]] = {name: [] for name in peers}
    for _ in range(rounds):
        for name, peer in peers.items():
            answers[name].append([_ask(peer, question) for question in questions])
    return {name: asked for name, found in answers.items() if (asked := _summary(found[1:] or found))}


class Answer(NamedTuple):
    """Microseconds and documents found; ``time`` is NaN when the question was refused as too broad."""

    time: float
    documents: int


def _ask(peer: Peer, question: Question) -> Answer:
    try:
        prepared = peer.prepare(question)
        start = time.perf_counter()
        documents = peer.answer(prepared)
        return Answer((time.perf_counter() - start) * 1e6, documents)
    except SearchError:
        return Answer(nan, 0)


def _summary(rounds: Sequence[Sequence[Answer]]) -> Asked | None:
    best = [min(answers) for answers in zip(*rounds, strict=True) if not isnan(answers[0].time)]
    if not best:
        return None
    middle, high = np.percentile([answer.time for answer in best], (50, 99))
    found = median(answer.documents for answer in best)
    return Asked(float(middle), float(high), int(found), len(rounds[0]) - len(best))
