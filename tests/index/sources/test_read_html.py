"""HTML pages: what they say about themselves, the text without its surroundings, hostile pages in bounded time."""

import json
import time

import pytest

PARAGRAPHS = (
    "The reading room of the library has opened after repairs, and visitors will find ten thousand books in it.",
    "Entry is free for everyone on every day of the week, and the staff hope that many readers will come and stay.",
    "The oldest books of the collection are kept in a room of their own, which can be seen with a guide on Sundays.",
)
UKRAINIAN = (
    "Читальний зал бібліотеки відкрито після ремонту, і відвідувачі знайдуть у ньому десять тисяч книжок.",
    "Вхід вільний для всіх щодня, крім понеділка, а працівники сподіваються на багатьох читачів.",
    "Найстаріші книжки зібрання зберігають в окремій кімнаті, яку можна оглянути з екскурсоводом у неділю.",
)
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Visnyk"},
        {
            "@type": ["NewsArticle"],
            "headline": "The library opens its reading room",
            "description": "Repairs are over.",
            "datePublished": "2023-03-26T11:21:00+03:00",
            "author": [{"@type": "Person", "name": "Culture Desk"}, {"name": "Science Desk"}],
            "publisher": {"@type": "Organization", "name": "Visnyk"},
            "articleSection": "Culture",
            "keywords": "library, books",
            "inLanguage": "en",
        },
    ],
}
OPEN_GRAPH = """<meta property="og:type" content="article">
<meta property="og:title" content="The library opens | Visnyk">
<meta property="og:site_name" content="Visnyk"><meta property="og:url" content="https://visnyk.example/eng/news/hall/?utm_x=1">
<meta property="article:published_time" content="2023-03-26T11:21:00+03:00">
<meta property="article:section" content="Culture">
<meta property="article:tag" content="library"><meta property="article:tag" content="books">
<meta property="article:author" content="https://facebook.example/desk"><meta name="author" content="Culture Desk">"""
ALTERNATES = """<link rel="alternate" hreflang="uk" href="https://visnyk.example/news/zala/">
<link rel="alternate" hreflang="en" href="https://visnyk.example/eng/news/hall/">
<link rel="alternate" hreflang="ru-UA" href="https://visnyk.example/rus/news/zal/">
<link rel="alternate" hreflang="x-default" href="https://visnyk.example/"><link rel="canonical" href="{canonical}">"""


def page(head="", paragraphs=PARAGRAPHS, lang="en", heading="The library opens its reading room"):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>
    <nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>{heading}</h1>{text}</article></main>
    <aside><h2>Related news</h2><ul><li><a href="/1">Another headline about something</a></li></ul></aside>
    <footer>All rights reserved</footer><script>var x = "<p>not text</p>";</script></body></html>"""


def json_ld(value):
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_json_ld(read_file):
    article = read_file(page(json_ld(LINKED) + "<title>Other</title>")).articles[0]
    assert article.title == "The library opens its reading room"
    assert article.authors == ("Culture Desk", "Science Desk")
    assert article.published.isoformat() == "2023-03-26T11:21:00+03:00"
    assert (article.section, article.tags, article.source) == ("Culture", ("library", "books"), "Visnyk")
    assert article.lead == "Repairs are over."
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_open_graph(read_file):
    article = read_file(page(OPEN_GRAPH)).articles[0]
    assert article.title == "The library opens"
    assert article.url == "https://visnyk.example/eng/news/hall/"
    assert article.authors == ("Culture Desk",)
    assert article.published.isoformat() == "2023-03-26T11:21:00+03:00"
    assert (article.section, article.tags, article.source) == ("Culture", ("library", "books"), "Visnyk")


@pytest.mark.parametrize(
    "value", ["{broken", '{"a":' * 50_000, "[[]]", '"text"', "", '{"@type": 5}', '{"@graph": {"@type": null}}']
)
def test_broken_json_ld_costs_nothing(read_file, value):
    found = read_file(page(f'<script type="application/ld+json">{value}</script>{OPEN_GRAPH}'))
    assert found.titles == ["The library opens"]


def test_alternates_share_a_story(read_file):
    addresses = [
        "https://visnyk.example/news/zala/",
        "https://visnyk.example/eng/news/hall/",
        "https://visnyk.example/rus/news/zal/",
    ]
    stories = {
        read_file(page(OPEN_GRAPH + ALTERNATES.format(canonical=address))).articles[0].story_id for address in addresses
    }
    assert len(stories) == 1
    assert None not in stories


def test_canonical_comes_before_other_addresses(read_file):
    article = read_file(
        page(OPEN_GRAPH + '<link rel="canonical" href="https://visnyk.example/eng/news/other/">')
    ).articles[0]
    assert article.url == "https://visnyk.example/eng/news/other/"
    article = read_file(page(OPEN_GRAPH + '<link rel="canonical" href="javascript:alert(1)">')).articles[0]
    assert article.url == "https://visnyk.example/eng/news/hall/"


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u", "utf-8", "utf-16"])
def test_declared_encodings(read_file, encoding):
    text = page(paragraphs=UKRAINIAN, lang="uk")
    text = text.replace("The library opens its reading room", "Бібліотека відкрила зал").replace("utf-8", encoding)
    assert read_file(text.encode(encoding)).titles == ["Бібліотека відкрила зал"]


def test_a_wrongly_declared_encoding(read_file):
    text = page(paragraphs=UKRAINIAN, lang="uk")
    assert "Читальний зал" in read_file(text.encode("cp1251")).articles[0].body


def test_a_page_in_a_form(read_file):
    text = page().replace("<body>", "<body><form action='/'>").replace("</body>", "</form></body>")
    assert read_file(text).articles[0].body == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        page(paragraphs=[], heading="All the news"),
        page('<link rel="canonical" href="https://visnyk.example/">', heading="All the news"),
        page('<link rel="canonical" href="https://visnyk.example/eng/">' + json_ld(LINKED)),
        "<html></html>",
        "<!doctype html>",
        "<html><body></body></html>",
    ],
)
def test_what_is_no_article_is_rejected(read_file, text):
    found = read_file(text)
    assert not found.articles
    assert set(found.reasons) <= {"not-an-article", "no-text"}


HOSTILE = {
    "deep": "<div>" * 100_000,
    "deep and closed": "<div>" * 200 + "hello" + "</div>" * 200,
    "wide": "<p>hello world</p>" * 100_000,
    "many deep": ("<div>" * 110 + "hello" + "</div>" * 110) * 300,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(60_000)) + ">hello</p>",
    "unclosed tag": "<p " + "a" * 1_000_000,
    "comment without end": "<!--" + "x" * 1_000_000,
    "quotes": "<a href='" * 50_000,
    "nul": "\0" * 1000 + "<p>hello</p>",
    "entities": "&amp" * 200_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_pages_are_answered_in_bounded_time(read_file, case):
    start = time.process_time()
    found = read_file("<!doctype html><html><body>" + HOSTILE[case])
    assert len(found) == 1
    assert time.process_time() - start < 10


def test_too_long(read_file):
    assert read_file(page() + " " * 5_000_000).reasons == {"too-long": 1}
