"""Plain-text captures of news pages: synthetic ones in the shape of real ones, in three languages."""

from pathlib import Path

import pytest

REAL = Path(__file__).parents[4] / "shared" / "captures"

PARTS = {
    "uk": {
        "menu": "дата 2024-05-12 Усі розділи\nУкр Рус Eng Підтримати нас\nУкр Рус Eng\nПідтримати нас\n",
        "title": "Ботанічний сад у Києві відкрив «бузкову алею» для відвідувачів",
        "day": "Неділя, 12 травня 2024, 09:05",
        "author": "Відділ науки",
        "body": [
            "У Києві розквітла колекція бузку, яку збирали понад шістдесят років.",
            "Джерело: пресслужба ботанічного саду",
            "Дослівно: «Найстарішим кущам майже сімдесят років. Допоможіть нам зберегти колекцію».",
            "Деталі: У колекції кілька десятків сортів, і цвітуть вони не одночасно.",
            "Передісторія: Сад заснували в середині тридцятих років минулого століття.",
        ],
        "appeal": "Підписуйтесь на наш Telegram-канал!\n\nПідтримайте «Вісник» або станьте нашим патроном!",
        "ad": "Реклама:",
        "insert": "Читайте також: Як доглядати за бузком",
        "photo": "Фото: Вісник",
        "all": "Усі новини\nОСТАННІ НОВИНИ",
        "headlines": "Як у Львові рятують старі дерева\n\nЩо посадити на балконі\n\nЧому цвіте папороть?",
    },
    "ru": {
        "menu": "дата 2024-05-12 Все разделы\nУкр Рус Eng Поддержать нас\nПоддержать нас\n",
        "title": "Ботанический сад в Киеве открыл «сиреневую аллею» для посетителей",
        "day": "Воскресенье, 12 мая 2024, 09:05",
        "author": "Отдел науки",
        "body": [
            "В Киеве расцвела коллекция сирени, которую собирали более шестидесяти лет.",
            "Источник: пресс-служба ботанического сада",
            "Дословно: «Самым старым кустам почти семьдесят лет. Помогите нам сберечь коллекцию».",
            "Детали: В коллекции несколько десятков сортов, и цветут они не одновременно.",
            "Предыстория: Сад основали в середине тридцатых годов прошлого века.",
        ],
        "appeal": "Подписывайтесь на наш Telegram-канал!\n\nПоддержите «Вестник» или станьте нашим патроном!",
        "ad": "Реклама:",
        "insert": "Читайте также: Как ухаживать за сиренью",
        "photo": "Фото: Вестник",
        "all": "Все новости\nПОСЛЕДНИЕ НОВОСТИ",
        "headlines": "Как во Львове спасают старые деревья\n\nЧто посадить на балконе\n\nПочему цветёт папоротник?",
    },
    "en": {
        "menu": " date 2024-05-12 All Sections\nУкр Рус Eng Support Us\nSupport Us\n",
        "title": 'Botanical garden in Kyiv opens its "lilac alley" to visitors',
        "day": "Sunday, 12 May 2024, 09:05",
        "author": "Science Desk",
        "body": [
            "A collection of lilacs that took more than sixty years to gather is in bloom in Kyiv.",
            "Source: press service of the botanical garden",
            'Quote: "The oldest shrubs are nearly seventy years old. Help us to keep the collection."',
            "Details: There are several dozen varieties in the collection, and they do not flower all at once.",
            "Background: The garden was founded in the middle of the nineteen-thirties.",
        ],
        "appeal": "We are on Telegram now! Follow us!\n\nWe work for you. Support Visnyk or become our patron!",
        "ad": "Advertisement:",
        "insert": "Read also: How to look after lilacs",
        "photo": "Photo: Visnyk",
        "all": "All News\nRECENT NEWS",
        "headlines": "How old trees are saved in Lviv\n\nWhat to plant on a balcony\n\nWhy do ferns not flower?",
    },
}
TICKER = "15:18\n{0}\n14:39\n{0} again\n"

PAGE = (
    "{menu}\n\n\n{title}\n\n{author}{join}{day}\n{title}\n\n{text}"
    "\n\n{appeal}\n\n{ad}\n\n{headlines}\n\n{all}\n{ticker}{all}"
)


def page(lang, template=PAGE, join=" — ", **changes):
    parts = {**PARTS[lang], "join": join, **changes}
    return template.format(**{"text": "\n\n".join(parts["body"]), "ticker": TICKER.format(parts["title"]), **parts})


def check(found, lang, **expected):
    parts = PARTS[lang]
    assert not found.rejections
    (article,) = found.articles
    assert article.lang == lang
    assert article.title == expected.get("title", parts["title"])
    assert article.body == "\n\n".join(expected.get("body", parts["body"]))
    assert article.authors == expected.get("authors", (parts["author"],))
    assert article.published.isoformat() == expected.get("published", "2024-05-12T09:05:00+03:00")


VARIATIONS = {
    "author, dash, day": {},
    "author glued to the day": {"join": ""},
    "author, comma, day": {"join": ", "},
    "windows line ends": {"template": PAGE.replace("\n", "\r\n")},
    "no empty lines": {"template": PAGE.replace("\n\n", "\n")},
    "no appeal, straight to headlines": {"appeal": "", "ad": ""},
    "no headline repeated": {"template": PAGE.replace("{day}\n{title}", "{day}")},
    "counter and photograph under the date": {"template": PAGE.replace("{day}", "{day}\n 4 512 \n{photo}")},
    "nothing after the article": {"template": PAGE.partition("\n\n{appeal}")[0]},
    "ticker without heading": {"all": ""},
    "ticker with times in the line": {"ticker": "15:18 A\n14:39 B\n14:38 C\n"},
    "share buttons under the date": {"template": PAGE.replace("{day}\n", "{day}\n{ad}\n")},
    "text above the menu": {"template": "https://visnyk.example/\n" + PAGE},
}


