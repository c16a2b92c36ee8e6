"""WARC: an article per HTML response."""

import gzip
import io

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = """<!doctype html><html lang="uk"><head><meta charset="windows-1251">
<title>Бібліотека відкрила читальний зал</title>
<meta property="og:type" content="article"></head><body><article><h1>Бібліотека відкрила читальний зал</h1>
<p>Читальний зал бібліотеки відкрито після ремонту, і відвідувачі знайдуть тут десять тисяч книжок.</p>
<p>Вхід вільний для всіх щодня, крім понеділка, а працівники сподіваються на багатьох читачів.</p>
</article></body></html>"""


def make_warc(*responses, compress=False):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compress)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for url, status, content_type, body, *headers in responses:
        http = StatusAndHeaders(status, [("Content-Type", content_type), *headers], protocol="HTTP/1.1")
        payload = io.BytesIO(body)
        writer.write_record(
            writer.create_warc_record(url, "response", payload=payload, length=len(body), http_headers=http)
        )
    return out.getvalue()


RESPONSES = [
    ("https://visnyk.example/news/1/", "200 OK", "text/html; charset=windows-1251", PAGE.encode("cp1251")),
    ("https://visnyk.example/a.png", "200 OK", "image/png", b"\x89PNG"),
    ("https://visnyk.example/gone/", "404 Not Found", "text/html", b"<html>gone</html>"),
    (
        "https://visnyk.example/news/2/",
        "200 OK",
        "text/html",
        gzip.compress(PAGE.encode("cp1251")),
        ("Content-Encoding", "gzip"),
    ),
]


def test_responses(read_file):
    for compress in (False, True):
        found = read_file(make_warc(*RESPONSES, compress=compress))
        assert [article.url for article in found.articles] == [RESPONSES[0][0], RESPONSES[3][0]]
        assert found.titles == ["Бібліотека відкрила читальний зал"] * 2
        assert found.reasons == {"http-status": 1}


def test_cut_short(read_file):
    data = make_warc(*RESPONSES, compress=True)
    found = read_file(data[: len(data) // 2])
    assert len(found) >= 1


def test_a_bomb_in_a_response(read_file):
    bomb = gzip.compress(b"<html><body>" + b" " * 20_000_000)
    bad = ("https://visnyk.example/x/", "200 OK", "text/html", bomb, ("Content-Encoding", "gzip"))
    found = read_file(make_warc(bad, RESPONSES[0]))
    assert found.reasons == {"too-long": 1}
    assert len(found.articles) == 1


def test_lying_content_length(read_file):
    data = make_warc(RESPONSES[0], RESPONSES[0])
    lying = data.replace(b"Content-Length: ", b"Content-Length: 9", 2)
    assert len(read_file(lying)) >= 1
