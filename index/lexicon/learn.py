"""From translated stories to a lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

import numpy as np

from index.articles.article import LANGUAGES, Article, Language
from index.lexicon.align import Frequencies, align
from index.lexicon.cells import all_cells
from index.lexicon.lexicon import Entry, Lexicon
from index.lexicon.texts import LemmaTable, Readings, Text

#: The least probability of a pair of the lexicon, and of one that only so few stories have: of these, half of the less
#: probable are chance.  Measured in docs/decisions/0151.
LEAST: Final = 0.3
LEAST_RARE: Final = 0.6
RARE: Final = 2

Story = Mapping[Language, Article]


def learn(stories: Iterable[Story]) -> Lexicon:
    """Return what stories, each in two or three languages, say about words.

    Takes about 5 kB a text, 100 MB for the pairs counted and as much for those aligned.
    """
    vocabularies = {lang: Readings() for lang in LANGUAGES}
    read = [{lang: vocabularies[lang].read(article) for lang, article in story.items()} for story in stories]
    lemmas = {lang: vocabulary.settled() for lang, vocabulary in vocabularies.items()}
    texts = [{lang: lemmas[lang].of(text) for lang, text in story.items()} for story in read]
    entries = {pair: tuple(_entries(*pair, texts, lemmas)) for pair in combinations(LANGUAGES, 2)}
    stems = {entry.target for (_, other), found in entries.items() if other == "en" for entry in found}
    return Lexicon(entries, {stem: lemmas["en"].forms[stem] for stem in stems})


def _entries(
    one: Language, other: Language, texts: list[dict[Language, Text]], lemmas: Mapping[Language, LemmaTable]
) -> Iterator[Entry]:
    pairs = [(text[one], text[other]) for text in texts if one in text and other in text]
    pairs = [pair for pair in pairs if all(len(text.words) for text in pair)]
    if not pairs:
        return
    sources, targets = lemmas[one].words, lemmas[other].words
    ones, others = zip(*pairs, strict=True)
    found = align(lambda: all_cells(pairs), _frequencies(ones, len(sources)), _frequencies(others, len(targets)))
    chosen = np.flatnonzero(found.probability >= np.where(found.stories <= RARE, LEAST_RARE, LEAST))
    columns = found.source[chosen].tolist(), found.target[chosen].tolist(), found.probability[chosen].tolist()
    for source, target, probability in zip(*columns, strict=True):
        yield Entry(sources[source], targets[target], round(probability, 3))


def _frequencies(texts: Iterable[Text], words: int) -> Frequencies:
    every = [text.words for text in texts]
    distinct = [np.unique(text) for text in every]
    occurrences, stories = (np.bincount(np.concatenate(parts), minlength=words) for parts in (every, distinct))
    return Frequencies(occurrences, stories)
