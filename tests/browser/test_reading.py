"""A reader at work, in a real browser, on a real server."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]
Shoots = Callable[[Page, str], None]


def hits(page: Page) -> Any:
    return page.locator("article.hit")


def search(page: Page, words: str) -> None:
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")


def test_search_filter_article_and_back(open_page: Opens, shot: Shoots) -> None:
    page = open_page("/uk/")
    search(page, "метро Києва")
    expect(hits(page).first).to_contain_text("метро")
    expect(hits(page).first.locator("mark").first).to_be_visible()
    page.locator("nav.tabs").get_by_role("link", name=re.compile("Укр")).click()
    expect(page.locator("nav.tabs [aria-current]")).to_contain_text("Укр")
    every = hits(page).count()

    page.locator("aside").get_by_role("link", name=re.compile("^Регіони")).click()
    expect(page.locator("ul.active")).to_contain_text("Розділ: Регіони")
    assert 0 < hits(page).count() < every
    shot(page, "filtered")

    hits(page).first.locator("h2 a").click()
    expect(page.locator("article.story h1")).to_have_text(
        "Як будували київське метро: від п’яти станцій до трьох ліній"
    )
    expect(page.locator("article.story")).to_have_attribute("lang", "uk")
    expect(page.locator("mark:target, #best:target + mark")).to_be_in_viewport()
    page.locator("nav.back a").first.click()
    expect(page.locator("ul.active")).to_contain_text("Розділ: Регіони")
    expect(page.locator("#q")).to_have_value("метро Києва")
    assert page.troubles == []


def test_forms_of_a_name_find_one_another(open_page: Opens) -> None:
    page = open_page("/uk/search?q=Залужним")
    expect(hits(page).first).to_contain_text("Залужного")
    expect(hits(page).first.locator("mark").first).to_contain_text("Залужн")


@pytest.mark.parametrize(
    ("lang", "heading", "found"),
    [
        ("uk", "Пошук в архіві новин", "Знайдено"),
        ("ru", "Поиск по архиву новостей", "Найдено"),
        ("en", "Search the news archive", "Found"),
    ],
)
def test_switching_the_language_keeps_the_place(
    open_page: Opens, shot: Shoots, lang: str, heading: str, found: str
) -> None:
    page = open_page("/en/search?q=UNESCO&order-by=newest")
    page.locator("nav.interface").locator(f"a[hreflang={lang}]").click()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("#q")).to_have_value("UNESCO")
    expect(page.locator("#found")).to_contain_text(found)
    assert f"/{lang}/search?q=UNESCO&order-by=newest" in page.url
    shot(page, f"results-{lang}")
    page.goto("/")
    expect(page.locator("h1")).to_have_text(heading)
    shot(page, f"front-{lang}")


def test_language_tabs_narrow_to_articles_in_one_language(open_page: Opens) -> None:
    page = open_page("/uk/search?q=ЮНЕСКО")
    tab = page.locator("nav.tabs").get_by_role("link", name="Рус")
    count = int(tab.locator(".count").inner_text())
    tab.click()
    expect(page.locator("nav.tabs [aria-current]")).to_contain_text("Рус")
    expect(hits(page)).to_have_count(min(count, 10))
    assert set(hits(page).locator("h2 a").evaluate_all("links => links.map(link => link.lang)")) == {"ru"}


def test_paging(open_page: Opens, shot: Shoots) -> None:
    page = open_page("/uk/search?q=Україна")
    first = hits(page).locator("h2").all_inner_texts()
    page.locator("a[rel=next]").click()
    expect(page.locator("nav.paging [aria-current=page]")).to_have_text("2")
    assert not set(first) & set(hits(page).locator("h2").all_inner_texts())
    page.locator("nav.paging").scroll_into_view_if_needed()
    shot(page, "paging")


def test_dates(open_page: Opens) -> None:
    page = open_page("/en/search?q=Ukraine")
    page.get_by_label("From").fill("2025-01-01")
    page.get_by_label("To", exact=True).fill("2025-12-31")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("ul.active")).to_contain_text("from 1 January 2025")
    assert {text[:4] for text in hits(page).locator("time").evaluate_all("all => all.map(one => one.dateTime)")} == {
        "2025"
    }


def test_nothing_found_helps(open_page: Opens, shot: Shoots) -> None:
    page = open_page("/ru/search?q=абракадаброид&section=Спорт")
    expect(page.get_by_role("heading", name="Ничего не найдено")).to_be_visible()
    shot(page, "nothing")
    page.get_by_role("link", name="искать без фильтров").click()
    expect(page).to_have_url(re.compile("search\\?q=[^&]+$"))


def test_keyboard_alone(open_page: Opens, shot: Shoots) -> None:
    page = open_page("/en/search?q=metro")
    page.keyboard.press("Tab")
    expect(page.locator(".skip").first).to_be_focused()
    expect(page.locator(".skip").first).to_be_in_viewport()
    shot(page, "keyboard")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("chess")
    page.keyboard.press("Enter")
    expect(hits(page).first).to_contain_text("Chess")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('article.hit h2 a')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("article.story")).to_be_visible()


def test_without_javascript(open_page: Opens) -> None:
    page = open_page("/uk/", java_script_enabled=False)
    search(page, "борщ")
    expect(hits(page).first).to_contain_text("борщ")
    page.locator("aside").get_by_role("link", name=re.compile("^Культура")).click()
    expect(page.locator("ul.active")).to_contain_text("Культура")
    page.locator("nav.order").get_by_role("link", name="Найдавніші").click()
    expect(page.locator("nav.order [aria-current]")).to_have_text("Найдавніші")


PHONE = ["/uk/", "/ru/search?q=метро", "/en/articles/kyiv-metro-history-en?q=metro", "/uk/help", "/en/search?page=0"]


@pytest.mark.parametrize("path", PHONE)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways(open_page: Opens, shot: Shoots, path: str, scheme: str) -> None:
    page = open_page(path, width=360, height=780, color_scheme=scheme, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shot(page, f"phone-{scheme}-{path.strip('/').split('?')[0].replace('/', '-')}")


def test_a_phone_folds_the_filters(open_page: Opens, shot: Shoots) -> None:
    page = open_page("/uk/search?q=метро", width=360, height=780)
    expect(page.get_by_label("Від")).to_be_hidden()
    page.locator("#refine").click()
    expect(page.get_by_label("Від")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shot(page, "phone-filters")


LUMINANCE = """
element => {
  const parse = color => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = color => parse(color).map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  let behind = element;
  while (behind && getComputedStyle(behind).backgroundColor.endsWith(', 0)')) behind = behind.parentElement;
  const both = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(light);
  return (Math.max(...both) + .05) / (Math.min(...both) + .05);
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(open_page: Opens, shot: Shoots, scheme: str) -> None:
    """WCAG 2.2 AA: at least 4.5 to 1."""
    page = open_page("/uk/search?q=метро&section=Регіони", color_scheme=scheme)
    shot(page, f"desktop-{scheme}")
    for selector in ("h2 a", "mark", ".passages", ".line time", ".count", ".tongue", ".active a", "button", ".order a"):
        for element in page.locator(selector).all()[:3]:
            assert element.evaluate(LUMINANCE) >= 4.5, selector


def test_print_leaves_out_what_cannot_be_clicked(open_page: Opens) -> None:
    page = open_page("/uk/search?q=метро")
    page.emulate_media(media="print")
    for selector in ("form.search", "nav.tabs", "aside", "nav.interface"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(hits(page).first).to_be_visible()


def test_the_first_result_is_in_sight_on_a_phone(open_page: Opens) -> None:
    page = open_page("/uk/search?q=метро", width=360, height=760)
    assert hits(page).first.bounding_box()["y"] < 300


@pytest.mark.parametrize("word", ["юнеско", "метро", "музей"])
def test_stories_are_shown_in_the_readers_language(open_page: Opens, word: str) -> None:
    page = open_page(f"/uk/search?q={word}")
    assert {link.get_attribute("lang") for link in hits(page).locator("h2 a").all()[:3]} == {"uk"}


@pytest.mark.parametrize("javascript", [True, False])
def test_matches_are_walked_through(open_page: Opens, javascript: bool) -> None:
    page = open_page("/en/search?q=metro&lang=en", java_script_enabled=javascript)
    hits(page).first.locator("h2 a").click()
    page.get_by_role("link", name="first").click()
    seen = 1
    while (following := page.get_by_role("link", name="Next match")).count():
        following.click()
        seen += 1
        expect(page.locator(f"#match-{seen}")).to_be_in_viewport()
    expect(page.locator(f"#match-{seen}")).to_have_text(re.compile("metro", re.IGNORECASE))
    assert f"{seen} matches" in page.locator("nav.back").inner_text()


def test_suggestions_are_chosen_by_keyboard(open_page: Opens, shot: Shoots) -> None:
    page = open_page("/uk/")
    field = page.locator("#q")
    field.press_sequentially("мет")
    options = page.locator("[role=option]")
    expect(options.first).to_contain_text("мет")
    shot(page, "suggestions")
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    chosen = options.first.locator("span").first.inner_text()
    expect(field).to_have_value(chosen)
    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("мет")


def test_suggestions_forgive_the_wrong_layout(open_page: Opens) -> None:
    page = open_page("/uk/")
    page.locator("#q").press_sequentially("vtnh")
    expect(page.locator("[role=option]").first).to_contain_text("метр")


def test_recent_searches_stay_in_the_browser_until_forgotten(open_page: Opens) -> None:
    page = open_page("/en/")
    search(page, "metro")
    page.goto("/en/")
    page.locator("#q").click()
    expect(page.locator("[role=option][data-kind=recent]")).to_have_text("metro")
    page.locator("[role=option][data-kind=forget]").click()
    page.goto("/en/")
    page.locator("#q").click()
    expect(page.locator("[role=option]")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_advanced_form_searches(open_page: Opens, javascript: bool) -> None:
    page = open_page("/en/advanced", java_script_enabled=javascript)
    page.get_by_label("These words", exact=True).fill("metro")
    page.get_by_label("None of these words").fill("budget")
    page.locator("form.advanced").get_by_role("button", name="Search").click()
    expect(page.locator("#q")).to_have_value("metro -budget")
    expect(hits(page).first).to_be_visible()
