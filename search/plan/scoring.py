"""The constants of relevance, each with what it does and why it has its value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from index.articles import schema

#: Whether a query has few words or many.  Who asks in few words names a thing, and a longer article tells more of it;
#: of many words, which are a headline or a question, long articles have some by chance.
Wordiness = Literal["few", "many"]

#: The most words that are few: Ігор Коломойський; Association of lawyers.
FEW_WORDS: Final = 3

#: BM25F's saturation of term frequency (Robertson & Zaragoza 2009, section 3.4.2), on both sides of the usual 1.2.
#: Measured in docs/decisions/0190, as is B.
K1: Final[Mapping[Wordiness, float]] = {"few": 0.9, "many": 1.6}

#: Occurrences of a word in a field beyond this many add nothing: BM25 is flat there, and indexes count in a byte.
MOST_COUNTED: Final = schema.MOST_COUNTED

#: How much a field's length counts: 0 not at all, 1 wholly.  A headline's length says little.
B: Final[Mapping[Wordiness, Mapping[str, float]]] = {
    "few": {"title": 0.4, "lead": 0.4, "body": 0.4, "authors": 0.3},
    "many": {"title": 0.4, "lead": 0.85, "body": 0.85, "authors": 0.3},
}

#: How much an occurrence in a field counts against one in the body.
FIELD_BOOSTS: Final = {"title": 3.0, "lead": 1.5, "body": 1.0}

#: The preference for documents with more of the bare words: a document with a share s of their weight keeps
#: 1 - c · (1 - s) of its score.  c is COORDINATION for up to COORDINATION_WORDS words and falls as their number grows:
#: of a pasted headline, fewer words say enough.  Measured in docs/decisions/0042.
COORDINATION: Final = 0.6
COORDINATION_WORDS: Final = 2


def coordination(words: int) -> float:
    """Return c for a query of so many bare words."""
    return COORDINATION * min(1.0, COORDINATION_WORDS / max(1, words))


#: A stop word scores so much of its weight in documents that other words have found.
STOP_WORD: Final = 0.5

#: Two neighbouring words of the query, at most APART positions from each other there (погода у Одесі), score PAIR of
#: their weight again where they stand within NEAR further positions of each other, in either order.  Two words are a
#: name as often as not, and hardly tell apart what has both; of more words each pair counts less, falling as 2 / words.
#: Measured in docs/decisions/0190; STOP_WORD in docs/relevance.md.
APART: Final = 4
PAIR: Final = 0.5
PAIR_WORDS: Final = 2
NEAR: Final = 1


def pair(words: int) -> float:
    """Return what a pair of neighbours counts in a query of so many bare words."""
    return PAIR * min(1.0, PAIR_WORDS / max(1, words))


#: A word of the root of one of many words (український: Україна) scores so much of its weight where others have found a
#: document.  From 0.2 to 0.4 little changes; of few words, which are names, it is no help.  Measured in
#: docs/decisions/0191.
KIN: Final = 0.3

#: A compound (київ-львів) is indexed whole and in parts; each of its terms counts this much against a plain word, so
#: that one compound does not outweigh the rest of the query.
COMPOUND: Final = 0.5

#: An alternative so many edits away counts FUZZY_DISCOUNT ** edits.
FUZZY_DISCOUNT: Final = 0.5

#: What a translation of a word counts, and another spelling of a name that is wholly alike: a little less than what was
#: typed, for a table does not know what was meant.
TRANSLATION: Final = 0.8
NAME: Final = 0.9

#: What a synonym from the file of whoever runs the archive counts: what was typed comes first.
SYNONYM: Final = 0.8

#: What a word counts in a language that the query is not in: readers want an answer in the language in which they ask,
#: and of a story that exists in several, that version first.
FOREIGN: Final = 0.6

#: A document of this moment scores at most 1 + FRESHNESS_MOST times its score; half of that a half-life later.
#: Small, so that it orders near-equals and never lifts a worse match over a clearly better one.
FRESHNESS_MOST: Final = 0.15
FRESHNESS_HALF_LIFE: Final = 30 * 24 * 3600


#: Scores that differ by less are equal: sums in another order of addition must not change who comes first.
SCORE_DECIMALS = 10