@pytest.mark.parametrize("lang", PARTS)
@pytest.mark.parametrize("variation", VARIATIONS)
def test_shapes(read_file, lang, variation):
    check(read_file(page(lang, **VARIATIONS[variation])), lang)


@pytest.mark.parametrize("lang", PARTS)
def test_no_author(read_file, lang):
    check(read_file(page(lang, author="", join="")), lang, authors=())


@pytest.mark.parametrize("lang", PARTS)
def test_advertisement_and_pointer_within_the_text(read_file, lang):
    parts = PARTS[lang]
    first, *rest = parts["body"]
    text = "\n\n".join([first, parts["insert"], *rest[:2], parts["ad"], *rest[2:]])
    check(read_file(page(lang, text=text)), lang)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Роман Петренко, Ольга Коваль", ("Роман Петренко", "Ольга Коваль")),
        ("Роман Петренко та Ольга Коваль", ("Роман Петренко", "Ольга Коваль")),
        ("Роман Петренко, Ольга Коваль, Іван Сірко", ("Роман Петренко", "Ольга Коваль", "Іван Сірко")),
        ("Автор: Роман Петренко", ("Роман Петренко",)),
        ("Роман Петренко |", ("Роман Петренко",)),
    ],
)
def test_several_authors(read_file, byline, authors):
    check(read_file(page("uk", author=byline, join=" ")), "uk", authors=authors)


def test_author_on_a_line_of_its_own(read_file):
    text = page("uk", author="Роман Петренко", join="\n")
    check(read_file(text), "uk", authors=("Роман Петренко",))
    check(read_file(text.replace(f"09:05\n{PARTS['uk']['title']}", "09:05")), "uk", authors=("Роман Петренко",))


DAYS = {
    "Неділя, 12 травня 2024, 09:05": "uk",
    "неділя, 12 травня 2024 року, 9:05": "uk",
    "Нд, 12 трав. 2024 09:05": "uk",
    "12 травня 2024, 09:05": "uk",
    "12 травня 2024 р. о 09:05": "uk",
    "12.05.2024, 09:05": "uk",
    "12.05.2024 | 09:05": "uk",
    "Воскресенье, 12 мая 2024 года, 09:05": "ru",
    "12 мая 2024 в 09:05": "ru",
    "May 12, 2024, 9:05 AM": "en",
    "12 May 2024 at 09:05": "en",
    "2024-05-12 09:05": "en",
    "Sunday, 12 May 2024, 09:05 | 4512": "en",
}


@pytest.mark.parametrize("day", DAYS)
def test_days(read_file, day):
    check(read_file(page(DAYS[day], day=day)), DAYS[day])


MONTHS = {
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}


@pytest.mark.parametrize("lang", MONTHS)
def test_declined_months(read_file, lang):
    for number, month in enumerate(MONTHS[lang].split(), 1):
        found = read_file(page(lang, day=f"12 {month} 2024, 09:05"))
        assert found.articles[0].published.month == number


HOSTILE = {
    "plain prose": "This is a text.\n\nIt has no headline and no date line, only sentences.",
    "a list of dates": "\n".join(f"{day}.05.2024 09:05" for day in range(1, 20)),
    "a date that does not exist": page("en", day="Sunday, 31 February 2024, 09:05"),
    "a date line and nothing else": "Science Desk — Sunday, 12 May 2024, 09:05\n",
    "only a headline and a date": "A headline of some length\n\nSunday, 12 May 2024, 09:05\n",
    "one line of a megabyte": "x" * 1_000_000,
    "a megabyte of spaces and digits": "1 " * 500_000,
    "many almost-dates": "12 May 2024, 9:5 and 12 May 2024, 9:5 and so on\n" * 10_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_capture_is_rejected(read_file, case):
    assert read_file(HOSTILE[case]).reasons == {"not-an-article": 1}


def test_too_long(read_file):
    assert read_file(page("en") + "word " * 1_000_000).reasons == {"too-long": 1}


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "utf-16"])
def test_old_encodings(read_file, encoding):
    text = page("ru").replace("—", "-").replace("«", '"').replace("»", '"')
    assert read_file(text.encode(encoding)).articles[0].authors == ("Отдел науки",)


@pytest.mark.skipif(not REAL.exists(), reason="../shared/captures is not there")
def test_the_real_capture(read_file):
    article = read_file(next(REAL.glob("000_*.txt")).read_bytes()).articles[0]
    assert article.title == (
        'Putin boasts of "transparent cooperation" with China, speaks of jealousy from other states'
    )
    assert article.authors == ("Roman Petrenko",)
    assert article.published.isoformat() == "2023-03-26T11:21:00+03:00"
    assert article.lang == "en"
    paragraphs = article.body.split("\n\n")
    assert paragraphs[0].startswith("Russian President Vladimir Putin has claimed")
    assert paragraphs[-1].endswith("are not directed against third countries.")
    assert [paragraph.split(" ")[0] for paragraph in paragraphs[1:4]] == ["Source:", "Quote", "Details:"]
    assert len(paragraphs) == 7
