"""From a result to its article and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from lxml import html

from search.answer.answer import MarkedArticle, Passage, Totals
from search.errors import TimedOut


def page(client: FlaskClient, path: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == status
    return html.fromstring(answer.get_data(as_text=True))


@pytest.fixture
def marked(service: Any) -> None:
    texts = MarkedArticle(
        Passage("Метро", ((0, 5),)), Passage(""), (Passage("а б", ((0, 1), (2, 3))), Passage("в", ((0, 1),))), 2
    )
    service.stored["metro-uk"] = replace(service.stored["metro-uk"], marked=texts)


@pytest.mark.usefixtures("marked")
def test_matches_are_numbered_and_lead_to_their_neighbours(client: FlaskClient) -> None:
    tree = page(client, "/uk/articles/metro-uk?q=метро&hit=1")
    assert [mark.text for mark in tree.xpath("//mark[@id]")] == ["а", "б", "в"]
    jumps = [[a.get("href") for a in jump.xpath("a")] for jump in tree.xpath("//span[@class='jump']")]
    assert jumps == [["#match-2"], ["#match-1", "#match-3"], ["#match-2"]]
    assert tree.xpath("//span[@id='best']/following-sibling::mark[1]/@id") == ["match-2"]
    assert "3 збіги" in tree.xpath("//nav[contains(@class, 'back')]")[0].text_content()


@pytest.mark.usefixtures("marked")
def test_back_leads_to_the_same_results_at_the_hit(client: FlaskClient) -> None:
    metro, regions = quote("метро"), quote("Регіони")
    results = f"/uk/search?q={metro}&section={regions}&order-by=newest&page=3"
    first = page(client, results).xpath("//article//h2/a/@href")[0]
    back = page(client, first.partition("#")[0]).xpath("//nav[contains(@class, 'back')]/a/@href")[0]
    assert back == f"{results}#hit-1"


@pytest.mark.usefixtures("marked")
def test_a_translation_keeps_the_search(client: FlaskClient) -> None:
    tree = page(client, "/uk/articles/metro-uk?q=метро&page=2&hit=4")
    (version,) = tree.xpath("//section[@aria-labelledby='others']//a/@href")
    assert version.endswith("page=2&hit=4") and "q=" in version


def test_beyond_the_last_page_a_reader_is_led_back(client: FlaskClient, service: Any) -> None:
    service.changes = {"hits": (), "totals": Totals(42, 97), "pages": 5}
    tree = page(client, "/uk/search?q=a&page=9")
    assert tree.xpath("//div[@class='nothing']//a/@href")[0] == "/uk/search?q=a&page=5"


def test_the_last_page_says_that_there_are_more_than_can_be_paged_through(client: FlaskClient, service: Any) -> None:
    service.changes = {"totals": Totals(20_000, 20_000), "pages": 1000}
    assert not page(client, "/uk/search?q=a&page=999").xpath("//p[@class='end']")
    assert "10" in page(client, "/uk/search?q=a&page=1000").xpath("//p[@class='end']")[0].text


def test_a_day_without_a_time_shows_no_midnight(client: FlaskClient, service: Any) -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    service.found = replace(service.found, published=datetime(2024, 3, 5, tzinfo=kyiv))
    assert page(client, "/uk/search?q=a").xpath("//article//time")[0].text == "5 березня 2024"
    service.found = replace(service.found, published=datetime(2024, 3, 5, 0, 1, tzinfo=kyiv))
    assert page(client, "/uk/search?q=a").xpath("//article//time")[0].text == "5 березня 2024, 00:01"


def test_browsing_offers_no_best_match_and_no_reasons(client: FlaskClient) -> None:
    tree = page(client, "/uk/search")
    assert "Найдоречніші" not in tree.xpath("//nav[@class='order']")[0].text_content()
    assert not tree.xpath("//*[contains(@class, 'why')]")


def test_an_error_page_keeps_the_form_and_the_filters(client: FlaskClient) -> None:
    tree = page(client, "/uk/search?q=метро&tag=ЄС&page=x", status=400)
    assert tree.xpath("//input[@name='q']/@value") == ["метро"]
    assert tree.xpath("//input[@name='tag']/@value") == ["ЄС"]


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("path", ["/uk/search?q=a", "/api/search?q=a", "/uk/help"])
def test_pages_and_answers_are_compressed_as_agreed(client: FlaskClient, path: str, coding: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": coding})
    assert answer.headers["Content-Encoding"] == coding
    assert "accept-encoding" in answer.headers["Vary"].lower()
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "identity"}).headers


@pytest.mark.parametrize("path", ["/uk/search?q=a", "/uk/help", "/uk/articles/metro-uk", "/uk/"])
def test_a_page_seen_before_costs_no_body(client: FlaskClient, path: str) -> None:
    tag = client.get(path, headers={"Accept-Encoding": "br"}).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag, "Accept-Encoding": "br"})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/uk/search?q=b", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("article_id", ["/2024/metro", "//x", "a//b/", "?q=1", "метро/1", "a%2Fb", "#1"])
def test_an_article_opens_whatever_its_id(client: FlaskClient, service: Any, article_id: str) -> None:
    view = service.stored["metro-uk"]
    service.found = replace(view.article, id=article_id)
    service.stored[article_id] = replace(view, article=service.found)
    (address,) = page(client, "/uk/search?q=a").xpath("//article//h2/a/@href")
    assert page(client, address.partition("#")[0]).xpath("//h1")[0].text_content() == view.article.title
    assert client.get(f"/api/articles/{quote(article_id, safe='/')}").get_json()["id"] == article_id


def test_a_timed_out_search_is_503_and_the_front_page_keeps_its_form(client: FlaskClient, service: Any) -> None:
    service.failure = TimedOut("over")
    for path in ("/uk/search?q=a", "/api/search?q=a"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/api/search?q=a").mimetype == "application/problem+json"
    assert page(client, "/uk/").xpath("//main//input[@name='q']")
