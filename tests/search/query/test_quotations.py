"""A quotation in another of the three languages inside an article is found by its own lemmas."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.service.service import SearchService

#: Language of the article, its text with a quotation, and words of the quotation in other forms.
QUOTATIONS = [
    ("ru", "Министр написал: «Ми захищаємо громаду і людину».", "захищали громада громадами людина"),
    ("ru", "На плакате было: «Потреби людей понад усе, ринку теж».", "потреба потреб ринок"),
    ("ru", "Он процитировал: «Влади бракує сміливості щороку».", "влада владою бракувати сміливість"),
    ("ru", "В заявлении: «Угоди підписано, перехід завершено цього року».", "угода угодами переходу рік"),
    ("ru", "Он добавил: «Вважаю, що переговори триватимуть».", "вважати вважав переговорів тривати"),
    ("uk", "Посол відповів: «Мы получили вооружение и благодарим».", "получить получил вооружения благодарить"),
    ("uk", "У листі: «Вечером начались обстрелы, электричества нет».", "вечер начаться обстрел электричество"),
    ("uk", "Речник сказав: «Способом решения остаются переговоры».", "способ решение оставаться"),
    ("uk", "Активіст кричав: «Свободу политзаключённым!»", "свобода политзаключенный политзаключенного"),
    ("uk", "Він твітнув: «We need more air defence systems now».", "need needs systems system"),
    ("ru", "Посол сказал: «Sanctions were working slowly».", "sanction work works"),
    ("en", "A banner read «Слава захисникам України».", "захисник захисники Україна слави"),
    ("en", "He said: «Мы не признаем аннексию».", "признавать аннексия аннексии"),
]  # fmt: skip
FILLER = {"uk": "Погода сьогодні суха й тепла.", "ru": "Погода сегодня сухая и тёплая.", "en": "The weather is dry."}
CASES = [(number, lang, word) for number, (lang, _, words) in enumerate(QUOTATIONS) for word in words.split()]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    documents = [
        article(f"q{number}", "Новини", f"{FILLER[lang]} {text}", lang=lang)
        for number, (lang, text, _) in enumerate(QUOTATIONS)
    ]
    documents += [article(f"f-{lang}-{i}", "Погода", FILLER[lang], lang=lang) for lang in FILLER for i in range(5)]
    directory = tmp_path_factory.mktemp("quotations")
    publish(directory, documents)
    made = SearchService(directory)
    made.search(SearchRequest(q="Київ"))  # reads the dictionaries and tables, once a process, within its deadline
    yield made
    made.close()


@pytest.mark.parametrize(("number", "lang", "word"), CASES, ids=[f"{lang}-{word}" for _, lang, word in CASES])
def test_a_quotation_is_found_by_its_own_lemmas(service: SearchService, number: int, lang: str, word: str) -> None:
    found = {hit.article.id for hit in service.search(SearchRequest(q=word, lang=(lang,), group="none")).hits}  # type: ignore[arg-type]
    assert f"q{number}" in found
    assert not any(name.startswith("f-") for name in found)


def test_a_frequent_word_of_the_language_is_no_quotation(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("fate")
    publish(directory, [article(f"r{i}", "Року не миновать", lang="ru") for i in range(4)])
    service = SearchService(directory)
    assert service.search(SearchRequest(q="рік", lang=("ru",), group="none")).totals.documents == 0
    service.close()
