"""A surname is found in all three languages from any case form typed in any of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive import article, publish

from search.answer.answer import SearchRequest
from search.service.service import SearchService

#: Forms of one name, separated by bars: Ukrainian, then Russian, then English; the first of each is the nominative.
NAMES = """
    Зеленський Зеленського Зеленському Зеленським | Зеленский Зеленского Зеленскому Зеленским | Zelensky Zelenskyy
    Залужний Залужного Залужному Залужним | Залужный Залужного Залужному Залужным | Zaluzhnyi Zaluzhny
    Сирський Сирського Сирському Сирським | Сырский Сырского Сырскому Сырским | Syrskyi Syrsky
    Порошенко Порошенка Порошенку Порошенком | Порошенко | Poroshenko
    Кличко Кличка Кличку Кличком | Кличко | Klitschko Klychko
    Байден Байдена Байдену Байденом | Байден Байдена Байдену Байденом | Biden Biden's
    Трамп Трампа Трампу Трампом | Трамп Трампа Трампу Трампом | Trump Trump's
    Путін Путіна Путіну Путіним | Путин Путина Путину Путиным | Putin Putin's
    Макрон Макрона Макрону Макроном | Макрон Макрона Макрону Макроном | Macron
    Шмигаль Шмигаля Шмигалю Шмигалем | Шмыгаль Шмыгаля Шмыгалю Шмыгалем | Shmyhal
    Кулеба Кулеби Кулебі Кулебу Кулебою | Кулеба Кулебы Кулебе Кулебу Кулебой | Kuleba
    Столтенберг Столтенберга Столтенбергу | Столтенберг Столтенберга Столтенбергом | Stoltenberg
    Лукашенко Лукашенка Лукашенку Лукашенком | Лукашенко | Lukashenko Lukashenka
    Буданов Буданова Буданову Будановим | Буданов Буданова Буданову Будановым | Budanov
    Федоров Федорова Федорову Федоровим | Федоров Федорова Федорову Федоровым | Fedorov
    Навальний Навального Навальному Навальним | Навальный Навального Навальному Навальным | Navalny Navalnyi
    Джонсон Джонсона Джонсону Джонсоном | Джонсон Джонсона Джонсону Джонсоном | Johnson
    Уокер Уокера Уокером | Уокер Уокера Уокером | Walker
"""
GROUPS = [[forms.split() for forms in line.split("|")] for line in NAMES.strip().splitlines()]
PLACES = [
    (group, lang, form)
    for group in GROUPS
    for lang, forms in zip(("uk", "ru", "en"), group, strict=True)
    for form in forms
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    """Serve an archive with each name in each language, and a quotation of it in the other Cyrillic one."""
    documents = []
    for number, (uk, ru, en) in enumerate(GROUPS):
        documents += [
            article(f"{number}-uk-{i}", "Заява", f"Про це сказали {form} і речник уряду.") for i, form in enumerate(uk)
        ]
        documents += [
            article(f"{number}-ru-{i}", "Заявление", f"Об этом сказали {form} и пресс-секретарь.", lang="ru")
            for i, form in enumerate(ru)
        ]
        documents += [
            article(f"{number}-en-{i}", "A statement", f"So said {form} and the press officer.", lang="en")
            for i, form in enumerate(en)
        ]
        documents.append(article(f"{number}-uk-q", "Цитата", f"Він написав: «Это слова {ru[-1]}, которые мы помним»."))
    directory = tmp_path_factory.mktemp("surnames")
    publish(directory, documents)
    made = SearchService(directory)
    made.search(SearchRequest(q="Київ Smith"))  # reads the dictionaries and tables, once a process, within its deadline
    yield made
    made.close()


@pytest.mark.parametrize(("group", "lang", "typed"), PLACES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_name_is_found_in_every_language(
    service: SearchService, group: list[list[str]], lang: str, typed: str
) -> None:
    number = GROUPS.index(group)
    wanted = {
        f"{number}-{code}-{i}" for code, forms in zip(("uk", "ru", "en"), group, strict=True) for i in range(len(forms))
    }
    hits = service.search(SearchRequest(q=typed, group="none", page_size=50)).hits
    assert sorted(wanted - {hit.article.id for hit in hits}) == []
