"""The query language by example, in each language of the interface: what the help page shows and can be tried."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from index.articles.article import Language


@dataclass(frozen=True, slots=True)
class Example:
    """A query per language of the interface, and what it finds."""

    queries: dict[Language, str]
    sentence: LazyString


def example(sentence: LazyString, uk: str, ru: str, en: str) -> Example:
    """Return an example."""
    return Example({"uk": uk, "ru": ru, "en": en}, sentence)


PREFIX = example(lazy_gettext("Words that start so; three letters at least."), "електро*", "электро*", "electr*")
FUZZY = example(
    lazy_gettext("Words that differ in a letter or two: for misprints."), "залізнеця~", "жилезная~", "railwey~"
)

EXAMPLES = (
    example(
        lazy_gettext("Words in any form: articles with more of the words, and with rarer ones, come first."),
        "київське метро",
        "киевское метро",
        "kyiv metro stations",
    ),
    example(
        lazy_gettext("These words in this order, in any form."),
        '"облікова ставка"',
        '"учетная ставка"',
        '"key policy rate"',
    ),
    example(
        lazy_gettext("Without articles that have the word after the minus."),
        "юнеско -борщ",
        "юнеско -борщ",
        "unesco -borshch",
    ),
    example(
        lazy_gettext("All of the words; OR for any, NOT for none, parentheses to group. Capitals matter."),
        "станція І (антарктида АБО полярний)",
        "станция И (антарктида ИЛИ полярный)",
        "station AND (antarctic OR polar)",
    ),
    PREFIX,
    FUZZY,
    example(
        lazy_gettext("Exactly this form of the word."),
        "=Києві",
        "=Киеве",
        "=railways",
    ),
    example(
        lazy_gettext("Near one another: at most so many words between, in any order."),
        '"Львів кава"~5',
        '"Львов кофе"~5',
        '"Lviv coffee"~5',
    ),
    example(
        lazy_gettext("In the headline only."),
        "title:Україна",
        "title:Украина",
        "title:Ukraine",
    ),
    example(
        lazy_gettext("In a section, by an author, with a tag; quotation marks for several words."),
        "section:Спорт",
        "section:Спорт",
        "section:Sport",
    ),
    example(
        lazy_gettext("Published before or after a day, month or year."),
        "україна after:2025-06-01 before:2026",
        "украина after:2025-06-01 before:2026",
        "ukraine after:2025-06-01 before:2026",
    ),
    example(
        lazy_gettext("Articles in one language: uk, ru or en."),
        "lang:en Київ",
        "lang:en Киев",
        "lang:uk Kyiv",
    ),
)
