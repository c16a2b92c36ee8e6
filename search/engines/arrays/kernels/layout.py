"""What the kernels are given: a plan's tree as a program over the posting lists of a language's segments.

Arrays of a segment are given by their *addresses* in columns of int64 tables, so that nothing is unpacked for each of
them when a kernel is called; ``search.engines.arrays.kernels.memory`` reads through an address.  What kernels work
with, a program,
``Scratch`` and ``Results``, is noted in one table of addresses and lengths, int64 [ARRAYS, 4], too: its own address is
all that functions pass on, which is faster than tuples of arrays, to run and above all to compile.

A program and the ``Question`` are **one array**, int64: the question's integers; how many rows there are of code,
slots, phrases, cover, filters and lists; all these rows; then the bits of float64: the *gain*, which is the most that
extras add for which no phrase's second weight stands, the question's numbers, weights, factors, and slot weights, of as
many rows as there are of code, lists and slots.

**Segments** ``segments`` int64 [S, 9]: one row for each, columns below.

**Posting lists** ``lists`` int64 [L, S, 13] with ``factors`` float64 [L, 4]: one per term that a unit may stand for in
one field, in every segment; a unit's are neighbours, ordered by field.

**Program** ``code`` int64 [I, 6] with ``weights`` float64 [I, 2].  It runs on a stack; what lies there depends on who
runs it: the score of one document (``score``), or what a set of leaves says (``tables``).

    UNIT first last            documents in these lists, scored as one term of this weight
    PHRASE phrase              documents in which the phrase stands
    PUBLISHED since until      documents with since <= published <= until, with score 0
    OR AND MINUS               fold the topmost into the one below; OR notes its weight as matched there
    WEIGH                      note the weight as matched by the topmost
    COORDINATE                 scale by 1 - c + c · matched / total; its weights are c and the total
    EXTRA_UNIT EXTRA_PHRASE    add to the score of what matches; a phrase's second weight is how much it adds at most
                               for each unit of the score of the leaves in its ``bit``, 0 where that is not known;
                               a unit's is 1 where its lists are read for the bounds, 0 where it is in the gain

The first three are *leaves*.  Each has a ``bit`` of the eight that a document is marked with.  Of more than eight
leaves several share the last: a document with that bit has one of them at least.  How *sure* a leaf is: 2 where its bit
is its own; 1 where all that share it belong to one OR, so that the bit still decides what the tree matches; else 0.
A *required* leaf is one without which nothing matches.

**Phrases** ``phrases`` int64 [P, 3] (first slot, last slot, slop) of ``slots`` int64 [K, 4] (first list, last list,
position relative to the first, step of the leaf of the same lists for an extra, else -1) with ``slot_weights``
float64 [K].

**Cover** int64 [C, 2]: ranges of lists; what matches is in one of them.  A range of -1: anything may match.

**Filters** int64 [F, 3], at most eight: a range of lists, and the bit of the facet to which it belongs.

Ranges are half-open.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Shorts = NDArray[np.uint16]
Bytes = NDArray[np.uint8]

#: The most documents of a segment.
MOST_DOCUMENTS: Final = 1 << 16
#: The bits of a mark.
BITS: Final = 8
#: The bit that leaves share when there are more of them than bits.
SHARED_BIT: Final = 1 << (BITS - 1)
MOST_FILTERS: Final = 8


class Scratch(NamedTuple):
    """What one thread computes in, zero between calls where it is said so.

    By document, [65,536]: ``marks`` uint8 (zero) the bits of its leaves; ``bounds`` float32 (zero) a bound of its
    score; ``passed`` uint8 (zero) the filters that it passes; ``stages`` uint16 (zero) how many slots have it.
    By match, [65,537]: ``candidates`` int32 those that a phrase may be in, ``chosen`` int32 the documents, ``keys``
    float32 a bound of what they are ordered by, ``kept`` int32 their marks, or UNKNOWN; ``peaks`` float32 [1,025] the
    largest key of each 64; ``largest`` float32 [64] room for the largest of those.
    By set of leaves, [256]: ``matches`` uint8 (NO, YES, MAYBE, UNASKED) and ``shares`` and ``adds`` float32: the
    bound of a score is what leaves score, times the one, plus the other.
    By list, [L]: ``nows`` int64 where it was last read, ``sums`` int64 where the positions of posting ``summed`` begin.
    The stack, [D]: ``scores`` and ``matched`` weights, float64; ``states`` int64.  By step, float64 [I]: ``told``, what
    a leaf has scored.
    By slot of a phrase, int64 [K]: its lists in the field, ``begin_list`` to ``end_list``; the ``bound`` of its
    positions, after those of the slots before it; for slop: the next position to start from (``head``), those within
    reach of it (``begin`` to ``end``); for matching: whose turn it is (``waiting``), what it ``has``.
    By position within reach, int64 [R]: the slot that has it (``taken``), the slot from which it was come upon
    (``origin``).  ``places`` int32 [P]: positions in a document.
    ``tf`` float32 [65,536], of any content: the frequency of a unit so far; ``standing`` int32 [65,537]: where a phrase
    stands; ``paired`` int32 [65,537]: where its first two words do.
    """

    marks: Bytes
    bounds: Singles
    passed: Bytes
    stages: Shorts
    candidates: Ints
    chosen: Ints
    keys: Singles
    kept: Ints
    peaks: Singles
    largest: Singles
    matches: Bytes
    shares: Singles
    nows: Longs
    summed: Longs
    sums: Longs
    scores: Floats
    matched: Floats
    states: Longs
    begin_list: Longs
    end_list: Longs
    bound: Longs
    head: Longs
    begin: Longs
    end: Longs
    waiting: Longs
    has: Longs
    taken: Longs
    origin: Longs
    places: Ints
    tf: Singles
    standing: Ints
    paired: Ints
    told: Floats
    adds: Singles


class Results(NamedTuple):
    """Where results are counted and the best of them kept.

    ``stamps`` int32 [stories + 1]: the search that met story number place - 1 last.  ``heap`` float64 [wanted + 1, 6]:
    the best, the worst of them at its root; its last row is to work with.  ``places`` int32 [stories], of any content:
    where a story is in the heap.  ``progress`` int64 [5]: columns below, zero at first.
    ``found`` int32 and ``lacking`` uint8, by segment from its first row on: what matches, and what it lacks for each
    facet; ``counts`` int64 [S]: how many.  They are filled when the question is ``counted`` only.  ``segments``: those
    of all languages: those of this one begin at number ``progress[NUMBER]``.
    """

    stamps: Ints
    places: Ints
    heap: Floats
    progress: Longs
    found: Ints
    lacking: Bytes
    counts: Longs
    segments: Longs


class Question(NamedTuple):
    """What is asked, in the order in which a program begins with it: filters by date (inclusive), order, freshness.

    ``order`` 0: by score, then newer first; 1: newest first; 2: oldest first.  ``most`` 0: no freshness (see
    ``search.plan.plan``).  ``grouped`` (0 or 1): of each story only the best is wanted.  ``counted``: everything that
    matches is wanted, for facets.  ``lacking``: what every document lacks, a bit of facets.  ``stamp``: the number of
    this search in its thread.
    """

    since: int
    until: int
    order: int
    grouped: int
    counted: int
    lacking: int
    stamp: int
    now: float
    half_life: float
    most: float
    k1: float


# How a program is divided: the question's integers, how many rows of six kinds, these; gain and the question's numbers.
QUESTION_INTEGERS: Final = 7
FIRST_ROW: Final = QUESTION_INTEGERS + 6
QUESTION_NUMBERS: Final = 4

#: The bit of those that lie outside the dates asked for; the facet of these is the month.
DATES: Final = 1

#: The marks of a document of which nothing is known.
UNKNOWN: Final = -1

# Rows of the table of arrays: first those of ``Scratch``, then of a program, then of ``Results``, in their order.
MARKS: Final = 0
BOUNDS: Final = 1
PASSED: Final = 2
STAGES: Final = 3
CANDIDATES: Final = 4
CHOSEN: Final = 5
KEYS: Final = 6
KEPT: Final = 7
PEAKS: Final = 8
LARGEST: Final = 9
MATCHES: Final = 10
SHARES: Final = 11
NOWS: Final = 12
SUMMED: Final = 13
SUMS: Final = 14
SCORES: Final = 15
MATCHED: Final = 16
STATES: Final = 17
BEGIN_LIST: Final = 18
END_LIST: Final = 19
BOUND: Final = 20
HEAD: Final = 21
BEGIN: Final = 22
END: Final = 23
WAITING: Final = 24
HAS: Final = 25
TAKEN: Final = 26
ORIGIN: Final = 27
PLACES: Final = 28
TF: Final = 29
STANDING: Final = 30
PAIRED: Final = 31
TOLD: Final = 32
ADDS: Final = 33
CODE: Final = 34
WEIGHTS: Final = 35
LISTS: Final = 36
FACTORS: Final = 37
SLOTS: Final = 38
SLOT_WEIGHTS: Final = 39
PHRASES: Final = 40
COVER: Final = 41
FILTERS: Final = 42
GAIN: Final = 43
STAMPS: Final = 44
STORY_PLACES: Final = 45
HEAP: Final = 46
PROGRESS: Final = 47
FOUND: Final = 48
LACKED: Final = 49
FOUND_COUNTS: Final = 50
ALL_SEGMENTS: Final = 51
ARRAYS: Final = 52

# What a set of leaves says of a document.
NO: Final = 0
YES: Final = 1
MAYBE: Final = 2
UNASKED: Final = 3

# Columns of segments.
DOCUMENTS: Final = 0
PUBLISHED_AT: Final = 1  # int64
STORY_AT: Final = 2  # int32: number of the story in the snapshot, below 0 when it has one document
LIVE_AT: Final = 3  # uint8; 0: nothing is deleted
NAME_CODES: Final = 4  # int32: ordinal of the id
NAME_BYTES: Final = 5  # uint8
NAME_STARTS: Final = 6  # uint32
NEWEST: Final = 7  # the latest date, NO_DATE when there is none
ROW: Final = 8  # of the first document in the snapshot
SEGMENT_COLUMNS: Final = 9

# Columns of progress: the next segment, results and stories, rows of the heap, the number of the first segment.
NEXT: Final = 0
RESULTS: Final = 1
STORIES: Final = 2
HELD: Final = 3
NUMBER: Final = 4
PROGRESS_COLUMNS: Final = 5

# Columns of the heap.  Equal scores and dates are ordered by the documents' ids.
SCORE_KEY: Final = 0
DATE_KEY: Final = 1
SEGMENT: Final = 2
DOCUMENT: Final = 3
SCORE: Final = 4
STORY: Final = 5
HEAP_COLUMNS: Final = 6

# Columns of lists: addresses of the field's arrays, its own range of postings.
DOCS: Final = 0  # uint16
COUNTS: Final = 1  # uint8; 0: every count is 1
NORMS: Final = 2  # float32: 1 / BM25F's divisor; 0: 1
LENGTHS: Final = 3  # int32; 0: lengths do not count
FIRST: Final = 4
LAST: Final = 5
FIELD: Final = 6  # a number of the text field, the same for a field and its twin
POSITIONS: Final = 7  # uint16 or uint32
POSITION_WIDTH: Final = 8
POSITION_STARTS: Final = 9  # uint32
MORE_POSTINGS: Final = 10  # uint32
MORE_COUNTS: Final = 11  # uint32
MORE: Final = 12  # how many of those
LIST_COLUMNS: Final = 13

# Columns of factors: tf = boost · max(weight · count) / (base + slope · length).
WEIGHT: Final = 0
BOOST: Final = 1
BASE: Final = 2
SLOPE: Final = 3
FACTOR_COLUMNS: Final = 4

# Instructions; leaves first.
UNIT: Final = 0
PHRASE: Final = 1
PUBLISHED: Final = 2
OR: Final = 3
AND: Final = 4
MINUS: Final = 5
WEIGH: Final = 6
COORDINATE: Final = 7
EXTRA_UNIT: Final = 8
EXTRA_PHRASE: Final = 9

# Columns of the other rows of a program: see above.
WEIGHT_COLUMNS: Final = 2
SLOT_COLUMNS: Final = 4
PHRASE_COLUMNS: Final = 3
COVER_COLUMNS: Final = 2
FILTER_COLUMNS: Final = 3

# Columns of code.
INSTRUCTION: Final = 0
OPERAND: Final = 1
OPERAND2: Final = 2
BIT: Final = 3
SURE: Final = 4
REQUIRED: Final = 5
CODE_COLUMNS: Final = 6
