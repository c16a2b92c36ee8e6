"""A corpus of a few texts written for the tests."""

from __future__ import annotations

from bench.corpus import Corpus
from bench.texts import Text, Texts, paragraphs
from index.articles.article import LANGUAGES, Language

_WRITTEN: dict[Language, tuple[str, ...]] = {
    "uk": (
        "Міська рада виділила кошти на ремонт старого мосту через річку, роботи почнуться навесні.",
        "Школярі посадили сто дерев у парку, а міська влада пообіцяла поливати молоді дерева влітку.",
        "Музей відкрив виставку про залізницю: старі квитки, плани станцій, форма провідників та машиністів.",
    ),
    "ru": (
        "Городской совет выделил деньги на ремонт старого моста через реку, работы начнутся весной.",
        "Школьники посадили сто деревьев в парке, а городская власть обещала поливать молодые деревья летом.",
        "Музей открыл выставку о железной дороге: старые билеты, планы станций, форма проводников и машинистов.",
    ),
    "en": (
        "The city council set money aside for the repair of the old bridge across the river this spring.",
        "Pupils planted a hundred trees in the park, and the city promised to water the young trees in summer.",
        "The museum opened an exhibition on the railway with old tickets, plans of stations and uniforms.",
    ),
}


def tiny_texts() -> dict[Language, Texts]:
    """Return three texts of each language; their first words are their titles."""
    return {lang: _texts(_WRITTEN[lang]) for lang in LANGUAGES}


def tiny_corpus(number: int = 60, words: int = 40) -> Corpus:
    """Return ``number`` documents, all but the first nine recombined."""
    return Corpus(tiny_texts(), number, words)


def _texts(written: tuple[str, ...]) -> Texts:
    texts = [Text(" ".join(text.split()[:4]), paragraphs(text)) for text in written]
    return Texts(texts, [text.title for text in texts], list(written))
