"""Documents to measure speed on, any number of them, made one by one: nothing but the real texts is in memory.

Of each language, the first documents are the real texts, each once; one longer than twice the words wanted is cut at
the ends of paragraphs into several.  When there are no more, real paragraphs are drawn until a document is long enough,
so that words have the frequencies of real news, under a real title.  Dates, sections, tags and stories are spread as in
an archive; a story has two versions in one language, as texts that are drawn are nobody's translation.  Document n is
the same in every run, whatever the number of documents: its own number is the seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log

from bench.texts import Texts
from index.articles.article import LANGUAGES, Article, Language

#: Raise it when documents change: results of another corpus are not continued.
CORPUS_VERSION = 3
WORDS = 300
SECTIONS = 12
TAGS = 2_000
FIRST_DAY = datetime(2005, 1, 1, tzinfo=UTC)
DAYS = 6_500


@dataclass(frozen=True)
class Size:
    """How much there is to index: documents, those of them that are real, bytes of UTF-8 in titles and bodies."""

    documents: int
    real: int
    bytes: int


class Corpus:
    """``number`` documents of about ``words`` words, the languages in turn."""

    def __init__(self, texts: Mapping[Language, Texts], number: int, words: int = WORDS) -> None:
        self.number = number
        self._made_of = {lang: _Source(texts[lang], words) for lang in LANGUAGES}

    def articles(self, lang: Language, every: int = 1) -> Iterator[Article]:
        """Yield the documents of a language in order, or one in ``every`` of them."""
        source = self._made_of[lang]
        numbers = range(LANGUAGES.index(lang), self.number, len(LANGUAGES) * every)
        return (source.article(n, lang) for n in numbers)

    def all(self) -> Iterator[Article]:
        """Yield every document in order."""
        for n in range(self.number):
            lang = LANGUAGES[n % len(LANGUAGES)]
            yield self._made_of[lang].article(n, lang)

    def sample(self, lang: Language, most: int) -> list[Article]:
        """Return at most about ``most`` documents of a language, spread over the corpus."""
        return list(self.articles(lang, max(self.number // len(LANGUAGES) // most, 1)))

    def size(self) -> Size:
        """Count; makes every document once."""
        real = sum(
            min(len(self._made_of[lang].real), len(range(at, self.number, len(LANGUAGES))))
            for at, lang in enumerate(LANGUAGES)
        )
        return Size(self.number, real, sum(len(f"{a.title} {a.body}".encode()) for a in self.all()))


class _Source:
    """What the documents of one language are made of."""

    def __init__(self, texts: Texts, words: int) -> None:
        self._texts = texts
        self._words = words
        self._paragraphs = [part for text in texts.texts for part in text.paragraphs]
        #: Title and body of the real documents, long texts in parts.
        self.real = [(text.title, body) for text in texts.texts for body in _parts(text.paragraphs, 2 * words)]

    def article(self, n: int, lang: Language) -> Article:
        """Return document ``n``."""
        chance = random.Random(n)
        number = n // len(LANGUAGES)
        title, body = self.real[number] if number < len(self.real) else self._recombined(chance.random)
        return Article(
            id=f"{lang}-{n:07d}",
            url=f"https://example.org/{n}",
            lang=lang,
            title=title,
            body=body,
            published=FIRST_DAY + timedelta(days=chance.random() ** 0.5 * DAYS),
            section=f"section {_rarer(chance.random(), 2.5, SECTIONS)}",
            tags=tuple({f"tag {_rarer(chance.random(), 100, TAGS)}" for _ in range(3)}),
            story_id=f"story {n // 6 * 3 + n % 3}" if chance.random() < 0.5 else None,
        )

    def _recombined(self, drawn: Callable[[], float]) -> tuple[str, str]:
        """Return a title and as many paragraphs as make a third to twice the words wanted."""
        body: list[str] = []
        wanted = self._words * (0.33 + 1.33 * drawn())
        while wanted > 0:
            body.append(self._paragraphs[int(drawn() * len(self._paragraphs))])
            wanted -= body[-1].count(" ") + 1
        return self._texts.titles[int(drawn() * len(self._texts.titles))], "\n\n".join(body)


def _parts(paragraphs: Iterable[str], most: int) -> Iterator[str]:
    """Yield the paragraphs in bodies of about ``most`` words at the most."""
    body: list[str] = []
    words = 0
    for paragraph in paragraphs:
        size = paragraph.count(" ") + 1
        if body and words + size > most:
            yield "\n\n".join(body)
            body, words = [], 0
        body.append(paragraph)
        words += size
    if body:
        yield "\n\n".join(body)


def _rarer(share: float, mean: float, most: int) -> int:
    """Return a number below ``most``, exponentially rarer the higher; ``share`` is drawn from [0, 1)."""
    return min(int(-mean * log(1 - share)), most - 1)
