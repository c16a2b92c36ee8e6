"""What a word of a query is called in the other languages, and how else its name is spelled.

Only what the generation has is kept, so an expansion costs nothing where it finds nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Final, Literal, NamedTuple

from index.articles.article import Language
from index.articles.schema import exact_field
from index.language import (
    Token,
    analyze,
    fold,
    is_known,
    is_stop,
    known_lemmas,
    mistaken_forms,
    query_alternatives,
    translations,
    word_kind,
)
from index.lexicon import NO_CAPITALS, NO_LEXICON, Capitals, Lexicon
from search.cache import cached
from search.engines.base import Snapshot
from search.plan.plan import Origin
from search.plan.scoring import NAME, SYNONYM, TRANSLATION
from search.planner.namehood import Namehood, QueryWord, lemmas_of
from search.planner.names import Names, Spelling
from search.planner.same_root import Kin
from search.planner.synonyms import NO_SYNONYMS, Synonyms

#: The switch of a request, which is also the kind of rewrite that it makes.
Kind = Literal["cross", "translit", "synonyms"]

#: Alternatives that a word gets at most in one language.
MOST_RELATIVES: Final = 12
#: What a relative counts where the word itself occurs: little, for that is what was meant (The Independent in a Russian
#: text), and what else it may stand for comes after it.
_BESIDE: Final = 0.15
#: What was learned counts like the table from this probability, and only then beside it.
_SURE: Final = 0.5
#: An abbreviation has fewer letters, and a name that is spelled otherwise in its own script at least as many.
_SHORTEST: Final = 6
#: No name of fewer letters is looked for.
_FEWEST: Final = 3
#: A form that one document in so many has, or so few have, may be a quotation; a more frequent one is a word of the
#: language itself.
_ONE_IN: Final = 200
_FEW: Final = 2
#: Words remembered for a generation.
_WORDS: Final = 16_384


class Relative(NamedTuple):
    """A term of an index for a word of a query: what it counts, the switch for it, and how people write it.

    Another spelling has the number of ``documents`` with it, a translation 0.  What was typed, as its own language has
    it, is not told of: ``written`` is empty; and it may be an ``exact`` form.
    """

    term: str
    weight: float
    kind: Kind
    written: str
    documents: int = 0
    exact: bool = False

    @property
    def origin(self) -> Origin:
        """What it is to the word."""
        if not self.written:
            return "form"
        if self.kind == "synonyms":
            return "synonym"
        return "spelling" if self.documents else "translation"


class Asked(NamedTuple):
    """A word of a query as typed, the languages that it may be in, and what is allowed.

    With ``sure`` only what is a name beyond doubt is spelled otherwise: under NOT, in a field.  Without ``spelled``
    nothing is.
    """

    surface: str
    sources: tuple[Language, ...]
    sure: bool
    cross: bool
    translit: bool
    synonyms: bool
    spelled: bool = True


class Called(NamedTuple):
    """The words of a query from ``start`` to before ``stop`` are a name; ``names`` is what it is called elsewhere."""

    start: int
    stop: int
    names: tuple[tuple[Token, ...], ...]


class Relatives:
    """The relatives of words in one snapshot, with what was learned from its own stories; shared by threads."""

    def __init__(
        self,
        snapshot: Snapshot,
        lexicon: Lexicon = NO_LEXICON,
        synonyms: Synonyms = NO_SYNONYMS,
        capitals: Capitals = NO_CAPITALS,
    ) -> None:
        self._snapshot = snapshot
        self._namehood = Namehood(capitals)
        self._synonyms = synonyms
        self._lexicon = lexicon
        self._names = Names(snapshot)
        self._kin = Kin(snapshot)
        self.of = cached(self._of, _WORDS)

    def _of(self, asked: Asked, target: Language, fields: tuple[str, ...]) -> tuple[Relative, ...]:
        """Return what stands for ``asked`` in the fields of the language ``target``, the best first."""
        own = {lemma for token in analyze(asked.surface, target)[:1] for lemma in token.lemmas}
        present = max((self._frequency(target, fields, lemma) for lemma in own), default=0)
        if present and target in asked.sources:
            found = self._respelled(asked, target, fields)
        else:
            found = self._elsewhere(asked, target, fields)
        same = self._synonymous(asked, target, fields, own)
        best = {(relative.term, False): relative for relative in same if relative.term not in own}
        for relative in chain(found, self._quoted(asked, target, fields)):
            key = relative.term, relative.exact
            if (relative.exact or relative.term not in own) and key not in best:
                share = _BESIDE if present and not _meant(asked, relative, target, present) else 1.0
                best[key] = relative._replace(weight=share * relative.weight)
        return tuple(best.values())[:MOST_RELATIVES]

    def kin(self, lemma: str, target: Language) -> tuple[str, ...]:
        """Return the lemmas of the same root."""
        return self._kin.of(lemma, target)

    def may_be_name(self, surface: str, sources: tuple[Language, ...], sure: bool) -> bool:
        """Say whether other spellings of a query word are worth looking for."""
        return self._namehood.may_be_name(QueryWord(surface, sources, sure))

    def present(self, name: str, target: Language, fields: tuple[str, ...]) -> tuple[Token, ...]:
        """Return the tokens of a name when the generation has them all; an ordinary word alone (us) is no name."""
        tokens = tuple(analyze(name, target))
        if len(tokens) == 1 and self._is_mistakable(name, tokens[0], target):
            return ()
        found = all(any(self._frequency(target, fields, lemma) for lemma in token.lemmas) for token in tokens)
        return tokens if found else ()

    def _synonymous(
        self, asked: Asked, target: Language, fields: tuple[str, ...], own: Collection[str]
    ) -> Iterator[Relative]:
        for synonym in self._synonyms.of(own, target) if asked.synonyms else ():
            for lemma in synonym.lemmas:
                if self._frequency(target, fields, lemma):
                    yield Relative(lemma, SYNONYM, "synonyms", synonym.written)

    def _elsewhere(self, asked: Asked, target: Language, fields: tuple[str, ...]) -> Iterator[Relative]:
        """Yield translations and other spellings of a word that ``target`` does not have."""
        for source in asked.sources:
            if source != target and asked.cross:
                yield from self._translated(asked, source, target, fields)
        if asked.spelled and not _is_slip(asked) and self._namehood.may_be_name(_query_word(asked)):
            for source in asked.sources:
                yield from self._spelled(asked, source, target, fields)

    def _translated(
        self, asked: Asked, source: Language, target: Language, fields: tuple[str, ...]
    ) -> Iterator[Relative]:
        """Yield what the table says, and what was learned where that is probable enough to add to it."""
        lemmas = _lemmas(asked.surface, source)
        found = False
        for word in translations(lemmas, source, target):
            tokens = analyze(word, target)
            if len(tokens) == 1 and not self._is_mistakable(word, tokens[0], target):
                for lemma in tokens[0].lemmas:
                    if self._frequency(target, fields, lemma):
                        found = True
                        yield Relative(lemma, TRANSLATION, "cross", word)
        for learned in self._lexicon.translations(lemmas, source, target):
            if (not found or learned.probability >= _SURE) and self._frequency(target, fields, learned.lemma):
                weight = TRANSLATION * min(1.0, learned.probability / _SURE)
                written = learned.written if target == "en" else self._word(learned.lemma, target, fields)
                yield Relative(learned.lemma, weight, "cross", written)

    def _spelled(self, asked: Asked, source: Language, target: Language, fields: tuple[str, ...]) -> Iterator[Relative]:
        kind: Kind = "cross" if "en" not in (source, target) else "translit"
        allowed = asked.cross if kind == "cross" else asked.translit
        if not allowed or (asked.surface.isupper() and len(asked.surface) < _SHORTEST):
            return
        for word in lemmas_of(asked.surface, source):
            if len(word) < _FEWEST:
                continue
            for spelling in self._names.spellings(target, fields, word):
                if spelling.likeness >= self._namehood.least_likeness(_query_word(asked), spelling.word, target):
                    yield self._name(spelling, kind, target, fields)

    def _quoted(self, asked: Asked, target: Language, fields: tuple[str, ...]) -> Iterator[Relative]:
        """Yield what the word is where a text in ``target`` quotes its own language, Ukrainian or Russian.

        That is its lemmas there, and those of its forms that ``target`` takes for other words, when they are rare.
        """
        exact = tuple(map(exact_field, fields))
        few = max(_FEW, self._snapshot.statistics(target).documents // _ONE_IN)
        for source in asked.sources if asked.cross and "en" not in (*asked.sources, target) else ():
            for lemma in analyze(asked.surface, source)[0].lemmas if source != target else ():
                if self._frequency(target, fields, lemma):
                    yield Relative(lemma, 1.0, "cross", "")
                for form in mistaken_forms(lemma, source, target):
                    if 0 < self._frequency(target, exact, form) <= few:
                        yield Relative(form, 1.0, "cross", "", exact=True)

    def _respelled(self, asked: Asked, target: Language, fields: tuple[str, ...]) -> Iterator[Relative]:
        """Yield other spellings in the word's own script.

        Of a Latin name those that sound all the same; of a Cyrillic one that the dictionary lacks those of the other
        language that it may be in: where Зеленского is quoted in Ukrainian, Зеленський is meant as well.
        """
        word = fold(asked.surface)
        if not asked.spelled or is_dictionary_word(word, asked.sources):
            return
        if not self._namehood.may_be_name(_query_word(asked)):
            return
        if not word.isascii() and target != "en":
            for source in asked.sources:
                if source != target:
                    yield from self._spelled(asked, source, target, fields)
        if asked.translit and word.isascii() and len(word) >= _SHORTEST:
            for spelling in self._names.spellings(target, fields, word):
                if spelling.likeness == 1.0 and not is_dictionary_word(spelling.word, (target,)):
                    yield self._name(spelling, "translit", target, fields)

    def _name(self, spelling: Spelling, kind: Kind, lang: Language, fields: tuple[str, ...]) -> Relative:
        word = spelling.word
        lemma, written = (
            (analyze(word, lang)[0].lemmas[0], word) if lang == "en" else (word, self._word(word, lang, fields))
        )
        return Relative(lemma, NAME * spelling.likeness, kind, written, spelling.documents)

    def _word(self, term: str, lang: Language, fields: tuple[str, ...]) -> str:
        """Return a lemma of Ukrainian or Russian as people write it.

        What no dictionary has and no text writes is a key that the forms of a name share: the lemma that its most
        frequent form is taken for is shown.
        """
        exact = tuple(map(exact_field, fields))
        if term in known_lemmas(term, lang) or self._frequency(lang, exact, term):
            return term
        begun = (form for name in exact for form, _ in self._snapshot.terms_with_prefix(lang, name, term, 1))
        form = next(begun, term)
        return analyze(form, lang)[0].lemmas[0]

    def _is_mistakable(self, name: str, token: Token, lang: Language) -> bool:
        return is_stop(token.form, lang) or self._namehood.is_mistakable(name, lang)

    def _frequency(self, lang: Language, fields: tuple[str, ...], term: str) -> int:
        return max(self._snapshot.document_frequency(lang, name, term) for name in fields)


def _lemmas(surface: str, lang: Language) -> tuple[str, ...]:
    return tuple(lemma for token in analyze(surface, lang)[:1] for lemma in token.lemmas)


def _query_word(asked: Asked) -> QueryWord:
    return QueryWord(asked.surface, asked.sources, asked.sure)


def _is_slip(asked: Asked) -> bool:
    """Say whether a word in small letters is a misspelled one of its own language, and so no name."""
    small = not asked.surface[:1].isupper()
    return small and any(query_alternatives(fold(asked.surface), lang) for lang in asked.sources)


def is_dictionary_word(word: str, langs: Iterable[Language]) -> bool:
    """Say whether a dictionary has the folded word, as a name or not."""
    return any(word_kind(word, lang) != "unknown" for lang in langs)


def _meant(asked: Asked, relative: Relative, target: Language, present: int) -> bool:
    """Say whether a relative counts in full beside the word itself, which ``present`` documents have.

    It does as the usual spelling of a name of which a few have another: not as a word of the dictionary (Курц is not
    курс), nor in Cyrillic where the word stands in Latin letters (Graphika is not графика).
    """
    if target != "en" and (fold(asked.surface).isascii() or is_known(relative.term, target)):
        return False
    return relative.documents > present
