"""Which words are names, and so may be spelled otherwise elsewhere: what dictionaries, tables and the archive say.

Spellings are compared by sound, and among all words of a language some sound like any word of another.  So an ordinary
word is none of a name (launch, long), and a name that a table has is called what the table says (Росія, Rosie).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal, NamedTuple

from index.articles.article import Language
from index.language import (
    WordKind,
    analyze,
    fold,
    is_listed_name,
    is_stop,
    known_lemmas,
    likeness,
    name_keys,
    translations,
    word_kind,
)
from index.lexicon import NO_CAPITALS, Capitals

#: What a word is: as a dictionary says ("either" an ordinary word or a name); "listed", a name of a table; "unmarked",
#: an ordinary word of a dictionary that does not mark places, which the archive has not told of.
Kind = Literal["listed", "name", "either", "unknown", "unmarked", "ordinary"]

#: How alike another spelling has to be at least: of a name; of what is in small letters here or there, or no certain
#: name; of a word that a table has.
LIKENESS: Final = 0.76
_ALIKE_UNSURE: Final = 0.9
_ALIKE_LISTED: Final = 0.85
#: No spelling is so much alike.
NEVER: Final = 2.0
#: Letters from which on a word in small letters that nothing is known of may be a name.
_SHORTEST: Final = 6
_WORDS: Final = 1 << 14
_DOUBTFUL_FIRST: Final[tuple[Kind, ...]] = ("either", "ordinary", "unmarked")


class QueryWord(NamedTuple):
    """A word of a query as typed, the languages that it may be in, and whether it has to be a name beyond doubt."""

    surface: str
    sources: tuple[Language, ...]
    sure: bool


class Namehood:
    """Says how much like a word another spelling has to be; shared by threads."""

    def __init__(self, capitals: Capitals = NO_CAPITALS) -> None:
        self._capitals = capitals

    def may_be_name(self, word: QueryWord) -> bool:
        """Say whether any other spelling is looked for."""
        return self._least(word) < NEVER

    def least_likeness(self, word: QueryWord, spelling: str, target: Language) -> float:
        """Return how alike ``spelling``, a term of ``target``, has to be to ``word`` at least; NEVER: it is no name."""
        typed, found = self.kind_of(word), self._kind(spelling, target)
        if found == "ordinary" or is_stop(spelling, target):
            return NEVER
        if "listed" in (typed, found) and "unknown" not in (typed, found):
            return LIKENESS if _as_listed(word, spelling, target) else NEVER
        doubtful = found == "unmarked" or typed in ("either", "unmarked")
        small = self._capitals.written(spelling, target) == "ordinary"
        return max(self._least(word), _ALIKE_UNSURE if doubtful or small else LIKENESS)

    def _least(self, word: QueryWord) -> float:
        kind, capital = self.kind_of(word), word.surface[:1].isupper()
        match kind:
            case "ordinary":
                return NEVER
            case "either" | "unmarked":
                return NEVER if word.sure or not (capital or self._is_always_capital(word)) else LIKENESS
            case "unknown" if not capital:
                return NEVER if word.sure or len(word.surface) < _SHORTEST else _ALIKE_LISTED
            case "listed":
                return _ALIKE_LISTED
        return LIKENESS

    def is_mistakable(self, abbreviation: str, lang: Language) -> bool:
        """Say whether an abbreviation has the letters of a word that texts mean as often: US and us, ПАР and пар."""
        return abbreviation.isupper() and self._kind(fold(abbreviation), lang) == "ordinary"

    def _is_always_capital(self, word: QueryWord) -> bool:
        forms = {lang: (fold(word.surface), *lemmas_of(word.surface, lang)) for lang in word.sources}
        return any(self._capitals.is_always_capital(form, lang) for lang, found in forms.items() for form in found)

    def kind_of(self, word: QueryWord) -> Kind:
        """Return what a query word is, in the languages that it may be in."""
        surface = fold(word.surface)
        if any(is_stop(surface, lang) for lang in word.sources):
            return "ordinary"
        lemmas = {lang: lemmas_of(word.surface, lang) for lang in word.sources}
        if any(_is_listed(surface, found, lang) for lang, found in lemmas.items()):
            return "listed"
        kinds: set[Kind] = {self._kind(lemma, lang) for lang, found in lemmas.items() for lemma in found}
        if "listed" in kinds:  # Федоров may be a form of Федор, which is listed, or a name of its own
            kinds = kinds - {"listed"} | {"name"}
        for lang in word.sources:
            match self._capitals.written(surface, lang), word_kind(surface, lang):
                case "ordinary", "ordinary" | "either":
                    return "ordinary"
                case "name", known:
                    kinds = {_named(known, lang)}
        return _together(kinds)

    def _kind(self, word: str, lang: Language) -> Kind:
        if is_listed_name((word,), lang):
            return "listed"
        written = self._capitals.written(word, lang)
        is_lemma = lang == "en" or word in known_lemmas(word, lang)  # шмыгал, a key of Шмыгалем, is no form of шмыгать
        known = word_kind(word, lang) if is_lemma else "unknown"
        if written == "name":
            return _named(known, lang)
        if written == "ordinary":
            return "ordinary" if known == "either" else known
        return "unmarked" if known == "ordinary" and lang == "uk" else known


@lru_cache(_WORDS)
def lemmas_of(surface: str, lang: Language) -> tuple[str, ...]:
    """Return what the spelling of a query word is compared by: of an English one its form, else its lemmas."""
    token = next(iter(analyze(surface, lang)), None)
    if token is None:
        return ()
    if lang == "en":
        return (token.form.removesuffix("'s"),)
    return tuple(dict.fromkeys((*token.lemmas, token.form))) if surface[:1].isupper() else token.lemmas


def _is_listed(surface: str, lemmas: tuple[str, ...], lang: Language) -> bool:
    """Say whether a table has the word itself, or all that it may be a form of, as a name."""
    others = [lemma for lemma in lemmas if lemma != surface]
    if is_listed_name((surface,), lang):
        return True
    own = any(surface in token.lemmas for token in analyze(surface, lang)[:1])
    return bool(others) and not own and all(is_listed_name((lemma,), lang) for lemma in others)


def _named(known: WordKind, lang: Language) -> Kind:
    """Return what a word is that the archive writes as a name: not only that when a dictionary knows better (West)."""
    return "either" if known in ("ordinary", "either") and lang != "uk" else "name"


def _as_listed(word: QueryWord, spelling: str, target: Language) -> bool:
    """Say whether one of the two is spelled like what a table calls the other in its language: Kharkov, like Kharkiv.

    So Rosie, which sounds like Росія, is no Russia.
    """
    for source in word.sources:
        own = lemmas_of(word.surface, source)
        if any(_spelled_alike(fold(name), spelling) for name in translations(own, source, target)):
            return True
        called = translations((spelling,), target, source)
        if any(_spelled_alike(fold(name), lemma) for name in called for lemma in own):
            return True
    return False


def _spelled_alike(one: str, other: str) -> bool:
    shared = set(name_keys(one)) & set(name_keys(other))
    return one == other or (bool(shared) and likeness(one, other) >= LIKENESS)


def _together(kinds: set[Kind]) -> Kind:
    """Return what a word is that may be of several kinds."""
    if "name" in kinds:
        return "either" if kinds & {"ordinary", "either"} else "name"
    return next((kind for kind in _DOUBTFUL_FIRST if kind in kinds), "unknown")
