import io
from collections import Counter

import pytest

from index.articles.article import Article
from index.sources import read

BODY = {
    "uk": "Бібліотека відкрила читальний зал після ремонту. Відвідувачі знайдуть тут десять тисяч книжок.",
    "ru": "Библиотека открыла читальный зал после ремонта. Посетители найдут здесь десять тысяч книг, это много.",
    "en": "The library has opened its reading room after repairs. Visitors will find ten thousand books there.",
}


class Outcome(list):
    """What a reading gave."""

    @property
    def articles(self):
        return [item for item in self if isinstance(item, Article)]

    @property
    def rejections(self):
        return [item for item in self if not isinstance(item, Article)]

    @property
    def reasons(self):
        return Counter(item.reason for item in self.rejections)

    @property
    def titles(self):
        return [article.title for article in self.articles]


@pytest.fixture
def read_file(tmp_path):
    """Write bytes (or text) to a file whose name says nothing, and read it."""

    def read_content(content, name="input", progress=None):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Outcome(read([str(path)], progress=progress))

    return read_content


@pytest.fixture
def read_stdin():
    return lambda content: Outcome(read(["-"], stdin=io.BytesIO(content)))
