"""Every setting and every limit is documented where a reader would look for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.limits import TABLE
from search.settings import LIMITS
from web.settings import SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
INPUT_LIMITS = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("row", [*SETTINGS, *LIMITS], ids=lambda row: row.name)
def test_a_setting_is_in_the_readme(row: object) -> None:
    assert f"| `{row.variable}` | {row.default} | {row.sentence} |" in README


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_an_input_limit_is_in_its_document(row: object) -> None:
    assert f"| `{row.name}` | {row.default:,} | {row.sentence} |" in INPUT_LIMITS
