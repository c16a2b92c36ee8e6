"""Every limit is a row of the table, can be set from outside and is documented."""

from __future__ import annotations

import pytest

from search.settings import LIMITS, Settings, markdown


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_a_limit_has_a_sentence_and_a_row(limit: object) -> None:
    assert limit.sentence.endswith(".")
    assert f"| `{limit.variable}` | {limit.default} | {limit.sentence} |" in markdown().splitlines()


def test_the_promised_limits() -> None:
    promised = {
        "query_characters": 256,
        "query_terms": 32,
        "query_depth": 8,
        "expansions": 200,
        "prefix_letters": 3,
        "slop": 20,
        "fuzzy_edits": 2,
        "results_window": 10_000,
        "page_size": 100,
        "deadline_seconds": 1.0,
    }
    assert {limit.name: limit.default for limit in LIMITS if limit.name in promised} == promised


def test_the_environment_overrides() -> None:
    settings = Settings.from_environment({"POSHUK_SLOP": "7", "POSHUK_DEADLINE_SECONDS": "0.25", "HOME": "x"})
    assert settings == Settings(slop=7, deadline_seconds=0.25)


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "1.5", "1e3"])
def test_an_override_that_is_no_number_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="POSHUK_SLOP must be a whole number above zero"):
        Settings.from_environment({"POSHUK_SLOP": text})


@pytest.mark.parametrize("text", ["nan", "inf", "soon"])
def test_no_endless_deadline(text: str) -> None:
    with pytest.raises(ValueError, match="POSHUK_DEADLINE_SECONDS must be a number above zero"):
        Settings.from_environment({"POSHUK_DEADLINE_SECONDS": text})
