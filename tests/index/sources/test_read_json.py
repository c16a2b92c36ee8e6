"""JSON documents: an object, several, an array, a list under a well-known name, of any size."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.limits import LIMITS
from index.sources.json_values import cut_values

RECORDS = [{"id": str(number), "title": f"Library news {number}", "text": "The room is open."} for number in range(3)]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "document",
    [
        RECORDS,
        {"articles": RECORDS},
        {"total": 3, "next": 'a " } ] { [ b', "ok": True, "items": RECORDS},
        {"articles": RECORDS, "page": {"number": [1]}},
    ],
)
def test_documents(read_file, document, indent):
    assert [article.id for article in read_file(json.dumps(document, indent=indent)).articles] == ["0", "1", "2"]


def test_one_object_in_lines(read_file):
    assert read_file(json.dumps(RECORDS[0], indent=4)).titles == ["Library news 0"]


def test_objects_one_after_another(read_file):
    found = read_file("\n".join(json.dumps(record, indent=1) for record in RECORDS))
    assert len(found.articles) == 3


def test_a_broken_element_does_not_stop_the_rest(read_file):
    found = read_file(
        '[{"title": "The room is open"}, {"title": oops}, 17, "x", null, [1], {"title": "Books are here"}]'
    )
    assert found.titles == ["The room is open", "Books are here"]
    assert set(found.reasons) == {"bad-json"}


@pytest.mark.parametrize("document", ["[]", '{"articles": []}', "[[[[[", '[{"title": "x'])
def test_nothing_readable_is_said_so(read_file, document):
    found = read_file(document)
    assert not found.articles
    assert len(found.rejections) == 1


def test_deep_json_is_refused_and_the_rest_read(read_file):
    deep = '{"title": ' + "[" * 200_000 + "]" * 200_000 + "}"
    found = read_file(f'[{{"title": "The room is open"}}, {deep}, {{"title": "Books are here"}}]')
    assert found.titles == ["The room is open", "Books are here"]
    assert found.reasons == {"bad-json": 1}


def test_an_element_beyond_the_limit_is_never_held(read_file, monkeypatch):
    monkeypatch.setitem(LIMITS, "record_bytes", 100_000)
    long = json.dumps({"title": "x" * 300_000 + '\\" } ] '})
    found = read_file(f'[{{"title": "The room is open"}}, {long}, {{"title": "Books are here"}}]')
    assert found.titles == ["The room is open", "Books are here"]
    assert found.reasons == {"too-long": 1}


values = st.recursive(
    st.none() | st.integers() | st.text(alphabet='ab"\\{}[],: \n', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=3), values, max_size=3), max_size=5), st.integers(1, 20))
def test_cutting_is_the_same_wherever_the_chunks_end(records, chunk):
    text = json.dumps(records)[1:]
    place = 0

    def read(_size):
        nonlocal place
        place += chunk
        return text[place - chunk : place]

    assert [json.loads(value) for value in cut_values("", read)] == records
