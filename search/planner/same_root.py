"""The kin of a query's words, those of the same root, as the vocabulary of a generation has them."""

from __future__ import annotations

from typing import Final

from index.articles.article import Language
from index.language import is_stop, root
from search.cache import cached
from search.engines.base import Snapshot

#: Kin that a word gets at most, the most frequent, and words of the vocabulary that are looked at for them.
MOST_KIN: Final = 2
_LOOKED_AT: Final = 64
#: Words remembered for a generation.
_WORDS: Final = 16_384


class Kin:
    """The kin of lemmas in one snapshot; shared by threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.of = cached(self._of, _WORDS)

    def _of(self, lemma: str, lang: Language) -> tuple[str, ...]:
        """Return the lemmas of the texts in ``lang`` that have the root of ``lemma``, but itself."""
        common = root(lemma, lang)
        if not common:
            return ()
        begun = self._snapshot.terms_with_prefix(lang, "body", common, _LOOKED_AT)
        kin = (word for word, _ in begun if word != lemma and root(word, lang) == common and not is_stop(word, lang))
        return tuple(kin)[:MOST_KIN]
