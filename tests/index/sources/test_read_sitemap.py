"""News sitemaps complete the pages that are read with them."""

from index.sources import read

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://visnyk.example/eng/news/hall/</loc><news:news><news:publication><news:name>Visnyk</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2023-03-26T11:21:00+03:00</news:publication_date>
<news:title>From the sitemap</news:title><news:keywords>library, hall</news:keywords></news:news></url>
<url><loc>https://visnyk.example/eng/news/absent/</loc></url><url><loc>javascript:alert(1)</loc></url></urlset>"""

PAGE = """<!doctype html><html lang="en"><head><title>The library opens its hall</title>
<link rel="canonical" href="https://visnyk.example/eng/news/hall/"></head><body><article>
<h1>The library opens its hall</h1>
<p>The reading room of the library has opened after repairs, and visitors will find ten thousand books in it.</p>
<p>Entry is free for everyone on every day of the week, and the staff hope that many readers will come and stay.</p>
<p>The oldest books of the collection are kept in a room of their own, which can be seen with a guide on Sundays.</p>
</article></body></html>"""


def test_a_page_takes_from_the_sitemap_what_it_lacks(tmp_path):
    (tmp_path / "a-page").write_text(PAGE)
    (tmp_path / "z-sitemap.xml").write_text(SITEMAP)
    article, *rejections = sorted(read([str(tmp_path)]), key=lambda item: type(item).__name__)
    assert article.title == "The library opens its hall"
    assert article.published.isoformat() == "2023-03-26T11:21:00+03:00"
    assert article.tags == ("library", "hall")
    assert article.source == "Visnyk"
    assert [(item.position, item.reason) for item in rejections] == [("record 3", "no-body"), ("record 2", "no-body")]


def test_alone_it_gives_no_article(read_file):
    found = read_file(SITEMAP)
    assert found.reasons == {"no-body": 3}
    assert "https://visnyk.example/eng/news/hall/" in found.rejections[1].detail


def test_a_sitemap_with_another_scheme_means_the_same_page_and_its_date_comes_before_one_in_the_text(tmp_path):
    (tmp_path / "a-sitemap.xml").write_text(SITEMAP.replace("https://visnyk", "http://www.visnyk"))
    (tmp_path / "z-page").write_text(PAGE.replace("</h1>", "</h1><div>Last updated on 2 May 2024</div>"))
    (article,) = [item for item in read([str(tmp_path)]) if not hasattr(item, "reason")]
    assert article.published.isoformat() == "2023-03-26T11:21:00+03:00"
