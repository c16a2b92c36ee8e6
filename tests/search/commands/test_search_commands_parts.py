"""The parts of the tools: p values, grades, oddities, what is printable."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from ir_measures import nDCG

from index.language.overrides import parse_overrides
from search.commands.oddities import is_unknown, oddities
from search.commands.terminal import printable
from search.evaluation.comparison import compare, earlier_run, p_value
from search.evaluation.evaluation import Evaluated, Scores, measured, worst
from search.evaluation.judgements import Judged
from search.evaluation.metrics import ndcg
from search.planner.synonyms import parse_synonyms

GUIDE = (Path(__file__).parents[3] / "docs" / "language.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        ([], 1.0),
        ([0.0, 0.0], 1.0),
        ([0.5], 1.0),
        ([0.5, 0.5], 0.5),
        ([0.5, 0.0, -0.5], 1.0),
        ([0.1] * 10, 2 / 1024),
        ([0.1] * 9 + [-0.1], 22 / 1024),
    ],
)
def test_few_differences_have_an_exact_p_value(differences: list[float], expected: float) -> None:
    assert p_value(np.array(differences)) == pytest.approx(expected)


@pytest.mark.parametrize("shift", [0.0, 0.02, 0.2])
def test_many_differences_agree_with_the_t_test(shift: float) -> None:
    differences = np.random.default_rng(5).normal(shift, 0.1, 200)
    t = differences.mean() / (differences.std(ddof=1) / np.sqrt(len(differences)))
    normal = float(np.mean(np.abs(np.random.default_rng(6).normal(size=200_000)) >= abs(t)))
    assert p_value(differences) == pytest.approx(normal, abs=0.02)


def test_runs_are_compared_over_the_queries_of_both() -> None:
    now = [Evaluated(name, "uk", "", Scores(1.0, 0.8, 1.0), 1) for name in ("a", "b", "new")]
    rows = [{"id": name, "lang": "uk", "mrr": 0.5, "ndcg": 0.8, "recall": 1} for name in ("a", "b", "gone")]
    count, changes = compare(now, earlier_run({"queries": rows}))["uk"]
    assert (count, changes["mrr"].difference, changes["mrr"].p) == (2, 0.5, 0.5)
    assert changes["ndcg"].p == 1.0


@pytest.mark.parametrize("seed", range(5))
def test_grades_gain_as_in_ir_measures(seed: int) -> None:
    chance = np.random.default_rng(seed)
    names = [f"d{number}" for number in range(30)]
    grades = {name: float(grade) for name, grade in zip(names, chance.integers(0, 4, 30), strict=True) if grade}
    ranking = [str(name) for name in chance.permutation(names)[:20]]
    judgements = [ir_measures.Qrel("q", name, int(grade)) for name, grade in grades.items()]
    run = [ir_measures.ScoredDoc("q", name, -float(place)) for place, name in enumerate(ranking)]
    assert ndcg(ranking, grades) == pytest.approx(ir_measures.calc_aggregate([nDCG @ 10], judgements, run)[nDCG @ 10])


def test_the_worst_come_first_and_perfect_ones_not_at_all() -> None:
    query = {name: Judged(name, "en", name, {"d": 1.0}) for name in ("first", "third", "never")}
    rankings = {"first": ["d"], "third": ["a", "b", "d"], "never": ["a"]}
    evaluated = [measured(query[name], ranking) for name, ranking in rankings.items()]
    assert [(row.id, row.first) for row in worst(evaluated, 5)] == [("never", None), ("third", 3)]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("слово", ()),
        ("і", ()),
        ("щ", ("one letter",)),
        ("5", ()),
        ("covid-19", ()),
        ("koяn", ("mixed scripts",)),
        ("ба5ка", ("digit within",)),
        ("а" * 31, ("very long",)),
        ("сло\ufffdво", ("control character",)),
        ("сло\u0007во", ("control character",)),
    ],
)
def test_what_is_odd(form: str, expected: tuple[str, ...]) -> None:
    assert oddities(form, "uk") == expected


@pytest.mark.parametrize(
    ("form", "lang", "expected"),
    [
        ("слово", "uk", False),
        ("кібервундерлянд", "uk", True),
        ("київ-прага", "uk", False),
        ("himars", "uk", False),
        ("слово", "en", False),
        ("киберзюзюка", "ru", True),
    ],
)
def test_what_is_unknown(form: str, lang: str, expected: bool) -> None:
    assert is_unknown(form, lang) is expected  # type: ignore[arg-type]


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    assert printable("їжак 5") == "їжак 5"
    assert printable("a\x1b[0m\u202e\n") == "a\\x1b[0m\\u202e\\n"


def blocks(variable: str) -> str:
    """Return the first example after ``variable`` in the linguist's page, which has four spaces before each line."""
    rest = GUIDE.partition(f"`{variable}` names")[2]
    lines = takewhile(lambda line: line.startswith("    "), rest.partition("\n\n")[2].splitlines())
    return "\n".join(line.removeprefix("    ") for line in lines)


def test_the_examples_of_the_documentation_are_read(caplog: pytest.LogCaptureFixture) -> None:
    overrides = list(parse_overrides(blocks("POSHUK_OVERRIDES"), "overrides.tsv"))
    assert {line.lang for line in overrides} == {"uk", "ru", "en"}
    synonyms = parse_synonyms(blocks("POSHUK_SYNONYMS"), "synonyms.txt")
    assert {synonym.written for synonym in synonyms.of(["авто"], "uk")} == {"автомобіль", "машина"}
    assert not caplog.records
