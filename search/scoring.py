"""The constants of relevance, each with what it does and why it has its value."""

from __future__ import annotations

from typing import Final

from index.segment import layout

#: BM25F's saturation of term frequency: the usual value (Robertson & Zaragoza 2009, section 3.4.2).
K1: Final = 1.2

#: Occurrences of a word in a field beyond this many add nothing: BM25 is flat there, and indexes count in a byte.
MOST_COUNTED: Final = layout.MOST_COUNTED

#: How much a field's length counts: 0 not at all, 1 wholly.  A headline's length says little.
#: For the body 0.5 and 0.6 were above the usual 0.75 on the judged Russian and Ukrainian sets (docs/decisions/0042).
B: Final = {"title": 0.4, "lead": 0.6, "body": 0.6, "authors": 0.3}

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

#: Two neighbouring words of the query score so much of their weight again where they stand within so many further
#: positions of each other, in either order.  Measured in docs/relevance.md, as is STOP_WORD.
PAIR: Final = 0.1
NEAR: Final = 4

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
