"""Exports and answers of other systems: their names of fields, and their lists of records wherever they stand."""

from __future__ import annotations

import json

import pytest

TEXT = "The library has opened its reading room after repairs. Visitors will find ten thousand books there."
TITLE = "Library opens"
MOMENT = "2024-03-15T08:00:00+00:00"

RECORDS = {
    "news-please": {"title": TITLE, "maintext": TEXT, "date_publish": "2024-03-15 08:00:00 UTC"},
    "newspaper": {"title": TITLE, "text": TEXT, "publish_date": "2024-03-15T08:00:00Z"},
    "JSON Feed": {"title": TITLE, "content_html": f"<p>{TEXT}</p>", "date_published": "2024-03-15T08:00:00Z"},
    "WordPress": {
        "title": {"rendered": TITLE},
        "content": {"rendered": f"<p>{TEXT}</p>"},
        "date_gmt": "2024-03-15T08:00:00Z",
    },
    "Strapi": {"id": 1, "attributes": {"title": TITLE, "content": TEXT, "publishedAt": "2024-03-15T08:00:00Z"}},
    "Guardian": {"webTitle": TITLE, "webPublicationDate": "2024-03-15T08:00:00Z", "fields": {"bodyText": TEXT}},
    "Mongo": {
        "_id": {"$oid": "65f"},
        "title": TITLE,
        "text": TEXT,
        "created_at": {"$date": {"$numberLong": "1710489600000"}},
    },
    "seconds": {"title": TITLE, "text": TEXT, "timestamp": 1710489600},
    "unreadable first": {"title": TITLE, "text": TEXT, "published": "yesterday", "date": "2024-03-15T08:00:00Z"},
}


@pytest.mark.parametrize("system", RECORDS)
def test_their_fields_are_read(read_file, system):
    (article,) = read_file(json.dumps(RECORDS[system])).articles
    assert (article.title, article.body, article.published.isoformat()) == (TITLE, TEXT, MOMENT)


ROW = {"title": TITLE, "text": TEXT}
WRAPPED = [
    {"took": 3, "hits": {"total": 1, "hits": [{"_id": "a", "_source": ROW}]}},
    {"response": {"status": "ok", "results": [ROW]}},
    {"meta": {"page": 1}, "payload": {"pages": [{"list": [ROW]}]}},
    {"chats": {"list": [{"name": "Channel", "messages": [ROW]}]}},
]


@pytest.mark.parametrize("document", WRAPPED)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_list_of_records_is_found_wherever_it_stands(read_file, document, indent):
    found = read_file(json.dumps(document, indent=indent))
    assert found.titles == [TITLE]
    assert not found.rejections


def test_an_article_with_lists_of_its_own_stays_one(read_file):
    record = ROW | {"authors": [{"name": "A. B."}], "images": [{"title": "A picture"}], "related": [{"title": "Other"}]}
    assert read_file(json.dumps(record)).titles == [TITLE]


def test_a_message_in_spans_is_one_text(read_file):
    spans = ["The ", {"type": "bold", "text": "library"}, " has opened its reading room after repairs."]
    (article,) = read_file(json.dumps({"id": 1, "title": TITLE, "text": spans})).articles
    assert article.body == "The library has opened its reading room after repairs."


def test_a_site_is_no_identity(read_file):
    rows = [{"title": f"Library opens {n}", "text": TEXT, "url": "https://site.example/"} for n in range(3)]
    ids = {article.id for article in read_file("\n".join(map(json.dumps, rows))).articles}
    assert len(ids) == 3


def test_an_ampersand_that_was_escaped_makes_the_same_address(read_file):
    rows = [ROW | {"url": "https://site.example/?id=5&amp;l=uk"}, ROW | {"url": "https://site.example/?id=5&l=uk"}]
    assert len({article.id for article in read_file("\n".join(map(json.dumps, rows))).articles}) == 1
