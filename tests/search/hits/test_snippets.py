"""What is marked and shown of a hit."""

from __future__ import annotations

import re
import time

import pytest

from index.articles.article import Article, Language
from index.language import analyze
from search.answer.answer import Passage
from search.hits.highlight import FIRST_LOOK, Marking
from search.hits.passages import CHARACTERS, LONGEST, MOST_PASSAGES, Mark, best_passages
from search.hits.snippets import snippet
from search.plan.nodes import describe
from search.plan.plan import All, Alternative, Any, Everything, FieldBoost, Node, Phrase, Unit, Without

FIELDS = tuple(FieldBoost(name) for name in ("title", "lead", "body"))


def word(text: str, lang: Language = "uk", fields: tuple[FieldBoost, ...] = FIELDS) -> Unit:
    """Return the unit of a word, exact with ``=``."""
    (token,) = analyze(text.lstrip("="), lang)
    if text.startswith("="):
        return Unit(text, (Alternative(token.form, exact=True),), fields)
    return Unit(text, tuple(map(Alternative, token.lemmas)), fields)


def phrase(text: str, lang: Language = "uk", slop: int = 0) -> Phrase:
    words = tuple(word(part, lang) for part in text.split())
    return Phrase(words, tuple(range(len(words))), slop)


def shown(passage: Passage) -> str:
    """Return the passage with its marks as [brackets] and its clipped ends as …"""
    text, at = "…" if passage.clipped_start else "", 0
    for start, end in passage.ranges:
        text += f"{passage.text[at:start]}[{passage.text[start:end]}]"
        at = end
    return text + passage.text[at:] + ("…" if passage.clipped_end else "")


def of(title: str, body: str, node: Node, lang: Language = "uk", lead: str | None = None) -> tuple[str, list[str]]:
    made = snippet(Article("1", None, lang, title, body, lead), Marking(node, lang))
    return shown(made.title), [shown(passage) for passage in made.body]


@pytest.mark.parametrize(
    ("lang", "query", "text", "marked"),
    [
        ("uk", "Залужний", "Розмова із Залужним у Києві", "Розмова із [Залужним] у Києві"),
        ("uk", "місто", "У містах і в місті.", "У [містах] і в [місті]."),
        ("uk", "=місто", "Місто й містах", "[Місто] й містах"),
        ("uk", "здоров'я", "Охорона здоров’я, здоровʼя!", "Охорона [здоров’я], [здоровʼя]!"),
        ("uk", "українка", "Ле\u0301ся Украї\u0301нка", "Ле\u0301ся [Украї\u0301нка]"),
        ("uk", "ґрунт", "Грунт і ґрунту", "[Грунт] і [ґрунту]"),
        ("uk", "львів", "Потяг Київ-Львів", "Потяг Київ-[Львів]"),
        ("ru", "ёлка", "Новогодние елки, ёлок", "Новогодние [елки], [ёлок]"),
        ("ru", "президент", "Президента, ПРЕЗИДЕНТУ", "[Президента], [ПРЕЗИДЕНТУ]"),
        ("en", "attack", "Attacks; attacked. An attack", "[Attacks]; [attacked]. An [attack]"),
        ("en", "=attack", "Attacks; an attack", "Attacks; an [attack]"),
    ],
)
def test_marks_are_on_the_original_forms(lang: Language, query: str, text: str, marked: str) -> None:
    assert of(text, "", word(query, lang), lang) == (marked, [])


@pytest.mark.parametrize(
    ("node", "marked"),
    [
        (phrase("не буде"), "Буде, не спить, [не] [буде] не"),
        (Any((phrase("не буде"), word("спить"))), "Буде, не [спить], [не] [буде] не"),
        (Any((phrase("не буде"), word("=не"))), "Буде, [не] спить, [не] [буде] [не]"),
        (phrase("буде не", slop=1), "[Буде], [не] спить, [не] [буде] [не]"),
        (All((word("=не"), word("=немає"))), "Буде, [не] спить, [не] буде [не]"),
        (Without(word("=не"), word("=буде")), "Буде, [не] спить, [не] буде [не]"),
        (Everything(), "Буде, не спить, не буде не"),
        (word("=не", fields=(FieldBoost("title"),)), "Буде, не спить, не буде не"),
    ],
    ids=describe,
)
def test_only_what_makes_the_match_is_marked(node: Node, marked: str) -> None:
    assert of("", "Буде, не спить, не буде не", node) == ("", [marked])


def test_the_headline_is_whole_and_the_body_begins_when_it_has_no_match() -> None:
    title, body = of("Київ " * 60, "Перше речення. " * 40, word("київ"))
    assert title == "[Київ] " * 60
    assert body == ["Перше речення. " * 15 + "Перше речення.…"]


