"""Every setting and every limit is documented where a reader would look for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.limits import TABLE
from search.settings import LIMITS
from web.settings import SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
INPUT_LIMITS = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("row", [*SETTINGS, *LIMITS], ids=lambda row: row.name)
def test_a_setting_is_in_the_readme(row: object) -> None:
    assert f"| `{row.variable}` | {row.default} | {row.sentence} |" in README


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_an_input_limit_is_in_its_document(row: object) -> None:
    assert f"| `{row.name}` | {row.default:,} | {row.sentence} |" in INPUT_LIMITS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_leads_to_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [document.parent / target for target in re.findall(r"\]\(([^)#:]+)\)", text)]
    sources = [ROOT / name for name in re.findall(r"`((?:index|search|web|bench|tests)/[\w/.-]+)`", text)]
    assert not [path for path in (*links, *sources) if not path.exists()]
