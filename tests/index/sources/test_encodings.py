"""One module decides on encodings for all formats; labels are often wrong."""

from __future__ import annotations

import pytest

from index.sources.encoding import declared_in, decode

UKRAINIAN = "Бібліотека відкрила читальний зал після ремонту, її чекали читачі."
RUSSIAN = "Библиотека открыла читальный зал после ремонта, его ждали читатели."
FRENCH_NAMES = "Café owner José Muñoz wins the Düsseldorf prize for his new restaurant in the old town."


@pytest.mark.parametrize("label", [None, "windows-1251", "iso-8859-1", "latin1", "koi8-r", "nonsense"])
@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN])
def test_utf8_with_cyrillic_is_utf8_whatever_a_label_says(text, label):
    assert decode(text.encode(), label) == text


@pytest.mark.parametrize("label", [None, "windows-1251", "cp-1251", "win-1251", "Windows_1251", "utf-8"])
def test_cyrillic_bytes_are_read_with_and_without_labels(label):
    assert decode(RUSSIAN.encode("cp1251"), label) == RUSSIAN


def test_english_in_latin_letters_never_becomes_cyrillic():
    assert decode(FRENCH_NAMES.encode("latin-1")) == FRENCH_NAMES


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b'<?xml version="1.0" encoding="windows-1251"?><rss/>', "windows-1251"),
        (b'<html><head><meta charset="utf-8"></head>', "utf-8"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-u">', "koi8-u"),
        (b'<script>var a = {charset: "windows-1251"};</script><meta charset=utf-8>', "utf-8"),
        (b'<!-- <meta charset="windows-1251"> --><title>x</title>', None),
        (b'<a href="?encoding=cp1251">x</a>', None),
    ],
)
def test_a_label_counts_only_where_it_is_one(head, label):
    assert declared_in(head) == label


FEED = '<rss version="2.0"><channel><item><title>{0}</title><description>{0}</description></item></channel></rss>'


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        *((encoding, "") for encoding in ("cp1251", "utf-8", "koi8-u", "utf-16")),
        *((encoding, "windows-1251") for encoding in ("cp1251", "utf-8", "utf-16")),
        *((encoding, "utf-8") for encoding in ("cp1251", "utf-8", "utf-16")),
    ],
)
def test_feeds_are_decoded_as_pages_are(read_file, encoding, label):
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    assert read_file((declaration + FEED.format(RUSSIAN)).encode(encoding)).titles == [RUSSIAN]
