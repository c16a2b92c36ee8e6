"""Questions to ask every engine alike: words of three classes of frequency, phrases, prefixes, headlines, judged ones.

All are plain lower-case words without stop words, so that what is asked does not depend on whose stop words they are.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bench.corpus import Corpus
from bench.texts import Texts
from index.articles.article import LANGUAGES, Language
from index.language import is_stop

#: name → shares of documents between which a word of that class occurs.
CLASSES = {"frequent": (0.08, 1.0), "middling": (0.01, 0.05), "rare": (0.0, 0.003)}
WORD = re.compile(r"[^\W\d_]{3,}")
#: Two words with nothing but a space between, neither a part of a compound.
PAIR = re.compile(r"(?<![\w'’ʼ-])([^\W\d_]{3,}) (?=([^\W\d_]{3,})(?![\w'’ʼ-]))")
#: Documents of a language in which words are counted, spread over the corpus.
SAMPLE = 3_000
#: Words of a headline or a judged query that are asked for.
_MOST = 8
_PREFIX = 5
#: Documents that are looked at for words that stand together.
_TRIES = 20


class Question(NamedTuple):
    """What is asked: ``kind`` is or, and, phrase, prefix, filter, facets (of an OR in a section) or snippets."""

    kind: str
    lang: Language
    words: tuple[str, ...]
    section: str = "section 3"

    @property
    def text(self) -> str:
        """The words as a person would type them, in what all query languages have in common."""
        match self.kind:
            case "phrase":
                return f'"{" ".join(self.words)}"'
            case "and":
                return " AND ".join(self.words)
            case "prefix":
                return f"{self.words[0]}*"
        return " ".join(self.words)


@dataclass(frozen=True)
class Words:
    """What questions in one language are drawn from."""

    classes: Mapping[str, list[str]]
    texts: list[str]
    titles: list[str]
    queries: list[str]

    def of(self, name: str, count: int, chance: random.Random) -> tuple[str, ...]:
        """Return ``count`` words of a class; none where the corpus has too few."""
        words = self.classes[name]
        return tuple(chance.sample(words, count)) if len(words) >= count else ()

    def together(self, names: Sequence[str], chance: random.Random) -> tuple[str, ...]:
        """Return a word of each class, all of one document; none where no document is found that has them."""
        for _ in range(_TRIES):
            here = set(WORD.findall(chance.choice(self.texts)))
            found: dict[str, None] = {}
            for name in names:
                if there := sorted(here.intersection(self.classes[name]).difference(found)):
                    found[chance.choice(there)] = None
            if len(found) == len(names):
                return tuple(found)
        return ()


Draw = Callable[[Words, random.Random, Language], tuple[str, ...]]


def _of_class(name: str, count: int) -> Draw:
    return lambda words, chance, _: words.of(name, count, chance)


def _together(*names: str) -> Draw:
    """Draw words of these classes that stand in one document."""
    return lambda words, chance, _: words.together(names, chance)


def _phrase(words: Words, chance: random.Random, lang: Language) -> tuple[str, ...]:
    """Return two words that stand side by side in a text."""
    pairs = [pair for pair in PAIR.findall(chance.choice(words.texts)) if not any(is_stop(word, lang) for word in pair)]
    return chance.choice(pairs) if pairs else ()


def _prefix(words: Words, chance: random.Random, _: Language) -> tuple[str, ...]:
    return tuple(word[:_PREFIX] for word in words.of("middling", 1, chance))


def _headline(words: Words, chance: random.Random, lang: Language) -> tuple[str, ...]:
    return plain(chance.choice(words.titles), lang)


def _judged(words: Words, chance: random.Random, lang: Language) -> tuple[str, ...]:
    return plain(chance.choice(words.queries), lang)


#: The rows of the table: name → the kind of question, and what its words are drawn by.
ROWS: dict[str, tuple[str, Draw]] = {
    **{f"OR, {name}": ("or", _of_class(name, 3)) for name in CLASSES},
    **{f"AND, {name}": ("and", _together(name, name)) for name in CLASSES},
    "AND, rare and frequent": ("and", _together("rare", "frequent")),
    "phrase": ("phrase", _phrase),
    "prefix": ("prefix", _prefix),
    "OR in a section": ("filter", _of_class("frequent", 2)),
    "OR in a section, facet": ("facets", _of_class("frequent", 2)),
    "headline": ("or", _headline),
    "judged query": ("or", _judged),
    "headline, ten snippets": ("snippets", _headline),
}


def questions(corpus: Corpus, texts: Mapping[Language, Texts], number: int) -> dict[str, list[Question]]:
    """Return ``number`` questions for each row, the languages in turn; fewer where the corpus has not the words."""
    known = {lang: words_of(corpus, texts[lang], lang) for lang in LANGUAGES}
    return {row: list(_drawn(row, known, number)) for row in ROWS}


def words_of(corpus: Corpus, texts: Texts, lang: Language) -> Words:
    """Count the words of a language."""
    bodies = [article.body.lower() for article in corpus.sample(lang, SAMPLE)]
    counts = Counter(word for body in bodies for word in set(WORD.findall(body)) if not is_stop(word, lang))
    classes = {name: _between(counts, len(bodies), *bounds) for name, bounds in CLASSES.items()}
    return Words(classes, bodies, texts.titles, texts.queries)


def plain(text: str, lang: Language) -> tuple[str, ...]:
    """Return the words of a text that are asked for, each once."""
    words = dict.fromkeys(word for word in WORD.findall(text.lower()) if not is_stop(word, lang))
    return tuple(words)[:_MOST]


def _drawn(row: str, known: Mapping[Language, Words], number: int) -> Iterator[Question]:
    kind, draw = ROWS[row]
    chance = random.Random(f"{row} {number}")
    for n in range(number):
        lang = LANGUAGES[n % len(LANGUAGES)]
        if words := draw(known[lang], chance, lang):
            yield Question(kind, lang, words)


def _between(counts: Counter[str], documents: int, least: float, most: float) -> list[str]:
    """Return the words that stand in such a share of the documents; what stands in one is rare in any number."""
    highest = max(most * documents, 1)
    return sorted(word for word, count in counts.items() if least * documents <= count <= highest)
