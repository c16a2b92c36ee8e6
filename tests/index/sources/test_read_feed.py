"""RSS and Atom: full content preferred, malformed feeds read, hostile ones harmless."""

import time

import pytest

from index.limits import LIMITS

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Visnyk</title><language>uk</language>
<item><title>Бібліотека відкрила зал &amp; кафе</title><link>https://visnyk.example/news/hall/?utm_source=rss</link>
<guid isPermaLink="false">77</guid><pubDate>Sun, 26 Mar 2023 11:21:00 +0300</pubDate>
<dc:creator>Відділ культури</dc:creator><category>Культура</category><category>бібліотеки</category>
<description>Коротко про зал.</description>
<content:encoded><![CDATA[<p>Читальний зал <b>відкрито</b>.</p><script>alert(1)</script>
<p>Вхід вільний.</p>]]></content:encoded>
</item></channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Visnyk</title>
<entry><title type="html">Library &lt;em&gt;opens&lt;/em&gt; its hall</title><id>urn:x:1</id>
<link rel="self" href="https://visnyk.example/feed/1"/><link href="https://visnyk.example/eng/news/hall/"/>
<published>2023-03-26T08:21:00Z</published><updated>2024-01-01T00:00:00Z</updated>
<author><name>Culture Desk</name><email>desk@visnyk.example</email></author><summary>In short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The reading room is open.</p>
<p>Entry is free for everyone.</p></div></content></entry></feed>"""


def items(*bodies, head='<?xml version="1.0"?>'):
    return head + "<rss><channel>" + "".join(f"<item>{body}</item>" for body in bodies) + "</channel></rss>"


def test_rss(read_file):
    article = read_file(RSS).articles[0]
    assert article.title == "Бібліотека відкрила зал & кафе"
    assert article.url == "https://visnyk.example/news/hall/"
    assert article.body == "Читальний зал відкрито.\n\nВхід вільний."
    assert article.lead == "Коротко про зал."
    assert article.authors == ("Відділ культури",)
    assert (article.section, article.tags, article.lang) == ("Культура", ("бібліотеки",), "uk")
    assert article.published.isoformat() == "2023-03-26T11:21:00+03:00"
    assert article.id != "77"  # the same page as HTML has the id of its URL


def test_atom(read_file):
    article = read_file(ATOM).articles[0]
    assert article.title == "Library opens its hall"
    assert article.url == "https://visnyk.example/eng/news/hall/"
    assert article.body == "The reading room is open.\n\nEntry is free for everyone."
    assert article.authors == ("Culture Desk",)
    assert article.published.isoformat() == "2023-03-26T08:21:00+00:00"


def test_summary_when_there_is_nothing_more(read_file):
    article = read_file(
        items("<title>Library opens today</title><description>The room is open.</description>")
    ).articles[0]
    assert (article.body, article.lead) == ("The room is open.", None)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u", "utf-16"])
def test_declared_encodings(read_file, encoding):
    text = RSS.replace("UTF-8", encoding)
    assert read_file(text.encode(encoding)).titles == ["Бібліотека відкрила зал & кафе"]


def test_malformed_feeds_are_read(read_file):
    found = read_file(
        items(
            "<title>R&D at&nbsp;home in the library</title><link>https://x.example/?a=1&b=2</link>",
            "<title>Books <b>unclosed in the library</title>",
            "<title>The last item of the library</title>",
        )
    )
    assert found.titles[0] == "R&D at home in the library"
    assert found.articles[0].url == "https://x.example/?a=1&b=2"
    assert len(found.articles) >= 2


def test_a_mistake_does_not_eat_later_entities(read_file):
    found = read_file(
        items("<title>Books &oops; shelves in the library</title><description>&lt;p>One.&lt;p>Two.</description>")
    )
    assert found.titles == ["Books &oops; shelves in the library"]
    assert found.articles[0].body == "One.\n\nTwo."


def test_cut_short(read_file):
    assert read_file(RSS.replace("</channel></rss>", "<item><title>Половина но")).titles[0].startswith("Бібліотека")


def test_billion_laughs(read_file):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    start = time.process_time()
    found = read_file(
        items("<title>The library &a11; opens</title><description>The room is open.</description>", head=doctype)
    )
    assert time.process_time() - start < 2
    assert len(found) == 1
    assert all(len(article.title) < 100 for article in found.articles)


def test_external_entities_are_not_opened(read_file, tmp_path):
    (tmp_path / "secret").write_text("SECRET")
    for system in (f"file://{tmp_path}/secret", "http://127.0.0.1:1/secret"):
        doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{system}">]>'
        found = read_file(
            items("<title>The library &e; opens</title><description>Room open.</description>", head=doctype)
        )
        assert "SECRET" not in repr(found)


@pytest.mark.parametrize(
    "hostile",
    ["<a>" * 100_000, "<a>" * 1000 + "</a>" * 1000, f"<title>{'x' * 11_000_000}</title>", "<title>\x00\x01</title>"],
)
def test_hostile_items_are_answered(read_file, hostile):
    found = read_file(items("<title>The library opens today</title>", hostile))
    assert found.titles == ["The library opens today"]
    assert len(found.rejections) == 1


def test_an_element_beyond_the_limit(read_file, monkeypatch):
    monkeypatch.setitem(LIMITS, "record_bytes", 200_000)
    found = read_file(items("<title>The library opens today</title>" + " " * 70_000, "<x>y</x>" * 50_000))
    assert found.reasons == {"too-long": 1}


def test_five_megabytes_in_seconds(read_file):
    item = "<title>The library opens today</title><description>" + "The room is open. " * 200 + "</description>"
    start = time.process_time()
    found = read_file(items(*[item] * 1400))
    assert len(found.articles) == 1400
    assert time.process_time() - start < 15


ITEM = (
    "<item><title>{0}</title><link>{1}</link><guid>{2}</guid><description>Бібліотека відкрила зал.</description></item>"
)


def feed(*items, extra=""):
    return f'<rss version="2.0"><channel><language>uk</language>{extra}{"".join(items)}</channel></rss>'


def test_items_that_share_a_link_are_articles_of_their_own(read_file):
    for link in ("https://site.example/", "https://site.example/live"):
        items = [ITEM.format(f"Новина дня {n}", link, f"tag:{n}") for n in range(3)]
        assert len({article.id for article in read_file(feed(*items)).articles}) == 3


def test_the_channels_language_is_that_of_every_item(read_file):
    items = [ITEM.format("Тренер Динамо про матч", f"https://site.example/{n}", n) for n in range(3)]
    assert [article.lang for article in read_file(feed(*items)).articles] == ["uk"] * 3


def test_a_prefix_that_was_not_declared_ends_no_feed(read_file):
    items = [ITEM.format(f"Новина дня {n}", f"https://site.example/{n}", n) for n in range(3)]
    items[1] = items[1].replace("<guid>", "<media:thumbnail url='x'/><guid>")
    assert len(read_file(feed(*items)).articles) == 3


def test_elements_go_by_their_namespace_and_not_by_their_prefix(read_file):
    content = (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Новина дня</a:title><a:id>x</a:id>'
        "<a:source><a:id>y</a:id><a:title>Вісник</a:title></a:source>"
        "<a:summary>Бібліотека відкрила зал після ремонту.</a:summary></a:entry></a:feed>"
    )
    (article,) = read_file(content).articles
    assert (article.title, article.source) == ("Новина дня", "Вісник")


def test_the_longer_text_is_the_longer_one_for_a_reader(read_file):
    item = ITEM.format("Новина дня", "https://site.example/1", 1).replace(
        "<guid>", f"<content>{'&lt;img src=x class=a&gt;' * 30}Коротко.</content><guid>"
    )
    (article,) = read_file(feed(item)).articles
    assert article.body == "Бібліотека відкрила зал."
