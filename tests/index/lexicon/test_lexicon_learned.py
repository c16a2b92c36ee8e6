"""A lexicon learned from translated stories: what it finds, and that it is kept and read as it was."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles.article import Article
from index.errors import DamagedIndex
from index.language import analyze
from index.lexicon import NO_LEXICON, Learned, Lexicon, learn, load_lexicon, save_lexicon

WORDS = [
    ("рада", "council"),
    ("зварювальник", "welder"),
    ("міст", "bridge"),
    ("водій", "driver"),
    ("лікар", "doctor"),
    ("школа", "school"),
    ("вулиця", "street"),
    ("ліжко", "bed"),
    ("кава", "coffee"),
    ("книга", "book"),
    ("поїзд", "train"),
    ("вікно", "window"),
]


def stories(count: int = 24) -> list[dict[str, Article]]:
    """Return stories of three paragraphs; each word comes up in many, beside others each time."""
    made = []
    for number in range(count):
        chosen = random.Random(number).sample(WORDS, 6)
        texts = ["\n".join(" ".join(pair[side] for pair in chosen[at : at + 2]) for at in (0, 2, 4)) for side in (0, 1)]
        made.append(
            {
                "uk": Article(f"uk{number}", None, "uk", "", texts[0]),
                "en": Article(f"en{number}", None, "en", "", texts[1]),
            }
        )
    return made


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return learn(stories())


@pytest.mark.parametrize(("uk", "en"), WORDS)
def test_a_word_finds_its_translation(lexicon: Lexicon, uk: str, en: str) -> None:
    lemmas = analyze(uk, "uk")[0].lemmas
    assert lexicon.translations(lemmas, "uk", "en")[0].written == en


def test_a_form_of_two_words_is_counted_with_the_one_that_others_are_of() -> None:
    forms = ("війну", "війни", "війною", "війні")
    told = stories(48)
    for number, story in enumerate(told[::2]):
        story["uk"] = replace(story["uk"], body=f"{story['uk'].body}\n{forms[number % len(forms)]}")
        story["en"] = replace(story["en"], body=f"{story['en'].body}\nwar")
    learned = learn(told)
    assert learned.translations(["війна"], "uk", "en")[0].written == "war"
    assert not learned.translations(["війнути"], "uk", "en")


def test_both_directions_say_the_same(lexicon: Lexicon) -> None:
    there = lexicon.translations(["зварювальник"], "uk", "en")[0]
    back = lexicon.translations([there.lemma], "en", "uk")[0]
    assert back == Learned("зварювальник", there.probability, "зварювальник")
    assert 0 < there.probability <= 1


def test_what_was_not_read_is_not_known(lexicon: Lexicon) -> None:
    assert lexicon.translations(["гелікоптер"], "uk", "en") == ()
    assert lexicon.translations(["рада"], "uk", "ru") == ()


@pytest.mark.parametrize(
    "archive",
    [
        [],
        [{"uk": Article("1", None, "uk", "", "Одна мова, один текст.")}],
        [{"uk": Article("1", None, "uk", "", ""), "en": Article("2", None, "en", "", "")}],
        stories(1),
    ],
)
def test_too_little_gives_an_empty_lexicon(archive: list[dict[str, Article]]) -> None:
    assert len(learn(archive)) == 0


def test_learning_is_deterministic(lexicon: Lexicon) -> None:
    assert learn(stories()).entries == lexicon.entries


def test_a_long_text_is_read_in_part() -> None:
    long = [{lang: replace(one, body=one.body * 500) for lang, one in story.items()} for story in stories(3)]
    learn(long)


def test_a_lexicon_is_read_as_it_was_written(lexicon: Lexicon, tmp_path: Path) -> None:
    save_lexicon(lexicon, tmp_path)
    again = load_lexicon(tmp_path)
    assert again.entries == lexicon.entries
    assert again.forms == lexicon.forms
    before = (tmp_path / "lexicon" / "lexicon.arr").read_bytes()
    save_lexicon(again, tmp_path)
    assert (tmp_path / "lexicon" / "lexicon.arr").read_bytes() == before


def test_a_generation_without_one_has_none(tmp_path: Path) -> None:
    assert load_lexicon(tmp_path) is NO_LEXICON


def test_damage_is_named(lexicon: Lexicon, tmp_path: Path) -> None:
    save_lexicon(lexicon, tmp_path)
    path = tmp_path / "lexicon" / "lexicon.arr"
    content = bytearray(path.read_bytes())
    content[80] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedIndex, match=r"lexicon\.arr"):
        load_lexicon(tmp_path)
