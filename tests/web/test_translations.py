"""The interface is whole in each language, and what is compiled is what was translated."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

import web

WEB = Path(web.__file__).parent
FOLDERS = [path for path in (WEB / "translations").iterdir() if path.is_dir()]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalogue(folder: Path) -> Catalog:
    with (folder / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=folder.name)


def used() -> Iterator[str | tuple[str, ...]]:
    """Yield every sentence in the code and the templates."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    for _file, _line, message, _comments, _context in extract_from_dir(
        WEB, methods, {"templates/**.html": {"trimmed": "true"}}, keywords
    ):
        yield message


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_ukrainian_and_russian_are_there() -> None:
    assert {folder.name for folder in FOLDERS} == {"uk", "ru"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_sentence_is_translated(folder: Path) -> None:
    messages = catalogue(folder)
    missing = [message for message in set(used()) if message not in messages]
    assert not missing, "run tools/translations.sh"
    untranslated = [message.id for message in messages if message.id and (message.fuzzy or not all(forms(message)))]
    assert not untranslated


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_placeholders_survive(folder: Path) -> None:
    for message in catalogue(folder):
        if message.id:
            first = message.id if isinstance(message.id, str) else message.id[0]
            for form in forms(message):
                assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(first)), message.id


def compiled(file: BinaryIO) -> list[tuple[object, object]]:
    return [(message.id, message.string) for message in read_mo(file) if message.id]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_compiled_catalogue_is_up_to_date(folder: Path) -> None:
    expected = io.BytesIO()
    write_mo(expected, catalogue(folder))
    expected.seek(0)
    with (folder / "LC_MESSAGES/messages.mo").open("rb") as file:
        assert compiled(file) == compiled(expected), "run tools/translations.sh"


def test_no_language_slips_into_another() -> None:
    """No ы э ъ ё in Ukrainian, no і ї є ґ in Russian, apart from what is quoted as a letter."""
    for folder in FOLDERS:
        foreign = re.compile("[ыэъё]" if folder.name == "uk" else "[іїєґ]", re.IGNORECASE)
        wrong = [form for message in catalogue(folder) if message.id for form in forms(message) if foreign.search(form)]
        assert len(wrong) <= 1, wrong  # the sentence that names the letters ё and ґ
