"""Answers in other formats than JSON, and what browsers and messengers read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from search.answer.answer import Suggestion

ATOM = "{http://www.w3.org/2005/Atom}"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"]


def table(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.mimetype == "text/csv" and answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_csv_has_a_row_for_each_hit(client: FlaskClient) -> None:
    (row,) = table(client, "/api/search?q=метро&format=csv")
    assert (row["id"], row["title"], row["tags"]) == ("metro-uk", "Як будували метро", "Київ; метро")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(client: FlaskClient, service: Any, formula: str) -> None:
    texts = {"title": formula, "section": formula, "authors": (formula,), "tags": (formula,), "id": formula}
    service.found = replace(service.found, **texts)
    (row,) = table(client, "/api/search?format=csv")
    assert all(row[name] == f"'{formula}" for name in texts)


def test_json_lines_are_the_hits_of_the_json_answer(client: FlaskClient) -> None:
    lines = client.get("/api/search?q=a&format=jsonl").get_data(as_text=True).splitlines()
    assert [json.loads(line) for line in lines] == client.get("/api/search?q=a").get_json()["hits"]


def test_atom_is_a_feed_of_absolute_links(client: FlaskClient, service: Any) -> None:
    service.found = replace(service.found, title="A & <b>\x0b")
    answer = client.get("/api/search?q=метро&format=atom")
    feed = etree.fromstring(answer.data)
    entry = feed.find(f"{ATOM}entry")
    assert answer.mimetype == "application/atom+xml"
    assert entry.findtext(f"{ATOM}title") == "A & <b>"
    assert entry.find(f"{ATOM}link").get("href") == "https://visnyk.example/metro/"
    assert feed.findtext(f"{ATOM}updated") == "2023-03-26T08:21:00+00:00"


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/csv", "text/csv"),
        ("application/atom+xml", "application/atom+xml"),
        ("image/png", "application/json"),
    ],
)
def test_the_accept_header_chooses_too(client: FlaskClient, accept: str, mimetype: str) -> None:
    assert client.get("/api/search?q=a", headers={"Accept": accept}).mimetype == mimetype


def test_an_unknown_format_is_refused(client: FlaskClient) -> None:
    answer = client.get("/api/search?format=xls")
    assert answer.status_code == 400
    assert answer.get_json()["errors"] == [
        {"parameter": "format", "detail": "format must be one of: json, jsonl, csv, atom."}
    ]


def test_browsers_are_told_of_the_search_and_readers_of_the_feed(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/uk/search?q=метро").get_data(as_text=True))
    description = client.get(tree.xpath("//link[@rel='search']/@href")[0])
    addresses = etree.fromstring(description.data).xpath("//*[local-name()='Url']/@template")
    assert all(address.startswith("http://localhost/") and "{searchTerms}" in address for address in addresses)
    assert client.get(tree.xpath("//link[@type='application/atom+xml']/@href")[0]).mimetype == "application/atom+xml"


def test_suggestions_for_pages_and_for_browsers(client: FlaskClient, service: Any) -> None:
    service.suggested = (Suggestion("word", "метро", "uk", 3), Suggestion("title", "Метро", "uk", 1, "m"))
    rows = client.get("/api/suggest?q=мет").get_json()["suggestions"]
    assert rows[1] == {"kind": "title", "text": "Метро", "lang": "uk", "documents": 1, "id": "m"}
    assert client.get("/api/suggest?q=мет&format=opensearch").get_json(force=True) == ["мет", ["метро"]]
    assert client.get("/api/suggest?q=мет&page=2").status_code == 400


def test_an_article_describes_itself_to_machines(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/uk/articles/metro-uk").get_data(as_text=True))
    data = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])
    assert (data["@type"], data["headline"], data["inLanguage"]) == ("NewsArticle", "Як будували метро", "uk")
    assert tree.xpath("//meta[@property='og:title']/@content") == ["Як будували метро"]
    assert tree.xpath("//input[@id='share']/@value") == ["http://localhost/articles/metro-uk"]


def test_crawlers_are_kept_from_combinations_of_filters(client: FlaskClient) -> None:
    assert "Disallow: /uk/search" in client.get("/robots.txt").get_data(as_text=True)


@pytest.mark.parametrize(
    ("form", "query"),
    [
        ("words=метро", "метро"),
        ("words=вибори&phrase=не+буде&none=спорт+кіно", 'вибори "не буде" -спорт -кіно'),
        (
            'title=Київ&by=Олена+"Коваленко&in=Культура+/+Кіно',
            'title:(Київ) author:"Олена  Коваленко" section:"Культура / Кіно"',
        ),
        ("words=+&none=", ""),
    ],
)
def test_the_advanced_form_makes_a_query(client: FlaskClient, form: str, query: str) -> None:
    tree = html.fromstring(client.get(f"/uk/advanced?{form}").get_data(as_text=True))
    assert "".join(tree.xpath("//main//code/text()")) == query


def test_the_advanced_form_leads_to_results_with_its_filters(client: FlaskClient) -> None:
    answer = client.get("/uk/advanced?words=a&from-date=2024-01-01&lang=uk&lang=en&search=1")
    assert answer.headers["Location"] == "/uk/search?q=a&lang=uk%2Cen&from-date=2024-01-01"


def test_related_stories_on_the_page_and_in_the_api(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/uk/articles/metro-uk").get_data(as_text=True))
    assert tree.xpath("//section[@aria-labelledby='related']//a/@href") == ["/uk/articles/metro-en"]
    (row,) = client.get("/api/articles/metro-uk/related").get_json()["related"]
    assert (row["id"], row["lang"], row["title"]) == ("metro-en", "en", "How the metro was built")
    assert client.get("/api/articles/nothing/related").status_code == 404
