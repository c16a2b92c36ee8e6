"""Random corpora, commits and plans: the arrays engine answers what the reference, the whoosh engine, answers.

The budget between two looks at the clock is tiny here, so that few documents go through all there is.
"""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from corpus import Never, document, write
from engine_oracle import DAY_0, nodes, numbers, phrases, texts, units
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.article import LANGUAGES
from search.engines import engine_named
from search.engines.arrays import search
from search.engines.base import Group, Matches
from search.plan.plan import All, Any, Freshness, Keyword, Plan, Published

EXAMPLES = {"small": 80, "large": 4_000}[os.environ.get("POSHUK_TEST_SIZE", "small")]
PLANS_EACH = 5

commits = st.lists(
    st.tuples(
        st.lists(
            st.builds(
                document,
                numbers.flatmap(lambda n: st.sampled_from([f"{n}{letter}" for letter in "abcdefg"])),
                texts,
                texts,
                lead=texts,
                lang=st.sampled_from(("uk", *LANGUAGES)),
                day=st.none() | numbers | st.integers(0, 100),
                story=st.none() | st.sampled_from(["s", "t"]),
                section=st.none() | st.sampled_from(["x", "y", "X"]),
                tags=st.lists(st.sampled_from(["p", "q", "Q r"]), max_size=2, unique=True).map(tuple),
            ),
            min_size=2,
            max_size=12,
            unique_by=lambda row: row.id,
        ),
        st.lists(st.sampled_from([f"{n}{letter}" for n in range(4) for letter in "abcdefg"]), max_size=4),
    ),
    min_size=1,
    max_size=4,
)
filters = st.lists(
    st.builds(Keyword, st.sampled_from(["section", "tag"]), st.lists(st.sampled_from("xypq"), max_size=2).map(tuple))
    | st.builds(Published, *2 * [st.none() | numbers.map(lambda day: DAY_0 + day * 86_400)]),
    max_size=2,
).map(tuple)
shown = st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True).map(tuple)
words = st.lists(units | phrases(), min_size=2, max_size=4).map(tuple)
extras = st.lists(units | phrases(), max_size=2).map(tuple)
trees = st.builds(Any, words, st.just(0.3), extras) | st.builds(All, words) | phrases() | nodes
plans = st.builds(
    Plan,
    roots=st.fixed_dictionaries({"uk": trees}, optional={"ru": trees, "en": trees}),
    filters=filters,
    order=st.sampled_from(["relevance", "newest", "oldest"]),
    group=st.booleans(),
    offset=st.integers(0, 3),
    limit=st.integers(1, 12),
    facets=st.just(()) | st.just(("lang", "section", "tag", "author", "month")),
    facet_size=st.integers(1, 4),
    freshness=st.none() | st.builds(Freshness, st.just(DAY_0 + 86_400 * 50), st.just(86_400 * 10), st.just(0.5)),
    languages_shown=shown,
    wordiness=st.sampled_from(["few", "many"]),
)


@pytest.fixture(autouse=True)
def tiny_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "BUDGET", 1)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(commits, st.lists(plans, min_size=1, max_size=PLANS_EACH))
def test_the_answers_are_those_of_the_reference(history, asked) -> None:
    with tempfile.TemporaryDirectory() as directory:
        snapshots = [_written(Path(directory, name), name, history) for name in ("whoosh", "arrays")]
        try:
            for plan in asked:
                expected, found = (snapshot.search(plan, Never()) for snapshot in snapshots)
                assert found == _rounded(expected), plan
        finally:
            for snapshot in snapshots:
                snapshot.close()


def _written(directory: Path, engine: str, history):
    language = {}
    for rows, deleted in history:
        kept = [row for row in rows if language.setdefault(row.id, row.lang) == row.lang]
        write(directory, engine, kept, deleted)
    return engine_named(engine).open(directory)


def _rounded(matches: Matches) -> Matches:
    """Return the answer with scores to compare within 1e-6."""
    groups = tuple(
        Group(tuple(match._replace(score=pytest.approx(match.score, abs=1e-6)) for match in group.matches))
        for group in matches.groups
    )
    return replace(matches, groups=groups)
