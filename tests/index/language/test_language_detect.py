"""Which language a text is in, and which are not ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.language import detect, possible_languages

HERE = Path(__file__).parent
LANGID = HERE.parents[2].parent / "shared" / "data" / "langid"


def rows() -> list[list[str]]:
    lines = (HERE / "detection.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("expected", "text"), rows())
def test_language_of_a_text(expected, text):
    found = detect(text)
    assert found.lang == (None if expected.startswith("=") else expected)
    assert found.other == (expected[1:] if expected.startswith("=") else None)


UK, RU, EN = "Рада ухвалила бюджет і закон", "Дума приняла бюджет и новый закон", "Parliament approves budget"


@pytest.mark.parametrize(
    ("text", "hints", "lang", "how"),
    [
        (UK, {"declared": "uk-UA"}, "uk", "declared"),
        (UK, {"declared": "Ukrainian"}, "uk", "declared"),
        (UK, {"declared": "en"}, "uk", "letters"),
        (RU, {"declared": "uk"}, "ru", "letters"),
        (EN, {"declared": "ru", "url": "https://example.com/eng/news/1/"}, "en", "url"),
        (RU, {"url": "https://example.com/rus/news/1/"}, "ru", "url"),
        (UK, {"url": "https://example.com/ukr/", "html_lang": "ru"}, "uk", "url"),
        (EN, {"url": "https://example.com/news/", "html_lang": "en"}, "en", "html"),
        (EN, {"url": "http://[broken", "html_lang": "en"}, "en", "html"),
        ("Путін", {"declared": "ru"}, "uk", "words"),
        ("Москва", {"declared": "ru"}, "ru", "declared"),
        ("Prezydent oświadczył, że będą się śmiać", {"declared": "en"}, None, "statistics"),
    ],
)
def test_hints_are_believed_when_the_letters_allow_it(text, hints, lang, how):
    found = detect(text, **hints)
    assert (found.lang, found.how) == (lang, how)


@pytest.mark.parametrize(
    ("query", "languages"),
    [
        ("війна", ("uk",)),
        ("Кiл", ("uk",)),
        ("выборы", ("ru",)),
        ("Москва", ("uk", "ru")),
        ("їжа выборы", ("uk", "ru")),
        ("ракети HIMARS", ("uk", "ru")),
        ("HIMARS", ("en", "uk", "ru")),
        ("2023", ("en", "uk", "ru")),
        ("", ("en", "uk", "ru")),
    ],
)
def test_languages_of_a_query(query, languages):
    assert possible_languages(query) == languages


COLD_START = """
import sys, threading
from index.language import detect
texts = sys.argv[1:]
barrier = threading.Barrier(8)
answers = [None] * 8
def run(number):
    barrier.wait()
    answers[number] = [detect(text) for text in texts]
threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len({repr(answer) for answer in answers}), answers[0] == [detect(text) for text in texts])
print(repr(answers[0]))
"""


def test_eight_cold_threads_in_two_processes_agree():
    texts = [text for _, text in rows() if text]
    command = [sys.executable, "-c", COLD_START, *texts]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert runs[0].startswith("1 True")
    assert runs[0] == runs[1]


@pytest.mark.skipif(not LANGID.exists(), reason="needs ../shared/data/langid")
@pytest.mark.parametrize(
    ("file", "least"),
    [("flores_sib200_sentences", 0.995), ("headlines_and_questions", 0.98), ("lingua_sentences", 0.99)],
)
def test_accuracy_on_real_text(file, least):
    right: dict[str, list[bool]] = {}
    for line in (LANGID / f"{file}.tsv").read_text(encoding="utf-8").splitlines()[::5]:
        text, _, lang = line.rpartition("\t")
        right.setdefault(lang, []).append(detect(text).lang == lang)
    ours = [answer for lang in ("uk", "ru", "en") for answer in right[lang]]
    assert sum(ours) >= least * len(ours)
