"""One record with its source's own names becomes an Article, or is refused with a reason."""

import time
import tracemalloc

import pytest

from index.limits import LIMITS
from index.sources.record import Refused, article_from, author_names

TITLE, TEXT = "The library opens", "The reading room has opened after repairs. Entry is free."


def article(**record):
    return article_from({"title": TITLE, "text": TEXT, **record})


ALIASES = {
    "body": ("text", "content", "body", "articleBody", "article_body", "full-text", "content:encoded"),
    "title": ("headline", "title", "Title", "HEADLINE"),
    "lead": ("summary", "description", "lead", "dek"),
    "section": ("category", "section", "articleSection"),
    "source": ("site", "source", "publisher"),
    "story_id": ("group", "story_id", "story", "storyId"),
}


@pytest.mark.parametrize(("field", "alias"), [(field, alias) for field, names in ALIASES.items() for alias in names])
def test_aliases(field, alias):
    record = {"title": TITLE, "text": TEXT}
    record = {name: value for name, value in record.items() if name != {"body": "text"}.get(field, field)}
    value = "Some words of English text"
    name = alias.removeprefix("content:") if alias == "content:encoded" else alias
    if name == "encoded":
        name = "content"
    assert getattr(article_from({**record, name: value}), field) == value


@pytest.mark.parametrize("name", ["date", "published", "pubDate", "datePublished", "published_at", "publishedAt"])
def test_aliases_of_the_date(name):
    assert article(**{name: "2023-03-26T11:21:00"}).published.isoformat() == "2023-03-26T11:21:00+03:00"


@pytest.mark.parametrize("name", ["url", "link", "canonical"])
def test_aliases_of_the_address(name):
    assert article(**{name: "https://x.example/1"}).url == "https://x.example/1"


AUTHORS = [
    ("Roman Petrenko", ["Roman Petrenko"]),
    ("By Roman Petrenko", ["Roman Petrenko"]),
    ("Roman Petrenko, Olha Koval", ["Roman Petrenko", "Olha Koval"]),
    ("Roman Petrenko and Olha Koval", ["Roman Petrenko", "Olha Koval"]),
    ("Роман Петренко та Ольга Коваль", ["Роман Петренко", "Ольга Коваль"]),
    ("Відділ культури та спорту", ["Відділ культури та спорту"]),
    (["Roman Petrenko", "Olha Koval", "Roman Petrenko"], ["Roman Petrenko", "Olha Koval"]),
    ({"@type": "Person", "name": "Roman Petrenko"}, ["Roman Petrenko"]),
    ([{"name": "Roman Petrenko"}, "Olha Koval"], ["Roman Petrenko", "Olha Koval"]),
    ("desk@x.example (Roman Petrenko)", ["Roman Petrenko"]),
    ("https://facebook.example/someone", []),
    ("", []),
    (None, []),
    ([None, {}, [], 5, ["Olha Koval"]], ["5"]),
    ("<b>Roman</b> Petrenko", ["Roman Petrenko"]),
    ("О'Генрі Д’Арк", ["О'Генрі Д’Арк"]),
]


@pytest.mark.parametrize(("value", "names"), AUTHORS)
def test_authors(value, names):
    assert list(author_names(value)) == names


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("one, two,three", ("one", "two", "three")),
        (["one", "two, and three"], ("one", "two, and three")),
        ("['one', 'two']", ("one", "two")),
        ("[broken, 'list]", ("broken", "'list")),
        ("#one; #two", ("one", "two")),
        ([{"name": "one"}, {"term": "two"}], ("one", "two")),
        (",,,", ()),
        (["x"] * 1000, ("x",)),
    ],
)
def test_tags(value, tags):
    assert article(tags=value).tags == tags


def test_lists_are_bounded():
    assert len(article(tags=[str(number) for number in range(1000)]).tags) == LIMITS["names"]
    assert len(article(section="word " * 1000).section) <= LIMITS["name_characters"]


def test_ids():
    by_url = article(url="https://x.example/1?utm_source=a#top", date="2023-03-26")
    assert by_url.id == article(url="HTTPS://X.example:443/1", title="Another headline").id
    assert article(id=7).id == "7"
    assert article(id=0).id == "0"
    assert article(date="2023-03-26").id == article(date="26.03.2023", text="Another text in English.").id
    assert article(date="2023-03-26").id != article(date="2023-03-27").id
    assert article().id != article(text="Another text in English, on another day.").id


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "no-text"),
        ({"title": "", "text": " \n\t"}, "no-text"),
        ({"title": None, "text": None, "url": "https://x.example/1"}, "no-text"),
        ({"title": "...", "text": "—"}, "no-text"),
        ({"title": {"a": []}, "text": [[]]}, "no-text"),
        ({"title": "<p></p>", "text": "<script>alert(1)</script>"}, "no-text"),
        (
            {"text": "Der Lesesaal der Bibliothek ist nach der Renovierung wieder geöffnet."},
            "other-language",
        ),
        ({"title": TITLE, "text": TEXT, "id": "x" * 1000}, "bad-id"),
        ({"title": TITLE, "text": "word " * 500_000}, "too-long"),
        ({"title": TITLE, "text": "<p>" * 3_000_000}, "too-long"),
    ],
)
def test_refusals(record, reason):
    with pytest.raises(Refused) as refusal:
        article_from(record)
    assert refusal.value.reason == reason
    assert refusal.value.detail.endswith(".")