def test_a_lead_is_part_of_the_text_once() -> None:
    assert of("", "Тіло статті", word("лід"), lead="Лід")[1] == ["[Лід] Тіло статті"]
    assert of("", "Лід. Тіло статті", word("лід"), lead="Лід.")[1] == ["[Лід]. Тіло статті"]


def test_a_lead_that_ends_within_a_word_of_the_body_is_shown() -> None:
    assert of("", "Дощовик тече", word("дощ"), lead="Дощ")[1] == ["[Дощ] Дощовик тече"]
    assert of("", "Дощ-сніг", word("=дощ"), lead="Дощ")[1] == ["[Дощ]-сніг"]


def test_passages_begin_with_sentences_and_end_with_words() -> None:
    filler = "Тут нема нічого. " * 30
    (passage,) = of("", f"{filler}А ось київський дощ пішов. {filler}", word("дощ"))[1]
    assert passage.startswith("…А ось київський [дощ] пішов. Тут нема")
    assert passage.endswith("…")
    assert re.search(r"\w…$", passage) is None or passage[:-1].rsplit(None, 1)[-1] in filler


def test_far_words_are_shown_in_several_passages() -> None:
    filler = "Нічого цікавого не сталося того дня. " * 20
    passages = of(
        "", f"Дощ ішов. {filler} Сніг падав. {filler} Град бив.", Any((word("дощ"), word("сніг"), word("град")))
    )
    assert [re.findall(r"\[(\w+)\]", passage) for passage in passages[1]] == [["Дощ"], ["Сніг"], ["Град"]]


def test_the_passage_with_more_of_the_words_wins() -> None:
    filler = "Нічого цікавого не сталося того дня. " * 20
    body = of("", f"Дощ. Дощ. Дощ. {filler} Дощ і сніг. {filler}", Any((word("дощ"), word("сніг"))))[1]
    assert len(body) == 1
    assert "[Дощ] і [сніг]." in body[0]


@pytest.mark.parametrize("length", [FIRST_LOOK // 2, FIRST_LOOK, 3 * FIRST_LOOK, 8 * FIRST_LOOK])
@pytest.mark.parametrize("node", [word("дощ"), phrase("київський дощ"), phrase("дощ київський", slop=3)], ids=describe)
def test_a_late_match_is_found(length: int, node: Node) -> None:
    filler = "Нічого не сталося того дня " * (length // 27)
    (passage,) = of("", f"{filler} київський дощ {filler}", node)[1]
    assert "[дощ]" in passage


@pytest.mark.parametrize("gap", range(12))
def test_a_phrase_across_the_first_look_is_found(gap: int) -> None:
    filler = ("а " * FIRST_LOOK)[: FIRST_LOOK - gap]
    (passage,) = of("", f"{filler}. Київський. Дощ {filler}", phrase("київський дощ"))[1]
    assert "[Київський]. [Дощ]" in passage


@pytest.mark.parametrize(
    "body",
    [
        "дощ" * 7000,
        "дощ " * 50_000,
        "-".join(["дощ"] * 5000),
        "дощ\n" * 20_000,
        "(" * 20_000 + " дощ",
        " " * 30_000 + "дощ",
    ],
    ids=["one word", "words", "compound", "lines", "brackets", "spaces"],
)
def test_odd_texts_take_bounded_time_and_room(body: str) -> None:
    started = time.process_time()
    made = snippet(Article("1", None, "uk", "", body), Marking(Any((word("дощ"), phrase("дощ дощ", slop=5))), "uk"))
    assert time.process_time() - started < 2
    assert len(made.body) <= MOST_PASSAGES
    assert sum(len(passage.text) for passage in made.body) <= MOST_PASSAGES * LONGEST
    assert all(0 <= start < end <= len(p.text) for p in made.body for start, end in p.ranges)


def test_passages_do_not_overlap() -> None:
    text = " ".join(f"слово{number}" for number in range(400))
    marks = [
        Mark(match.start(), match.end(), frozenset([match[0]])) for match in re.finditer(r"слово(?:1|60|120)\b", text)
    ]
    passages = best_passages(text, marks, dict.fromkeys(("слово1", "слово60", "слово120"), 1.0))
    places = [text.index(passage.text) for passage in passages]
    assert len(passages) == MOST_PASSAGES
    assert places == sorted(places)
    assert all(
        at + len(passage.text) <= following
        for at, passage, following in zip(places, passages, places[1:], strict=False)
    )
    assert sum(len(passage.text) for passage in passages) <= CHARACTERS
