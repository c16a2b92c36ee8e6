"""What the kernels are given: a plan's tree as a program over the posting lists of one segment, in plain arrays.

A segment is one mapping seen through four dtypes (``Mapping``).  Wherever an array of the segment lies, a place in it
is an index into one of the four, so that no kernel needs to know of files or fields.

**Posting lists**, one per term that a unit may stand for in one field; a unit's are neighbours, ordered by field:

    lists    int64 [L, 10]    columns as below
    factors  float64 [L, 4]   columns as below

**Units of phrases**: ``slots`` int64 [S, 3] (first list, last list, position relative to the first slot) with
``slot_weights`` float64 [S], and ``phrases`` int64 [P, 3] (first slot, last slot, slop).  Ranges are half-open.

**Program**: ``code`` int64 [I, 4] (instruction, two operands, whether restricted) and ``weights`` float64 [I, 2].
It runs on a stack of document sets, each with scores:

    UNIT first last            push the documents of these lists, scored as one term of this weight
    PHRASE phrase              push the documents in which the phrase stands
    PUBLISHED since until      push the documents with since <= published <= until, with score 0
    OR AND MINUS               fold the topmost set into the one below; OR notes its weight as matched there
    WEIGH                      note the weight as matched by all documents of the topmost set
    COORDINATE                 scale by 1 - c + c · matched / total; its weights are c and the total

A program that is a ranked OR of a few units is, besides, their lists in ``units`` int64 [U, 2] (half-open ranges) and
their weights followed by the share of coordination in ``ranking`` float64 [U + 1]; U is 0 for any other.

A restricted UNIT, PUBLISHED or PHRASE may leave out documents that are not in the set below: AND or MINUS comes next.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]


class Mapping(NamedTuple):
    """The bytes of a segment, read-only."""

    octets: Bytes
    shorts: NDArray[np.uint16]
    words: Ints
    longs: Longs


class Program(NamedTuple):
    """What to run on a segment; see above."""

    code: Longs
    weights: Floats
    lists: Longs
    factors: Floats
    slots: Longs
    slot_weights: Floats
    phrases: Longs
    units: Longs
    ranking: Floats


class Scratch(NamedTuple):
    """What one thread computes in: windows of W documents, stacks of D sets, L lists.

    ``begins``, ``ends``: a list's postings in the window.  ``nows``: where a phrase is in it; ``sums``: where the
    positions of the posting ``summed`` begin (int64 [L]).  For phrases of S slots at most, within R positions, with P
    positions in a document: ``slots`` int64 [8, S + 1], ``reach`` int64 [2, R], ``places`` int32 [P].
    A set is ``held[d]`` documents ``touched[d]`` (int32 [D, W + 1]), in any order, with ``scores[d]`` and the weight
    that they ``matched[d]`` (float64 [D, W]); ``seen[d]`` (uint8 [D, W]) marks them.  ``tf``, ``best``: float64 [W].
    ``seen``, ``tf`` and ``best`` are zero between calls.
    For each set of units of a ranked OR, [256]: whether it may score enough (``viable`` uint8), its coordination
    (``factor``) and the most that it adds (``gain``, float64).
    """

    begins: Longs
    ends: Longs
    nows: Longs
    summed: Longs
    sums: Longs
    slots: Longs
    reach: Longs
    places: Ints
    held: Longs
    touched: Ints
    scores: Floats
    matched: Floats
    seen: Bytes
    tf: Floats
    best: Floats
    viable: Bytes
    factor: Floats
    gain: Floats


class Found(NamedTuple):
    """The documents of a segment that match, in any order, and what conditions they do not meet, a bit each."""

    documents: Ints
    scores: Floats
    lacking: Bytes


class Columns(NamedTuple):
    """What a segment knows of each document: its date, the order of the ids, the number of its story.

    A story of one document has a number below 0.
    """

    published: Longs
    rank: Ints
    story: Ints


class Question(NamedTuple):
    """What is asked besides the program: filters by date (inclusive), order, freshness (``search.plan``), constants.

    ``order`` 0: by score, then newer first; 1: newest first; 2: oldest first.  ``most`` 0: no freshness.  ``grouped``
    (0 or 1): of each story only the best is wanted.  ``stamp``: the number of this search in its thread.
    """

    since: int
    until: int
    order: int
    grouped: int
    stamp: int
    now: float
    half_life: float
    most: float
    k1: float


class Filing(NamedTuple):
    """Where results are counted and the best of them kept.

    ``stamps`` int32 [stories + 1]: the search that met story number place - 1 last.  ``heap`` float64 [wanted + 1, 6]:
    the best, the worst of them at its root; its last row is to work with.  ``places`` int32 [stories], of any content:
    where a story is in the heap.  ``progress`` int64 [5]: the columns below, zero at first.
    """

    stamps: Ints
    places: Ints
    heap: Floats
    progress: Longs


#: The most units of a ranked OR that may be in ``units``: they are bits of a byte.
MOST_UNITS: Final = 8

# Columns of progress: the document to go on from, how many are found, results and stories among them, rows of the heap.
START: Final = 0
MATCHES: Final = 1
RESULTS: Final = 2
STORIES: Final = 3
HELD: Final = 4

# Columns of the heap.  The first three are what it is ordered by, the larger the better.
SCORE_KEY: Final = 0
DATE_KEY: Final = 1
NAME_KEY: Final = 2
SCORE: Final = 3
DOCUMENT: Final = 4
STORY: Final = 5

# Columns of lists: where the list's field lies in the mapping (posting 0, document 0), and its own range of postings.
DOCS: Final = 0  # words
COUNTS: Final = 1  # octets or shorts
COUNT_WIDTH: Final = 2  # in bytes; 0: every count is 1
LENGTHS: Final = 3  # words; below 0: lengths do not count
FIRST: Final = 4
LAST: Final = 5
FIELD: Final = 6  # a number of the text field, the same for a field and its twin
POSITIONS: Final = 7  # shorts or words
POSITION_WIDTH: Final = 8
POSITION_STARTS: Final = 9  # longs
LIST_COLUMNS: Final = 10

# Columns of factors: tf = boost · max(weight · count) / (base + slope · length).
WEIGHT: Final = 0
BOOST: Final = 1
BASE: Final = 2
SLOPE: Final = 3
FACTOR_COLUMNS: Final = 4

# Instructions.
UNIT: Final = 0
PUBLISHED: Final = 1
OR: Final = 2
AND: Final = 3
MINUS: Final = 4
WEIGH: Final = 5
COORDINATE: Final = 6
PHRASE: Final = 7

# Columns of code.
INSTRUCTION: Final = 0
OPERAND: Final = 1
OPERAND2: Final = 2
RESTRICTED: Final = 3
