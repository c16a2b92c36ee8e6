"""Whether a word of a query means something to the archive that it is asked of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from index.articles.article import LANGUAGES, Language
from index.language import fold, is_stop
from search.repair.vocabulary import Vocabulary, in_dictionary


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges words by the vocabulary of the languages that are searched.

    ``related`` are the folded words that are found by what else they are called: translations, other spellings.
    """

    vocabulary: Vocabulary
    langs: tuple[Language, ...]
    related: Collection[str] = ()

    def documents(self, word: str) -> int:
        """Return in how many documents of a language the word is at most, in any of its forms."""
        return self.vocabulary.documents(word, self.langs)

    def form(self, word: str) -> int:
        """Return in how many documents of a language just this form is at most."""
        folded = fold(word)
        return max((self.vocabulary.form(folded, lang) for lang in self.langs), default=0)

    def is_stop(self, folded: str) -> bool:
        """Say whether a folded word is a stop word of a language."""
        return any(is_stop(folded, lang) for lang in self.langs)

    def languages(self, word: str) -> list[Language]:
        """Return the languages that have the word."""
        folded = fold(word)
        return [lang for lang in self.langs if self.vocabulary.documents(word, (lang,)) or _is_listed(folded, lang)]

    def is_word(self, word: str) -> bool:
        """Say whether there is such a word: in the archive, in a dictionary or among the stop words."""
        return self.documents(word) > 0 or any(_is_listed(fold(word), lang) for lang in self.langs)

    def lacks(self, word: str) -> bool:
        """Say whether the word is a mistake for all that is known: no word of any language, and found by nothing."""
        folded = fold(word)
        if self.is_word(word) or folded in self.related or self.is_spelled_right(folded):
            return False
        return not self.vocabulary.documents(word, [lang for lang in LANGUAGES if lang not in self.langs])

    def is_spelled_right(self, folded: str) -> bool:
        """Say whether a folded word is a stop word, or in the dictionary, of any language."""
        return any(_is_listed(folded, lang) for lang in LANGUAGES)


def _is_listed(folded: str, lang: Language) -> bool:
    return is_stop(folded, lang) or in_dictionary(folded, lang)
