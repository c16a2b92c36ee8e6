"""HTTP parameters become a SearchRequest, or one error per wrong parameter; links are their inverse."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search.answer.answer import SearchRequest
from web.parameters import NAMES, query_pairs, search_request, with_value

READ: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("q=метро", {"q": "метро"}),
    ("q=", {}),
    ("q=+two++words+", {"q": " two  words "}),
    ("lang=uk", {"lang": ("uk",)}),
    ("lang=en,uk", {"lang": ("en", "uk")}),
    ("lang=en&lang=uk,en", {"lang": ("en", "uk")}),
    ("lang=", {}),
    ("from-date=2023-03-26&to-date=2023-03-26", {"from_date": date(2023, 3, 26), "to_date": date(2023, 3, 26)}),
    ("from-date=&to-date=", {}),
    ("section=Спорт&section=Культура", {"section": ("Спорт", "Культура")}),
    ("section=Спорт,+футбол", {"section": ("Спорт, футбол",)}),
    ("tag=+НАТО+", {"tag": ("НАТО",)}),
    ("author=А&author=А", {"author": ("А",)}),
    ("order-by=newest", {"order_by": "newest"}),
    ("page=3&page-size=100", {"page": 3, "page_size": 100}),
    ("page=100&page-size=100", {"page": 100, "page_size": 100}),
    ("group=none", {"group": "none"}),
    (
        "facets=off&cross=0&translit=false&explain=1",
        {"facets": False, "cross": False, "translit": False, "explain": True},
    ),
]

REFUSED = [
    ("page=0", "page"),
    ("page=-1", "page"),
    ("page=+1", "page"),
    ("page=%2B1", "page"),
    ("page=1.0", "page"),
    ("page=1e30", "page"),
    ("page=1_0", "page"),
    ("page=٣", "page"),
    ("page=１", "page"),
    ("page=" + "9" * 4000, "page"),
    ("page=1" + "0" * 30, "page"),
    ("page=one", "page"),
    ("page=1&page=2", "page"),
    ("page=101&page-size=100", "page"),
    ("page-size=0", "page-size"),
    ("page-size=101", "page-size"),
    ("page-size=NaN", "page-size"),
    ("from-date=2023-02-30", "from-date"),
    ("from-date=26.03.2023", "from-date"),
    ("from-date=2023-W12-7", "from-date"),
    ("from-date=20230326", "from-date"),
    ("from-date=0001-01-01", "from-date"),
    ("from-date=٢٠٢٣-٠٣-٢٦", "from-date"),
    ("to-date=9999-12-31", "to-date"),
    ("to-date=2023-03-26T00:00", "to-date"),
    ("from-date=2023-03-27&to-date=2023-03-26", "from-date"),
    ("lang=de", "lang"),
    ("lang=uk,UK", "lang"),
    ("order-by=date", "order-by"),
    ("group=tag", "group"),
    ("facets=maybe", "facets"),
    ("q=a&q=b", "q"),
    ("tag=" + "x" * 201, "tag"),
    ("&".join(f"tag={n}" for n in range(21)), "tag"),
]


@pytest.mark.parametrize(("query", "values"), READ)
def test_reads(client: FlaskClient, service: Any, query: str, values: dict[str, Any]) -> None:
    assert client.get(f"/api/search?{query}").status_code == 200
    assert service.asked == [SearchRequest(**values)]


@pytest.mark.parametrize(("query", "parameter"), REFUSED)
@pytest.mark.parametrize("path", ["/api/search", "/uk/search"])
def test_refuses(client: FlaskClient, service: Any, path: str, query: str, parameter: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert service.asked == []
    if answer.is_json:
        assert [error["parameter"] for error in answer.get_json()["errors"]] == [parameter]
        assert all(error["detail"].endswith(".") for error in answer.get_json()["errors"])


def test_names_everything_that_is_wrong(client: FlaskClient) -> None:
    errors = client.get("/api/search?page=x&from-date=y&lang=z").get_json()["errors"]
    assert {error["parameter"] for error in errors} == {"page", "from-date", "lang"}


def test_api_refuses_unknown_parameters_and_says_what_was_meant(client: FlaskClient, service: Any) -> None:
    errors = client.get("/api/search?q=a&order_by=newest&zzz=1").get_json()["errors"]
    assert [error["parameter"] for error in errors] == ["order_by", "zzz"]
    assert "order-by" in errors[0]["detail"]
    assert service.asked == []


def test_pages_ignore_unknown_parameters(client: FlaskClient, service: Any) -> None:
    assert client.get("/uk/search?q=a&utm_source=letter&fbclid=1").status_code == 200
    assert service.asked == [SearchRequest(q="a", prefer="uk")]


def test_reader_is_told_in_his_language(client: FlaskClient) -> None:
    page = client.get("/uk/search?page=0").get_data(as_text=True)
    assert "page має бути цілим числом від 1 до" in page


requests = st.builds(
    SearchRequest,
    q=st.text(max_size=20).filter(lambda text: not text or text.strip()),
    lang=st.lists(st.sampled_from(["uk", "ru", "en"]), min_size=1, unique=True).map(tuple),
    from_date=st.none() | st.dates(date(1900, 1, 1), date(2000, 1, 1)),
    to_date=st.none() | st.dates(date(2000, 1, 1), date(2999, 12, 31)),
    section=st.lists(st.sampled_from(["Спорт", "a,b", "=&?#+%", "«»"]), unique=True).map(tuple),
    order_by=st.sampled_from(["relevance", "newest", "oldest"]),
    page=st.integers(1, 100),
    page_size=st.integers(1, 100),
    group=st.sampled_from(["story", "none"]),
    facets=st.booleans(),
    explain=st.booleans(),
)


@given(requests)
def test_links_say_what_they_mean(fake_app: Flask, asked: SearchRequest) -> None:
    pairs = query_pairs(asked, page=asked.page)
    with fake_app.test_request_context("/api/search?" + urlencode(pairs)) as context:
        assert search_request(context.request.args, strict=True) == asked


def test_a_link_leads_to_the_first_page_unless_it_names_one() -> None:
    asked = SearchRequest(q="a", page=7)
    assert query_pairs(asked, order_by="newest") == [("q", "a"), ("order-by", "newest")]
    assert query_pairs(asked, page=8) == [("q", "a"), ("page", "8")]


def test_defaults_are_left_out_of_links() -> None:
    assert query_pairs(SearchRequest()) == []


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ((), "Спорт", ("Спорт",)),
        (("Спорт",), "Спорт", ()),
        (("спорт", "А"), "Спорт", ("А",)),
        (("А",), "Б", ("А", "Б")),
    ],
)
def test_toggles(before: tuple[str, ...], value: str, after: tuple[str, ...]) -> None:
    assert with_value(SearchRequest(section=before), "section", value) == after


def test_every_part_of_a_request_has_a_parameter() -> None:
    assert {name.replace("-", "_") for name in NAMES} == set(SearchRequest.__dataclass_fields__)


def test_an_absurd_number_is_refused_like_any_other(app: Flask) -> None:
    with app.test_request_context("/api/search"), pytest.raises(Exception, match="page must be a whole number"):
        search_request(MultiDict({"page": "9" * 1_000_000}), strict=True)