def test_a_missing_title_is_the_first_sentence():
    assert article_from({"text": TEXT}).title == "The reading room has opened after repairs."
    long = article_from({"text": "and the reading room of the library with all its books " * 100}).title
    assert 100 <= len(long) <= 120
    assert long.endswith("…")


def test_a_missing_body_is_empty():
    assert article_from({"title": TITLE, "text": ""}).body == ""


def test_a_title_of_paragraphs_is_cut_and_kept_whole_in_the_body():
    found = article(title="The library " * 100)
    assert len(found.title) <= LIMITS["title_characters"]
    assert found.body.startswith("The library " * 99)
    assert found.body.endswith(TEXT)


BODIES = [
    ("One.\r\nTwo.", "One.\n\nTwo."),
    ("One.\n \n\n\nTwo\nlines.", "One.\n\nTwo lines."),
    ("  One\t\ttwo\xa0three  ", "One two three"),
    ("<p>One &amp; two.</p><p>Three<br>four</p>", "One & two.\n\nThree\n\nfour"),
    ("One <script>alert(1)</script>two <b>three</b>.", "One two three."),
    ("AT&amp;T and R&D, a < b, <3, <ім'я>", "AT&T and R&D, a < b, <3, <ім'я>"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    ("One\x00\x1b[31m\x07 two\ufeff\ufffe", "One[31m two"),
    ("\u0438\u0306\u0456\u0308", "йї"),
    ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
    ("<style>p {}</style><!-- no --><p>One</p>", "One"),
    ("<p>One", "One"),
    ("<div>" * 200 + "One", "One"),
    ("Line\u2028two", "Line\n\ntwo"),
]


@pytest.mark.parametrize(("text", "body"), BODIES)
def test_bodies_are_plain_text(text, body):
    assert article_from({"title": "Бібліотека відкрила зал", "text": text, "lang": "uk"}).body == body


URLS = [
    ("https://X.Example/a?utm_source=x&b=1&fbclid=2#c", "https://x.example/a?b=1"),
    ("http://x.example:80", "http://x.example/"),
    ("https://x.example:8443/", "https://x.example:8443/"),
    ("https://user:password@x.example/", "https://x.example/"),
    ("https://x.example/новини/?q=є", "https://x.example/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/?q=%D1%94"),
    ("https://x.example/a%20b?c=%D1%94", "https://x.example/a%20b?c=%D1%94"),
    (" https://x.example/a ", "https://x.example/a"),
    ("https://[::1]/a", "https://[::1]/a"),
    ("javascript:alert(1)", None),
    ("JaVaScRiPt:alert(1)", None),
    ("data:text/html,x", None),
    ("//x.example/a", None),
    ("/a", None),
    ("x.example/a", None),
    ("https://", None),
    ("https:///a", None),
    ("https://x.example/a\nb", None),
    ("https://x.example/\x00", None),
    ("java\tscript:alert(1)", None),
    ("https://x.example/a b", "https://x.example/a%20b"),
    ('https://x.example/"onclick=', None),
    ("https:\\\\x.example", None),
    ("https://[::1", None),
    ("https://x.example:port/", None),
    ("https://x.example/\ud800", None),
    ("https://x.example/" + "a" * 3000, None),
    (5, None),
    ({"@id": "https://x.example/a"}, "https://x.example/a"),
]


@pytest.mark.parametrize(("given", "kept"), URLS)
def test_urls(given, kept):
    assert article(url=given).url == kept


STORIES = [
    {"https://x.example/news/1/", "https://x.example/rus/news/1/", "http://www.x.example/eng/news/1?utm_source=a"},
    {"https://x.example/uk/a", "https://x.example/ru/a", "https://x.example/en-US/a", "https://en.x.example/a"},
    {"https://x.example/?p=1", "https://x.example/ru/?p=1"},
]


@pytest.mark.parametrize("urls", STORIES, ids=str)
def test_translations_share_a_story(urls):
    (story,) = {article(url=url).story_id for url in urls}
    assert story


def test_stories_that_are_none():
    assert article(url="https://x.example/").story_id is None
    assert article(url="https://x.example/eng/").story_id is None
    assert article().story_id is None
    assert article(url="https://x.example/1", story="s").story_id == "s"
    assert article(url="https://x.example/?p=1").story_id != article(url="https://x.example/?p=2").story_id


@pytest.mark.parametrize("fragment", ["a@", "a@b (", "Aa ", "Aa and ", "a.", "by "])
def test_a_long_byline_takes_little_time(fragment):
    start = time.process_time()
    author_names(fragment * (200_000 // len(fragment)))
    assert time.process_time() - start < 2


def test_a_long_printed_list_is_not_parsed():
    tracemalloc.start()
    article(tags="[" + "[]," * 300_000 + "]")
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()
