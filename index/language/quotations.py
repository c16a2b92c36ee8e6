"""Words quoted in a text of the sibling language, Ukrainian in Russian or Russian in Ukrainian.

Analysis files an unknown word under the lemmas of the sibling's dictionary, too, whatever surrounds it.  What is left
are forms that both dictionaries have, for different words: року in a Russian text is filed as рок.  They are looked for
as they are.
"""

from __future__ import annotations

from functools import lru_cache

from index.articles.article import Language
from index.language.morphology import inflections, known_lemmas
from index.language.normalise import meet

#: Forms of a word that are looked for at most.
MOST_FORMS = 12


@lru_cache(maxsize=1 << 12)
def mistaken_forms(lemma: str, source: Language, target: Language) -> tuple[str, ...]:
    """Return the folded forms of a word of ``source`` that the dictionary of ``target`` has for another word."""
    if "en" in (source, target) or source == target:
        return ()
    forms = (form for form in inflections(lemma, source) if _is_another(form, lemma, target))
    return tuple(dict.fromkeys(meet(form) for form in forms))[:MOST_FORMS]


def _is_another(form: str, lemma: str, target: Language) -> bool:
    lemmas = known_lemmas(form, target)
    return bool(lemmas) and lemma not in lemmas
