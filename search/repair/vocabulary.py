"""The words of a generation: in how many documents each is, and which begin with a letter; shared by threads.

Nothing is read before a query needs it.  A form takes about 30 bytes: those of a language of a large archive 9 MB.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from index.articles.article import Language
from index.articles.schema import TEXT_FIELDS, exact_field
from index.language import Token, analyze, known_share, word_kind
from search.cache import cached
from search.engines.base import Snapshot
from search.planner.word_list import WordList

#: Fields that forms are read from, forms read of one initial letter at most (the most frequent), letters kept.
_FIELDS: Final = tuple(map(exact_field, ("title", "body")))
_FORMS: Final = 40_000
_LETTERS: Final = 96
#: Words whose number of documents is remembered.
_WORDS: Final = 1 << 14


class Vocabulary:
    """The words of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.forms = cached(self._forms, _LETTERS)
        self._count = cached(self._counted, _WORDS)

    def documents(self, word: str, langs: Iterable[Language]) -> int:
        """Return in how many documents of a language ``word`` is at most, in any of its forms."""
        return max((self._count(word, lang) for lang in langs), default=0)

    def form(self, form: str, lang: Language) -> int:
        """Return in how many documents the folded surface form is."""
        return max(self._snapshot.document_frequency(lang, field, form) for field in _FIELDS)

    def _counted(self, word: str, lang: Language) -> int:
        tokens = analyze(word, lang)
        if not tokens:
            return 0
        whole, *parts = (self._token(token, lang) for token in tokens)
        return whole or min(parts, default=0)

    def _token(self, token: Token, lang: Language) -> int:
        frequency = self._snapshot.document_frequency
        return max(
            frequency(lang, name, term)
            for field in TEXT_FIELDS
            for name, terms in ((exact_field(field), (token.form,)), (field, token.lemmas))
            for term in terms
        )

    def _forms(self, lang: Language, letter: str) -> WordList:
        """Return the surface forms of one initial letter."""
        documents: dict[str, int] = {}
        for field in _FIELDS:
            for form, count in self._snapshot.terms_with_prefix(lang, field, letter, _FORMS):
                documents[form] = max(count, documents.get(form, 0))
        return WordList(documents)


def in_dictionary(word: str, lang: Language) -> bool:
    """Say whether the dictionary of a language has the folded form, of a hyphenated word each part."""
    if lang == "en":
        return all(word_kind(part, lang) != "unknown" for part in word.split("-"))
    return known_share(word.lower(), lang) == 1.0
