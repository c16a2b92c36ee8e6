"""Words of one root."""

import pytest

from index.language import root


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("uk", "президент президентський"),
        ("uk", "підтримка підтримати підтримання"),
        ("uk", "український українець україна"),
        ("uk", "енергетика енергетичний"),
        ("ru", "управление управлять управляться"),
        ("ru", "российский россия россиянин"),
        ("ru", "строительный строительство"),
        ("ru", "гражданин гражданский гражданство"),
    ],
)
def test_kin_have_one_root(lang, words) -> None:
    assert len({root(word, lang) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("lang", "words"), [("uk", "державний держати"), ("ru", "сделать отдел"), ("ru", "друг другой")]
)
def test_others_do_not(lang, words) -> None:
    assert len({root(word, lang) for word in words.split()}) == 2


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "government"), ("uk", "дім"), ("ru", "2016й"), ("uk", ""), ("ru", "дайв-центр")]
)
def test_some_words_have_none(lang, word) -> None:
    assert root(word, lang) == ""
