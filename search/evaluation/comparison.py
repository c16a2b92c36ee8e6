"""Two runs over the same queries: what changed, and how likely chance alone would change as much.

The p value is that of the paired randomisation test, two-sided (Smucker, Allan & Carterette 2007): if the runs did not
differ, the sign of each query's difference would be a coin's.  All signs are tried for few queries, else as many random
ones, of a fixed seed, as ROUNDS says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.articles.article import LANGUAGES, Language
from search.evaluation.evaluation import Evaluated, Scores

#: Random assignments of signs, and how many are made at once.
ROUNDS: Final = 10_000
_AT_ONCE: Final = 10
#: With so many differences at most all their signs are tried.
_FEW: Final = 13
_NOISE: Final = 1e-12

Earlier = Mapping[tuple[str, str], Scores]


class Change(NamedTuple):
    """The mean difference of a measure, this run less the earlier one, and its p value."""

    difference: float
    p: float


def earlier_run(value: Any) -> Earlier:
    """Return the scores by (language, query id) of what ``poshuk evaluate --json`` printed; ValueError if it is not."""
    try:
        return {
            (str(row["lang"]), str(row["id"])): Scores(*(float(row[name]) for name in Scores._fields))
            for row in value["queries"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("is not what `poshuk evaluate --json` printed") from error


def compare(evaluated: Iterable[Evaluated], earlier: Earlier) -> dict[Language, tuple[int, dict[str, Change]]]:
    """Return, for each language, the number of queries in both runs and the change of each measure."""
    pairs = [(query.lang, query.scores, earlier[query.lang, query.id]) for query in evaluated
             if (query.lang, query.id) in earlier]  # fmt: skip
    changes = {}
    for lang in LANGUAGES:
        rows = np.array([np.subtract(now, before) for code, now, before in pairs if code == lang], dtype=np.float64)
        if len(rows):
            changes[lang] = (
                len(rows),
                {
                    name: Change(float(column.mean()), p_value(column))
                    for name, column in zip(Scores._fields, rows.T, strict=True)
                },
            )
    return changes


def p_value(differences: npt.NDArray[np.float64]) -> float:
    """Return the two-sided p value of the paired differences, in (0, 1]."""
    moved = differences[np.abs(differences) > _NOISE]
    if not len(moved):
        return 1.0
    seen = abs(float(moved.sum())) - _NOISE
    if len(moved) <= _FEW:
        signs = 1 - 2 * (np.arange(1 << len(moved))[:, None] >> np.arange(len(moved)) & 1)
        return float(np.mean(np.abs(signs @ moved) >= seen))
    chance = np.random.default_rng(0)
    blocks = (chance.choice((-1.0, 1.0), size=(_AT_ONCE, len(moved))) @ moved for _ in range(ROUNDS // _AT_ONCE))
    as_much = sum(int(np.count_nonzero(np.abs(sums) >= seen)) for sums in blocks)
    return (as_much + 1) / (ROUNDS + 1)
