"""Paths in, records out: files, folders, patterns, standard input; accounting and progress."""

import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.sources import Progress, read
from index.sources.recognise import recognise

LINE = '{"title": "The library opens", "text": "The reading room has opened after repairs."}\n'


def titled(number):
    return LINE.replace("library", f"library {number}")


def test_folders_patterns_and_files(tmp_path):
    for name in ("b/2.jsonl", "a/1.jsonl", "a/.hidden", "c/deep/er/3.jsonl", ".git/x.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(titled(name))
    titles = [item.title for item in read([str(tmp_path)])]
    assert titles == [f"The library {name} opens" for name in ("a/1.jsonl", "b/2.jsonl", "c/deep/er/3.jsonl")]
    assert len(list(read([str(tmp_path / "*" / "*.jsonl")]))) == 2
    assert len(list(read([str(tmp_path / "**" / "*.jsonl")]))) == 3
    assert len(list(read(iter([str(tmp_path / "b"), str(tmp_path / "a")])))) == 2


def test_names_with_pattern_characters_are_names_first(tmp_path):
    (tmp_path / "[a]*.jsonl").write_text(LINE)
    assert len(list(read([str(tmp_path / "[a]*.jsonl")]))) == 1


def test_what_cannot_be_opened_is_said_so(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "ok").write_text(LINE)
    found = list(read([str(tmp_path), str(tmp_path / "absent"), str(tmp_path / "no*match")]))
    assert [item.reason for item in found if hasattr(item, "reason")] == ["no-file"] * 5
    assert len(found) == 6


def test_names_that_are_no_text(tmp_path):
    with open(os.fsencode(tmp_path) + b"/\xff\x1b.txt", "w") as file:  # noqa: PTH123
        file.write("no article")
    (rejection,) = read([str(tmp_path)])
    rejection.file.encode()
    assert "\x1b" not in rejection.file


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(range(256)) * 20, "unknown-format"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "unknown-format"),
        (b"%PDF-1.4\n%\xe2\xe3\n", "not-an-article"),
        (b"<?xml version='1.0'?><svg/>", "unknown-format"),
        (b"<", "unknown-format"),
        (b"\x1f\x8b", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"BZh9", "damaged"),
        (b"\xfd7zXZ\x00", "damaged"),
        (b"WARC/1.0\r\n", "empty"),
        (b"[", "empty"),
        (b"{", "bad-json"),
        (b"<rss>", "empty"),
        (b"title,text", "empty"),
    ],
)
def test_what_is_no_article_is_rejected_with_a_reason(read_file, read_stdin, content, reason):
    for found in (read_file(content), read_stdin(content)):
        assert found.reasons == {reason: 1}
        assert found.rejections[0].detail.endswith(".")
        assert "\n" not in found.rejections[0].detail


def test_standard_input_that_is_not_given():
    assert [item.reason for item in read(["-"])] == ["no-file"]


def test_progress(tmp_path):
    for number in range(5):
        (tmp_path / str(number)).write_text(titled(number) * 500)
    seen = []
    progress = Progress(on_change=lambda progress: seen.append((progress.done, progress.total)))
    found = list(read([str(tmp_path)], progress=progress))
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert len(found) == 2500
    assert progress.done == progress.total == size
    assert len(seen) >= 5
    assert seen == sorted(seen)


def test_notes_count_what_was_left_out_of_articles(read_file):
    progress = Progress()
    line = LINE.replace('"title"', '"date": "yesterday", "url": "javascript:alert(1)", "title"')
    found = read_file(line * 3, progress=progress)
    assert progress.notes == {"unreadable-date": 3, "unreadable-url": 3}
    assert {(article.url, article.published) for article in found.articles} == {(None, None)}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from([LINE, "{broken\n", '{"title": ""}\n', "[]\n", "17\n", '{"title": "x", "lang": []}\n']),
        max_size=20,
    )
)
def test_records_in_are_articles_and_rejections_out(read_file, lines):
    found = read_file(LINE + "".join(lines))
    assert len(found) == 1 + len(lines)
    assert len(found.articles) >= 1 + lines.count(LINE)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            b"{",
            b"[",
            b"<html>",
            b"<rss>",
            b"<urlset>",
            b"\x1f\x8b\x08",
            b"PK\x03\x04",
            b"WARC/1.0\r\n",
            b"title,text\n",
            b"\xff\xfe",
        ]
    ),
)
def test_any_bytes_are_answered(read_file, content, beginning):
    assert len(read_file(beginning + content)) >= 1


def test_many_comments_before_unknown_markup_take_little_time():
    start = time.process_time()
    assert recognise(b"<!-- a -->" * 2_000 + b"<x>") == "xml"
    assert time.process_time() - start < 5
