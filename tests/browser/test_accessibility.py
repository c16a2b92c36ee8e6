"""axe-core finds nothing on any state of any page, in any language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STATES = [
    "/",
    "/search?q=метро",
    "/search?q=metro&section=Регіони&from-date=2024-01-01&to-date=2024-12-31",
    "/search?q=метро&why=kyiv-metro-history-uk",
    "/search",
    "/search?q=цогослованема",
    "/search?q=ghbdtn",
    "/search?page=0",
    "/articles/kyiv-metro-history-uk?q=метро&hit=1",
    "/articles/nothing",
    "/advanced?words=метро&phrase=Київ",
    "/help",
]


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{row['id']}: {node['html'][:120]}" for row in found for node in row["nodes"]]


@pytest.mark.parametrize("lang", ["uk", "ru", "en"])
@pytest.mark.parametrize("path", STATES)
def test_axe_finds_nothing(open_page: Callable[..., Any], lang: str, path: str) -> None:
    assert violations(open_page(f"/{lang}{path}")) == []


@pytest.mark.parametrize("path", STATES[:3] + STATES[8:9])
def test_axe_finds_nothing_on_a_phone_in_the_dark(open_page: Callable[..., Any], path: str) -> None:
    assert violations(open_page(f"/uk{path}", width=320, height=640, color_scheme="dark")) == []


def test_axe_finds_nothing_while_suggestions_are_open(open_page: Callable[..., Any]) -> None:
    page = open_page("/uk/")
    page.get_by_role("combobox").press_sequentially("метр")
    page.locator("[role=option]").first.wait_for()
    assert violations(page) == []
