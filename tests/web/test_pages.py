"""The pages as a reader without JavaScript gets them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from search.answer.answer import ArticleView, Passage, Rewrite, Totals
from search.query.notices import NOTICES as SEARCH_NOTICES
from web.languages import COOKIE
from web.messages import NOTICES

LANGUAGES = ("uk", "ru", "en")


def page(client: FlaskClient, path: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == status
    return html.fromstring(answer.get_data(as_text=True))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/search?q=метро", "/articles/metro-uk", "/help", "/nothing"])
def test_every_page_says_its_language_and_offers_the_others(client: FlaskClient, lang: str, path: str) -> None:
    tree = html.fromstring(client.get(f"/{lang}{path}").get_data(as_text=True))
    assert tree.get("lang") == lang
    alternates = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")}
    assert set(alternates) == {*LANGUAGES, "x-default"}
    if path != "/nothing":
        for other in LANGUAGES:
            assert client.get(alternates[other]).status_code == 200
    assert tree.xpath("//nav//a[@aria-current='true' and @hreflang]")[0].get("hreflang") == lang


@pytest.mark.parametrize(
    ("accepted", "cookie", "location"),
    [
        ("", None, "/uk/"),
        ("en-GB,en;q=0.8", None, "/en/"),
        ("ru-UA,uk;q=0.9", None, "/ru/"),
        ("de,pl", None, "/uk/"),
        ("en", "ru", "/ru/"),
        ("en", "xx", "/en/"),
    ],
)
def test_front_page_goes_to_the_readers_language(
    client: FlaskClient, accepted: str, cookie: str | None, location: str
) -> None:
    if cookie:
        client.set_cookie(COOKIE, cookie)
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, location)
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)


def test_addresses_without_language_keep_their_query(client: FlaskClient) -> None:
    answer = client.get("/search?q=%D1%96&section=a&section=b&_external=1&_scheme=javascript&ui=en")
    assert answer.headers["Location"].startswith("/uk/search?q=%D1%96&section=a&section=b&")


def test_language_of_the_address_wins_and_is_remembered(client: FlaskClient) -> None:
    first = client.get("/en/", headers={"Accept-Language": "uk"})
    cookie = first.headers["Set-Cookie"]
    assert cookie.startswith("lang=en;")
    for flag in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Set-Cookie" not in client.get("/en/", headers={"Accept-Language": "uk"}).headers
    assert client.get("/", headers={"Accept-Language": "uk"}).headers["Location"] == "/en/"


def test_cookie_is_for_https_where_that_is_spoken(client: FlaskClient) -> None:
    assert "Secure" in client.get("/en/", base_url="https://localhost").headers["Set-Cookie"]


def test_results_show_hit_marks_versions_and_counts(client: FlaskClient) -> None:
    tree = page(client, "/uk/search?q=метро")
    hit = tree.xpath("//article")[0]
    assert [text(mark) for mark in hit.xpath(".//mark")] == ["метро", "метро"]
    assert hit.xpath(".//h2/a")[0].get("lang") == "uk"
    metro = "%D0%BC%D0%B5%D1%82%D1%80%D0%BE"
    assert hit.xpath(".//h2/a")[0].get("href") == f"/uk/articles/metro-uk?q={metro}&hit=1#best"
    assert "26 березня 2023, 11:21" in text(hit)
    assert [link.get("hreflang") for link in hit.xpath(".//ul//a")] == ["en"]
    assert [text(tab) for tab in tree.xpath("//nav[@class='tabs']//a")] == ["Усі 42", "Укр 30", "Рус 0", "Eng 12"]


@pytest.mark.parametrize(
    ("lang", "stories", "documents", "sentence"),
    [
        ("uk", 1, 1, "Знайдено 1 матеріал"),
        ("uk", 2, 2, "Знайдено 2 матеріали"),
        ("uk", 5, 5, "Знайдено 5 матеріалів"),
        ("uk", 11, 11, "Знайдено 11 матеріалів"),
        ("uk", 21, 21, "Знайдено 21 матеріал"),
        ("uk", 1, 3, "Знайдено 1 матеріал у 3 мовних версіях"),
        ("ru", 1, 1, "Найдено: 1 материал"),
        ("ru", 3, 3, "Найдено: 3 материала"),
        ("ru", 12, 12, "Найдено: 12 материалов"),
        ("ru", 20, 21, "Найдено: 20 материалов в 21 языковой версии"),
        ("en", 1, 1, "Found: 1 story"),
        ("en", 1234, 2000, "Found: 1,234 stories in 2,000 versions"),
    ],
)
def test_counts_agree(
    client: FlaskClient, service: Any, lang: str, stories: int, documents: int, sentence: str
) -> None:
    service.changes = {"totals": Totals(stories, documents)}
    assert text(page(client, f"/{lang}/search").get_element_by_id("found")).startswith(sentence)


def test_filters_are_links_and_can_be_taken_off(client: FlaskClient, service: Any) -> None:
    tree = page(client, "/en/search?q=a&section=Регіони&from-date=2023-01-31&lang=uk")
    offers = {text(link): link.get("href") for link in tree.xpath("//ul[@class='active']//a")}
    assert [label.split(" ×")[0] for label in offers] == [
        "Українська",
        "from 31 January 2023",
        "Section: Регіони",
        "Take all off",
    ]
    client.get(next(url for label, url in offers.items() if label.startswith("Section")))
    assert service.asked[-1].section == ()
    assert service.asked[-1].lang == ("uk",)
    chosen = tree.xpath("//aside//a[@aria-current='true']")
    assert [text(link) for link in chosen] == ["Регіони 3"]


def test_forms_keep_the_filters(client: FlaskClient) -> None:
    tree = page(client, "/uk/search?q=a&section=Спорт&order-by=newest&page=2")
    search, dates = tree.forms
    assert dict(search.form_values()) == {"q": "a", "section": "Спорт", "order-by": "newest"}
    assert dict(dates.form_values()) == {
        "q": "a",
        "section": "Спорт",
        "order-by": "newest",
        "from-date": "",
        "to-date": "",
    }


def test_paging(client: FlaskClient, service: Any) -> None:
    service.changes = {"pages": 9}
    tree = page(client, "/en/search?q=a&page=5")
    assert [text(item) for item in tree.xpath("//nav[@class='paging']//li")] == (
        ["← Previous", "1", "…", "4", "5", "6", "…", "9", "Next →"]
    )
    assert text(tree.xpath("//a[@aria-current='page']")[0]) == "5"
    assert tree.xpath("//a[@rel='next']")[0].get("href") == "/en/search?q=a&page=6"


def test_rewrites_can_be_undone_and_notices_are_told(client: FlaskClient, service: Any) -> None:
    service.changes = {
        "rewrites": (Rewrite("layout", "ghbdtn", "привет", "ghbdtn", "repair"),),
        "notices": (("wildcard", "*<b>"),),
        "suggestions": ("привіт",),
    }
    notices = page(client, "/ru/search?q=ghbdtn").xpath("//div[@class='notices']")[0]
    assert "Показаны результаты для «привет». Искать «ghbdtn»" in text(notices)
    assert notices.xpath(".//a")[0].get("href") == "/ru/search?q=ghbdtn&repair=off"
    assert "*<b>" in text(notices)
    assert "привіт" in text(notices)


@pytest.mark.parametrize(
    ("lang", "showing", "instead", "meant"),
    [
        ("uk", "Показано результати для «привет».", "Шукати «ghbdtn»", "Можливо, ви мали на увазі:"),
        ("ru", "Показаны результаты для «привет».", "Искать «ghbdtn»", "Возможно, вы имели в виду:"),
        ("en", "Showing results for “привет”.", "Search instead for “ghbdtn”", "Did you mean:"),
    ],
)
def test_a_repair_is_told_in_three_languages(
    client: FlaskClient, service: Any, lang: str, showing: str, instead: str, meant: str
) -> None:
    service.changes = {
        "rewrites": (Rewrite("layout", "ghbdtn", "привет", "ghbdtn", "repair"),),
        "suggestions": ("привіт",),
    }
    notices = page(client, f"/{lang}/search?q=ghbdtn").xpath("//div[@class='notices']")[0]
    assert f"{showing} {instead}" in text(notices)
    assert meant in text(notices)
    assert [link.get("href") for link in notices.xpath(".//a")] == [
        f"/{lang}/search?q=ghbdtn&repair=off",
        f"/{lang}/search?q=%D0%BF%D1%80%D0%B8%D0%B2%D1%96%D1%82",
    ]


def test_new_words_are_repaired_again(client: FlaskClient) -> None:
    tree = page(client, "/en/search?q=ghbdtn&repair=off&cross=off")
    assert tree.xpath("//form[@role='search']//input[@type='hidden']/@name") == ["cross"]


def test_nothing_found_offers_help(client: FlaskClient, service: Any) -> None:
    service.changes = {"hits": (), "totals": Totals(0, 0), "pages": 0, "suggestions": ("метро",)}
    tree = page(client, "/uk/search?q=метрро&section=Спорт")
    assert "Нічого не знайдено" in text(tree)
    links = {text(link): link.get("href") for link in tree.xpath("//div[@class='nothing']//a")}
    assert links["метро"] == "/uk/search?q=%D0%BC%D0%B5%D1%82%D1%80%D0%BE&section=%D0%A1%D0%BF%D0%BE%D1%80%D1%82"
    assert links["шукати без фільтрів"].endswith("?q=%D0%BC%D0%B5%D1%82%D1%80%D1%80%D0%BE")


def test_article(client: FlaskClient) -> None:
    tree = page(client, "/en/articles/metro-uk?q=метро")
    story = tree.xpath("//article")[0]
    assert story.get("lang") == "uk"
    assert [text(p) for p in story.xpath("./p")] == ["Перший абзац.", "Другий абзац про метро."]
    original = story.xpath(".//a[@href='https://visnyk.example/metro/']")[-1]
    assert "noopener" in original.get("rel")
    assert story.xpath(".//a[@hreflang='en']")[0].get("href").startswith("/en/articles/metro-en")
    assert page(client, "/uk/articles/none", 404).xpath("//h1")[0].text == "Не знайдено"


def test_every_notice_of_the_search_has_a_sentence() -> None:
    assert set(NOTICES) == set(SEARCH_NOTICES)


def test_help_can_be_tried(client: FlaskClient) -> None:
    for lang in LANGUAGES:
        links = page(client, f"/{lang}/help").xpath("//dl//a")
        assert len(links) >= 10
        for link in links:
            assert client.get(link.get("href")).status_code == 200


HOSTILE = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover=alert(1) x="',
    "' autofocus onfocus=alert(1) '",
    "{{ 7*7 }}{% raw %}",
    "<mark>fake</mark>",
    "&lt;script&gt;",
    "<!--",
    "]]>",
    "\u202e\u2066\x00\x0b",
    "%(x)s %s",
)


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_stored_or_typed_becomes_markup(client: FlaskClient, service: Any, bad: str) -> None:
    view = service.stored["metro-uk"]
    service.found = replace(
        view.article, title=bad, lead=bad, body=bad, section=bad, tags=(bad,), authors=(bad,), url=f"javascript:{bad}"
    )
    service.versions = (replace(view.translations[0], title=bad, id=bad, url=f"data:{bad}"),)
    service.stored["bad"] = ArticleView(service.found, service.versions)
    service.passage = Passage(bad, ((0, len(bad)),))
    service.changes = {
        "suggestions": (bad,),
        "rewrites": (Rewrite(bad, bad, bad, bad, "repair"),),
        "notices": ((bad, bad),),
    }
    for path in ("/uk/articles/bad", "/uk/search", "/uk/"):
        answer = client.get(path, query_string={"q": bad, "section": bad[:200]})
        tree = html.fromstring(answer.get_data(as_text=True).replace("\x00", ""))
        assert answer.status_code == 200
        data = tree.xpath("//script[@type='application/ld+json']/text()")
        assert [json.loads(text)["headline"] for text in data] == [bad] * len(data)
        assert len(tree.xpath("//script")) == len(tree.xpath("//script[starts-with(@src, '/static/')]")) + len(data)
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")
        assert not [
            url for url in tree.xpath("//@href | //@src") if not url.startswith(("/", "#", "https://visnyk.example/"))
        ]
        assert not tree.xpath("//img[@src='x']")
