"""The page and the API say why a result is there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.answer.answer import Hit, Passage
from search.answer.explanation import Coordination, Explanation, Part, Place

PARTS = (
    Part("word", "Києвом", 2.314, (Place("title", 1, ("Києва",)), Place("body", 3, ("Києві", "<Київ>")))),
    Part("word", "sport", 1.114, (Place("body", 1, ("спорту",), "translation"),)),
    Part("phrase", "не буде", 0.506, (Place("lead", 1, ("не буде",)),)),
    Part("near", "Києвом sport", 0.1, (Place("body", 1, ("спорту в Києві",)),)),
    Part("condition", "section", 0.0, (Place("section", 1, ("Регіони",)),)),
)
WHOLE = Explanation(sum(part.score for part in PARTS), PARTS, (Coordination(0.85, 3, 4, ("вертоліт",)),), 1.08)

SENTENCES = {
    "en": ["headline: Києва (another form)", "in 3 places of the text: Києві, <Київ> (another form)",
           "translated into Ukrainian", "“не буде”", "“Києвом sport” close together",
           "words found: 3 of 4 (not here: вертоліт): × 0.85", "ago: × 1.08", "Together 4.03, with"],
    "uk": ["заголовку: Києва (інша форма)", "у 3 місцях тексту: Києві, <Київ> (інша форма)", "переклад українською",
           "«не буде»", "«Києвом sport» поруч", "знайдено слів: 3 з 4 (немає: вертоліт): × 0,85", "тому: × 1,08",
           "Разом 4,03;"],
    "ru": ["заголовке: Києва (другая форма)", "в 3 местах текста: Києві, <Київ> (другая форма)",
           "перевод на украинский", "«не буде»", "«Києвом sport» рядом",
           "найдено слов: 3 из 4 (нет: вертоліт): × 0,85", "назад: × 1,08", "Вместе 4,03;"],
}  # fmt: skip


def explain_with(service: Any, explanation: Explanation | None) -> None:
    hit = Hit(service.found, "metro", 1.5, Passage(service.found.title), (service.passage,), (), explanation)
    service.changes = {"hits": (hit,)}


def why_of(page: str) -> str:
    """Return the text of the explanation on a page."""
    details = re.search(r'<details class="why".*?</details>', page, re.DOTALL)
    assert details is not None
    text = re.sub(r"<[^>]*>", "", details[0])
    return " ".join(text.replace("&lt;", "<").replace("&gt;", ">").split())


@pytest.mark.parametrize("ui", SENTENCES)
def test_the_page_explains_in_the_readers_language(client: FlaskClient, service: Any, ui: str) -> None:
    explain_with(service, WHOLE)
    shown = why_of(client.get(f"/{ui}/search?q=a&why=metro-uk").get_data(as_text=True))
    for sentence in SENTENCES[ui]:
        assert sentence in shown


def test_what_is_shown_adds_up_to_the_cent(client: FlaskClient, service: Any) -> None:
    explain_with(service, WHOLE)
    page = client.get("/en/search?q=a&why=metro-uk").get_data(as_text=True)
    points = [float(text) for text in re.findall(r'class="points">([\d.]+)', page)]
    assert sum(points) == pytest.approx(4.03, abs=1e-9)
    assert points == pytest.approx([part.score for part in PARTS], abs=0.0101)


def test_words_are_marked_as_of_the_articles_language_and_escaped(client: FlaskClient, service: Any) -> None:
    explain_with(service, WHOLE)
    page = client.get("/en/search?q=a&why=metro-uk").get_data(as_text=True)
    assert '<b lang="uk">Києва</b>' in page
    assert "&lt;Київ&gt;" in page


def test_each_result_has_a_link_that_asks_for_its_explanation(client: FlaskClient, service: Any) -> None:
    page = client.get("/en/search?q=a&page=2").get_data(as_text=True)
    link = re.search(r'<p class="why"><a href="([^"]+)"', page)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    assert address == "/en/search?q=a&page=2&why=metro-uk#hit-1"
    client.get(address.partition("#")[0])
    assert (service.asked[-1].why, service.asked[-1].page) == ("metro-uk", 2)
    assert "why=" not in "".join(re.findall(r'<nav class="paging".*?</nav>', page, re.DOTALL))


@pytest.mark.parametrize(
    ("explanation", "sentence"),
    [
        (Explanation(7.0, counted=False), "too long for its words to be counted here. It scores 7.00."),
        (Explanation(0.0), "Nothing in the query adds to the score."),
        (replace(WHOLE, coordinations=(), freshness=1.0), "Together 4.03."),
    ],
)
def test_the_last_sentence(client: FlaskClient, service: Any, explanation: Explanation, sentence: str) -> None:
    explain_with(service, explanation)
    assert why_of(client.get("/en/search?q=a&explain=1").get_data(as_text=True)).endswith(sentence)


def test_the_api_has_numbers_and_sentences(client: FlaskClient, service: Any) -> None:
    explain_with(service, WHOLE)
    explanation = client.get("/api/search?q=a&explain=1").get_json()["hits"][0]["explanation"]
    assert sum(part["score"] for part in explanation["parts"]) == pytest.approx(explanation["score"], abs=1e-6)
    assert explanation["sentences"][0] == (
        "Києвом – in the headline: Києва (another form); in 3 places of the text: Києві, <Київ> (another form): 2.31"
    )
    explain_with(service, None)
    assert "explanation" not in client.get("/api/search?q=a").get_json()["hits"][0]
