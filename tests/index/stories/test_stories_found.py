"""Stories without ids: what is put together, what is kept apart, and what an update does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.articles.article import LANGUAGES, Article
from index.build import builder
from index.errors import DamagedIndex, IndexFault
from index.store.generations import Generations
from index.store.store import Store
from index.stories import Signer, StoryBook, joined, open_book
from search.engines import engine_named

DAY = datetime(2026, 3, 14, 9, tzinfo=UTC)


def article(name: str, lang: str, title: str, body: str, **more: object) -> Article:
    return Article(name, None, lang, title, body, **{"published": DAY, **more})  # type: ignore[arg-type]


BRIDGE_UK = article(
    "bridge-uk",
    "uk",
    "У Запоріжжі відкрили міст через Дніпро",
    "Міст завдовжки 9100 метрів відкрили в Запоріжжі у суботу. Будівництво тривало 18 років і коштувало 12 мільярдів "
    "гривень, повідомив міністр інфраструктури Олексій Кравчук. За його словами, щодня мостом проїжджатимуть 25000 "
    "автомобілів. Мер міста подякував робітникам турецької компанії та попросив водіїв не перевищувати швидкість.",
)
BRIDGE_EN = article(
    "bridge-en",
    "en",
    "Bridge across the Dnipro opens in Zaporizhzhia",
    "A bridge 9100 metres long was opened in Zaporizhzhia on Saturday. Construction took 18 years and cost 12 billion "
    "hryvnias, infrastructure minister Oleksii Kravchuk said. According to him, 25000 cars will cross the bridge every "
    "day. The mayor of the city thanked the workers of the Turkish company and asked drivers not to exceed the speed.",
)
BRIDGE_RU = article(
    "bridge-ru",
    "ru",
    "В Запорожье открыли мост через Днепр",
    "Мост длиной 9100 метров открыли в Запорожье в субботу. Строительство длилось 18 лет и стоило 12 миллиардов "
    "гривен, сообщил министр инфраструктуры Алексей Кравчук. По его словам, ежедневно по мосту будут проезжать 25000 "
    "автомобилей. Мэр города поблагодарил рабочих турецкой компании и попросил водителей не превышать скорость.",
)
HARVEST_EN = article(
    "harvest-en",
    "en",
    "Farmers expect a record harvest of sunflower",
    "Farmers in the Odesa region expect a record harvest of sunflower this autumn, the agriculture ministry said. "
    "Exports through the port of Chornomorsk may grow by 40 percent. Prices have fallen since June, and the union of "
    "farmers asks the government for cheaper loans and for new wagons on the railway to the port.",
)
ROAD_EN = article(
    "road-en",
    "en",
    "Road repairs begin in Zaporizhzhia",
    "Repairs of 60 kilometres of road begin in Zaporizhzhia on Monday. The contract with a Polish company is worth 700 "
    "million hryvnias, said the mayor of the city. Drivers are asked to use another way until October, and buses will "
    "stop at the market while the main street is closed to cars.",
)


def found(folder: Path, *articles: Article) -> dict[str, str]:
    book = StoryBook(folder)
    changes = [Change(one.id, one) for one in articles]
    book.learn(Signer(lang).sign(one for one in changes if one.article.lang == lang) for lang in LANGUAGES)
    return {one.id: book.found.get(one.id, one.story_id or one.id) for one in articles}


class Change:
    def __init__(self, name: str, article: Article) -> None:
        self.id, self.article = name, article


def copy_of(original: Article, name: str, **changes: object) -> Article:
    return replace(original, id=name, **changes)  # type: ignore[arg-type]


CUT = " ".join(BRIDGE_EN.body.split()[:40])


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (BRIDGE_UK, BRIDGE_EN, True),
        (BRIDGE_UK, BRIDGE_RU, True),
        (BRIDGE_RU, BRIDGE_EN, True),
        (BRIDGE_UK, HARVEST_EN, False),
        (BRIDGE_UK, ROAD_EN, False),
        (BRIDGE_EN, ROAD_EN, False),
        (BRIDGE_UK, replace(BRIDGE_EN, published=DAY + timedelta(days=2)), True),
        (BRIDGE_UK, replace(BRIDGE_EN, published=DAY + timedelta(days=9)), False),
        (replace(BRIDGE_UK, published=None), replace(BRIDGE_EN, published=None), True),
        (replace(BRIDGE_UK, published=None), BRIDGE_EN, False),
        (BRIDGE_EN, copy_of(BRIDGE_EN, "copy"), True),
        (BRIDGE_EN, copy_of(BRIDGE_EN, "copy", title="Ten kilometres of bridge"), True),
        (BRIDGE_EN, copy_of(BRIDGE_EN, "copy", body=CUT), True),
        (BRIDGE_EN, copy_of(BRIDGE_EN, "copy", body=BRIDGE_EN.body.replace("every day", "daily")), True),
        (BRIDGE_EN, copy_of(BRIDGE_EN, "copy", body="A bridge was opened in Zaporizhzhia."), False),
        (replace(BRIDGE_UK, story_id="a"), replace(BRIDGE_EN, story_id="b"), False),
        (replace(BRIDGE_UK, story_id="a"), BRIDGE_EN, True),
        (replace(HARVEST_EN, story_id="a"), replace(BRIDGE_UK, story_id="a"), True),
    ],
)
def test_two_articles_are_one_story_or_not(tmp_path: Path, one: Article, other: Article, together: bool) -> None:
    stories = found(tmp_path, one, other, HARVEST_EN if HARVEST_EN not in (one, other) else ROAD_EN)
    assert (stories[one.id] == stories[other.id]) is together


def test_a_given_story_names_the_others(tmp_path: Path) -> None:
    given = replace(BRIDGE_RU, story_id="bridge")
    assert set(found(tmp_path, BRIDGE_UK, BRIDGE_EN, given).values()) == {"bridge"}


def test_the_order_of_articles_changes_nothing(tmp_path: Path) -> None:
    articles = [BRIDGE_UK, BRIDGE_EN, BRIDGE_RU, HARVEST_EN, ROAD_EN, copy_of(BRIDGE_EN, "copy", body=CUT)]
    assert found(tmp_path, *articles) == found(tmp_path, *reversed(articles))


def test_a_url_that_nobody_shares_does_not_keep_a_copy_apart(tmp_path: Path) -> None:
    one = replace(BRIDGE_EN, url="https://one.example/1", story_id="one.example/1")
    two = replace(BRIDGE_EN, id="two", url="https://two.example/2", story_id="two.example/2")
    assert len(set(found(tmp_path, one, two).values())) == 1


@pytest.fixture
def archive(tmp_path: Path):
    with Store(tmp_path) as store:
        yield store, Generations(tmp_path)


def stories(archive: tuple[Store, Generations]) -> dict[str, str]:
    """Return the story of each article of the live generation by its id."""
    store, generations = archive
    live = generations.current()
    assert live is not None
    snapshot = engine_named(live.engine).open(generations.path(live.name))
    found = [snapshot.find(article.id) for article in store.articles()]
    snapshot.close()
    return {one.id: one.story_id or one.id for one in found if one}


@pytest.mark.parametrize("engine", ["whoosh", "arrays"])
def test_an_update_joins_the_story_that_there_is(archive: tuple[Store, Generations], engine: str) -> None:
    store, generations = archive
    store.upsert([BRIDGE_UK, HARVEST_EN])
    builder.rebuild(store, generations, engine)
    store.upsert([BRIDGE_EN, ROAD_EN])
    builder.update(store, generations, engine)
    assert joined(generations.path(generations.current_name() or "")) == 1
    assert stories(archive) == {
        "bridge-uk": "bridge-uk",
        "bridge-en": "bridge-uk",
        "harvest-en": "harvest-en",
        "road-en": "road-en",
    }
    assert store.get("bridge-en") == BRIDGE_EN


def test_what_is_deleted_takes_no_part(archive: tuple[Store, Generations]) -> None:
    store, generations = archive
    store.upsert([BRIDGE_UK, HARVEST_EN])
    builder.rebuild(store, generations, "whoosh")
    store.delete(["bridge-uk"])
    builder.update(store, generations, "whoosh")
    store.upsert([BRIDGE_EN])
    builder.update(store, generations, "whoosh")
    assert stories(archive) == {"bridge-en": "bridge-en", "harvest-en": "harvest-en"}


def test_finding_can_be_switched_off(archive: tuple[Store, Generations], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSHUK_STORIES", "given")
    store, generations = archive
    store.upsert([BRIDGE_UK, BRIDGE_EN, replace(HARVEST_EN, story_id="s"), replace(BRIDGE_RU, story_id="s")])
    builder.rebuild(store, generations, "whoosh")
    assert stories(archive) == {
        "bridge-uk": "bridge-uk",
        "bridge-en": "bridge-en",
        "harvest-en": "s",
        "bridge-ru": "s",
    }


def test_another_choice_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSHUK_STORIES", "yes")
    with pytest.raises(IndexFault, match="POSHUK_STORIES must be found or given, not 'yes'"):
        open_book(tmp_path)


def test_a_damaged_file_is_named(archive: tuple[Store, Generations]) -> None:
    store, generations = archive
    store.upsert([BRIDGE_UK, BRIDGE_EN])
    name = builder.rebuild(store, generations, "whoosh").name
    path = generations.path(name) / "stories" / "recent.arr"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert any("stories/recent.arr" in problem for problem in generations.verify(name))
    store.upsert([HARVEST_EN])
    with pytest.raises(DamagedIndex, match=r"recent\.arr"):
        builder.update(store, generations, "whoosh")
    assert generations.current_name() == name
