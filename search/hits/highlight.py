"""The words of a text that a plan's tree asks for: what highlighting marks.

A word is marked when a leaf of the tree matches it: any alternative of a unit, and the words of a phrase only where the
phrase stands.  What stands after NOT is never marked, and neither are extras, which select nothing: stop words would be
marked all over, and words that stand close together are marked anyhow.  Texts are analysed again as they were for the
index, so marks are on original forms at exact places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from index.articles.article import Language
from index.language import Token, analyze
from search.hits.passages import Mark
from search.plan.phrases import standing
from search.plan.plan import All, Any, Node, Phrase, Unit, Without

if TYPE_CHECKING:
    from index.analysis.lookup import Lookup, Wanted

#: How much of a body is analysed for its best passages; if nothing is marked by then, twice as much more, and so on.
FIRST_LOOK = 20_000


class _Hit(NamedTuple):
    """A token that some unit asks for, with the numbers of these units."""

    start: int
    end: int
    position: int
    units: tuple[int, ...]


class _Asking(NamedTuple):
    """The terms asked for in a field, forms and lemmas, each with the units that ask."""

    forms: dict[str, set[int]]
    lemmas: dict[str, set[int]]

    def terms(self) -> frozenset[str]:
        """Return all terms."""
        return frozenset(self.forms).union(self.lemmas)


class Marking:
    """What a tree asks for in one language: its units by number, bare ones and slots of phrases.

    ``lookup`` spares the analysis of most of a text; the marks are the same without.
    """

    def __init__(self, root: Node, lang: Language, lookup: Lookup | None = None) -> None:
        self._lang = lang
        self._lookup = lookup
        self._units: list[Unit] = []
        self._bare: set[int] = set()
        self._phrases: list[tuple[Phrase, range]] = []
        for node in _positive(root):
            self._add(node)
        self.weights = {unit.surface: unit.weight for unit in self._units}
        self._asking: defaultdict[str, _Asking] = defaultdict(lambda: _Asking({}, {}))
        for number, unit in enumerate(self._units):
            for field in unit.fields:
                for alternative in unit.alternatives:
                    asking = self._asking[field.name]
                    terms = asking.forms if alternative.exact else asking.lemmas
                    terms.setdefault(alternative.text, set()).add(number)
        self._wanted: dict[str, Wanted] = {}
        if lookup is not None:
            sets = {field: asking.terms() for field, asking in self._asking.items()}
            wanted = {terms: lookup.wanted(terms) for terms in set(sets.values())}  # mostly the same in every field
            self._wanted = {field: wanted[terms] for field, terms in sets.items()}

    def marks(self, field: str, text: str, *, needed: bool) -> list[Mark]:
        """Return the marks in the text of a field, ascending.

        In a long text those of its beginning, unless none is there and one is ``needed``.
        """
        if field not in self._asking:
            return []
        hits: list[_Hit] = []
        words = 0
        for start, end in _looks(text):
            words = self._gather(hits, field, text[start:end], start, words)
            marks = self._marks(hits)
            if marks or not needed:
                return marks
        return []

    def all_marks(self, field: str, text: str) -> list[Mark]:
        """Return all marks in the text of a field, ascending."""
        hits: list[_Hit] = []
        if field in self._asking:
            self._gather(hits, field, text, 0, 0)
        return self._marks(hits)

    def _gather(self, hits: list[_Hit], field: str, text: str, offset: int, words: int) -> int:
        """Add the tokens asked for in ``text`` to ``hits`` and return the number of words up to its end.

        ``offset`` and ``words`` are the characters and the words before it.
        """
        for first, last, passed in self._runs(field, text):
            words += passed
            tokens = analyze(text[first:last], self._lang)
            hits += _hits(self._asking[field], tokens, offset + first, words)
            words += tokens[-1].position + 1 if tokens else 0
        return words

    def _runs(self, field: str, text: str) -> Iterable[tuple[int, int, int]]:
        """Return the parts of ``text`` to be analysed, each with the number of words that are passed over before it."""
        if self._lookup is None:
            return [(0, len(text), 0)]
        return self._lookup.runs(text, self._wanted[field])

    def _add(self, node: Unit | Phrase) -> None:
        first = len(self._units)
        if isinstance(node, Unit):
            self._bare.add(first)
            self._units.append(node)
        else:
            self._units += node.units
            self._phrases.append((node, range(first, len(self._units))))

    def _marks(self, hits: list[_Hit]) -> list[Mark]:
        standing = self._standing(hits)
        marks = []
        for hit in hits:
            units = [unit for unit in hit.units if unit in self._bare or (unit, hit.position) in standing]
            if units:
                marks.append(Mark(hit.start, hit.end, frozenset(self._units[unit].surface for unit in units)))
        return marks

    def _standing(self, hits: list[_Hit]) -> set[tuple[int, int]]:
        """Return (unit, position) of each slot of a phrase where the phrase stands."""
        places: defaultdict[int, set[int]] = defaultdict(set)
        for hit in hits:
            for unit in hit.units:
                places[unit].add(hit.position)
        found: set[tuple[int, int]] = set()
        for phrase, numbers in self._phrases:
            slots = standing([sorted(places[number]) for number in numbers], phrase.offsets, phrase.slop)
            found.update((number, at) for number, slot in zip(numbers, slots, strict=True) for at in slot)
        return found


def _hits(asking: _Asking, tokens: Iterable[Token], offset: int, words: int) -> Iterator[_Hit]:
    """Yield the tokens asked for; ``offset`` and ``words`` are the characters and positions before them."""
    forms, lemmas = asking
    none_of = lemmas.keys().isdisjoint
    for token in tokens:
        if token.form in forms or not none_of(token.lemmas):
            units = forms.get(token.form, set()).union(*(lemmas.get(lemma, ()) for lemma in token.lemmas))
            yield _Hit(token.start + offset, token.end + offset, token.position + words, tuple(sorted(units)))


def _positive(node: Node) -> Iterator[Unit | Phrase]:
    """Yield what a match is because of."""
    match node:
        case Unit() | Phrase():
            yield node
        case Any() | All():
            for child in node.children:
                yield from _positive(child)
        case Without():
            yield from _positive(node.wanted)


def _looks(text: str) -> Iterator[tuple[int, int]]:
    """Cut the text into ever larger parts at ends of lines or sentences, else at spaces, so that no word is cut."""
    start, size = 0, FIRST_LOOK
    while start < len(text):
        end = _cut(text, start, start + size)
        yield start, end
        start, size = end, size * 2


def _cut(text: str, start: int, end: int) -> int:
    if end >= len(text):
        return len(text)
    at = max(text.rfind("\n", start + 1, end), text.rfind(". ", start + 1, end) + 1)
    if at <= start:
        at = text.find(" ", end)
    return len(text) if at <= start else at
