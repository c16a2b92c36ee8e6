"""CSV and TSV with a header."""

import pytest

from index.limits import LIMITS

TEXT = "The library has opened its reading room."


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(read_file, delimiter):
    rows = [["id", "Title", "Article Body", "Pub Date"], ["1", "Library opens", TEXT, "2024-05-01"]]
    article = read_file("\r\n".join(delimiter.join(row) for row in rows)).articles[0]
    assert (article.id, article.title, article.body) == ("1", "Library opens", TEXT)
    assert article.published.isoformat() == "2024-05-01T00:00:00+03:00"


def test_quoted_cells_span_lines(read_file):
    found = read_file(f'title,text\n"Library, ""new"" room","{TEXT}\n\nSecond paragraph."\nOther,{TEXT}\n')
    assert found.titles == ['Library, "new" room', "Other"]
    assert found.articles[0].body == f"{TEXT}\n\nSecond paragraph."


def test_rows_with_too_few_or_too_many_cells(read_file):
    found = read_file(
        f"title,text,url\nThe room is open\nBooks are here,{TEXT},https://x.example/2,extra,cells\n,,\n\n"
    )
    assert found.titles == ["The room is open", "Books are here"]
    assert not found.rejections


def test_a_cell_beyond_the_limit(read_file, monkeypatch):
    long = "x" * 50 + "\n" + "y" * LIMITS["record_bytes"]
    found = read_file(f'title,text\nThe room is open,{TEXT}\nLong,"{long}"\nBooks are here,{TEXT}\n')
    assert found.titles[0] == "The room is open"
    assert found.titles[-1] == "Books are here"
    assert found.reasons == {"bad-row": 1}


def test_excel_in_windows_1251(read_file):
    text = "назва;title;text\n1;Бібліотека відкрила зал;Читальний зал працює щодня, вхід вільний.\n"
    assert read_file(text.encode("cp1251")).titles == ["Бібліотека відкрила зал"]


def test_nul_bytes(read_file):
    assert read_file(f"title,text\nLib\0rary,{TEXT}\n").titles == ["Library"]


def test_a_text_with_commas_is_no_table(read_file):
    assert read_file("Hello, world, this is\na text, with commas\n").reasons == {"not-an-article": 1}


def test_a_stray_quote_swallows_no_rows(read_file):
    rows = [f"{n}\t{chr(34) if n == 2 else ''}Library opens {n}\t{TEXT}" for n in range(1, 20)]
    found = read_file("\n".join(["id\ttitle\ttext", *rows]))
    assert [article.id for article in found.articles] == [str(n) for n in range(1, 20)]


def test_quotes_after_backslashes(read_file):
    found = read_file(f'title,text\n"The \\"new\\" library, open","{TEXT}"\nOther,{TEXT}\n')
    assert found.titles == ['The "new" library, open', "Other"]


def test_a_line_that_names_the_separator_and_a_header_that_comes_again(read_file):
    found = read_file(f"sep=;\ntitle;text\nLibrary opens;{TEXT}\ntitle;text\nOther;{TEXT}\n")
    assert found.titles == ["Library opens", "Other"]
    assert not found.rejections


def test_words_for_nothing_are_nothing(read_file):
    (article,) = read_file(f"title,text,author,url\nLibrary opens,{TEXT},nan,NULL\n").articles
    assert (article.authors, article.url) == ((), None)


@pytest.mark.parametrize("header", ["заголовок,текст,дата", "Заголовок,Содержание,Дата"])
def test_headers_in_ukrainian_and_russian(read_file, header):
    (article,) = read_file(f"{header}\nLibrary opens,{TEXT},2024-05-01\n").articles
    assert (article.title, article.published.isoformat()) == ("Library opens", "2024-05-01T00:00:00+03:00")


def test_html_that_was_escaped_is_text(read_file):
    (article,) = read_file(f"title,text\nLibrary opens,&lt;p&gt;{TEXT}&lt;/p&gt;\n").articles
    assert article.body == TEXT
