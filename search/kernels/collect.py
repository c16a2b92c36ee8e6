"""From matching documents to what is shown: filters, totals, the best of them, facet counts.

Filters belong to facets (``search.facets``).  Bit f of ``lacking`` says that a document does not pass those of facet f;
one with no bit set is a result.
"""

from __future__ import annotations

import numpy as np

from search.kernels.compile import (
    BOOLEAN,
    COLUMNS,
    FACTORS,
    FOUND,
    FRESHNESS,
    INT,
    INTEGERS,
    INTS,
    NONE,
    OCTETS,
    TRIPLE,
    WORDS,
    helper,
    kernel,
)

NO_DATE = -(2**63)
#: The bit of those that lie outside the dates asked for; the facet of these is the month.
DATES = 1
#: Scores that are equal to so much are equal: see search.rank.SCORE_DECIMALS.
SCALE = 1e10

# Columns of the heap.  The first three are what it is ordered by, the larger the better.
SCORE_KEY, DATE_KEY, NAME_KEY, SCORE, DOCUMENT, STORY = range(6)


@helper
def examine(found, conditions, published, since, until):
    """Fill ``lacking``."""
    documents, lacking = found.documents, found.lacking
    for i in range(len(documents)):
        document = documents[i]
        lack = conditions[document] if len(conditions) else 0
        if not since <= published[document] <= until:
            lack |= DATES
        lacking[i] = lack


@helper
def totals(found, story, stamps, stamp):
    """Return how many results there are, and how many stories that are new to this stamp."""
    results, stories = 0, 0
    documents, lacking = found.documents, found.lacking
    for i in range(len(documents)):
        if lacking[i] == 0:
            results += 1
            number = story[documents[i]]
            if number < 0:
                stories += 1
            elif stamps[number] != stamp:
                stamps[number] = stamp
                stories += 1
    return results, stories


@kernel(NONE(FOUND, INT, WORDS, INTEGERS))
def count_codes(found, own, codes, counts):
    """Add to ``counts`` the code of each document that lacks at most ``own``; a code below 0 counts nowhere."""
    for i in range(len(found.documents)):
        if found.lacking[i] & ~own == 0:
            code = codes[found.documents[i]]
            if code >= 0:
                counts[code] += 1


@kernel(NONE(FOUND, INT, WORDS, WORDS, WORDS, INTEGERS))
def count_values(found, own, indptr, codes, ordinals, counts):
    """Add to ``counts`` the values of each document that lacks at most ``own``, equal ones once.

    Document d has the values ``ordinals[codes[indptr[d]:indptr[d + 1]]]``; below 0 is none.
    """
    for i in range(len(found.documents)):
        if found.lacking[i] & ~own == 0:
            begin, end = indptr[found.documents[i]], indptr[found.documents[i] + 1]
            for at in range(begin, end):
                ordinal = ordinals[codes[at]]
                new = ordinal >= 0
                for before in range(begin, at):
                    new = new and ordinals[codes[before]] != ordinal
                if new:
                    counts[ordinal] += 1


@helper
def precedes(heap, one, other):
    """Say whether row ``one`` is better than row ``other``."""
    if heap[one, 0] != heap[other, 0]:
        return heap[one, 0] > heap[other, 0]
    if heap[one, 1] != heap[other, 1]:
        return heap[one, 1] > heap[other, 1]
    return heap[one, 2] > heap[other, 2]


@helper
def put(heap, source, target, places):
    """Copy a row, and note where its story is now."""
    for column in range(heap.shape[1]):
        heap[target, column] = heap[source, column]
    if heap[source, STORY] >= 0:
        places[int(heap[source, STORY])] = target


@helper
def settle(heap, held, row, place, places):
    """Copy a row to the free ``place``, or rather to where the heap's order wants it."""
    while place > 0 and precedes(heap, (place - 1) >> 1, row):
        put(heap, (place - 1) >> 1, place, places)
        place = (place - 1) >> 1
    while 2 * place + 1 < held:
        child = 2 * place + 1
        if child + 1 < held and precedes(heap, child, child + 1):
            child += 1
        if not precedes(heap, row, child):
            break
        put(heap, child, place, places)
        place = child
    put(heap, row, place, places)


@helper
def rate(heap, row, score, document, columns, order, freshness):
    """Fill a row of the heap."""
    now, half_life, most = freshness
    date = columns.published[document]
    if order == 0 and most > 0.0 and date != NO_DATE:
        score *= 1.0 + most * np.exp2(-max(now - date, 0.0) / half_life)
    heap[row, SCORE_KEY] = np.rint(score * SCALE) / SCALE if order == 0 else 0.0
    heap[row, DATE_KEY] = ~date if order == 2 and date != NO_DATE else date
    heap[row, NAME_KEY] = -columns.rank[document]
    heap[row, SCORE] = score
    heap[row, DOCUMENT] = document
    heap[row, STORY] = columns.story[document]


@helper
def best(found, columns, order, freshness, grouped, places, heap):
    """Fill the heap; return how many rows it has.  Its last row is the one to be put in next."""
    wanted = len(heap) - 1
    boost = 1.0 + freshness[2]
    held = 0
    for i in range(len(found.documents)):
        full = held == wanted
        bound = found.scores[i] * boost
        if found.lacking[i] or (full and order == 0 and bound < heap[0, SCORE_KEY] - 1.0 / SCALE):
            continue
        rate(heap, wanted, found.scores[i], found.documents[i], columns, order, freshness)
        number = int(heap[wanted, STORY]) if grouped else -1
        place = places[number] if number >= 0 else -1
        known = 0 <= place < held and heap[place, STORY] == number
        if not known:
            place = 0 if full else held
        if (known or full) and not precedes(heap, wanted, place):
            continue
        held += 0 if known or full else 1
        settle(heap, held, wanted, place, places)
    return held


@kernel(TRIPLE(FOUND, COLUMNS, OCTETS, INT, INT, INT, FRESHNESS, BOOLEAN, INTS, INT, INTS, FACTORS))
def collect(found, columns, conditions, since, until, order, freshness, grouped, stamps, stamp, places, heap):
    """Fill ``lacking``, count the results, and keep the best; return (results, new stories, rows of the heap).

    - ``conditions`` uint8 [N] is what each document lacks, or empty for nothing; the dates are since … until inclusive.
    - ``stamps`` int32 [stories] notes who met a story last: a story counts when no call with this ``stamp`` met it yet.
    - ``order`` 0: by score, then newer first; 1: newest first; 2: oldest first.  Ties go to the smaller rank of the id.
    - ``freshness``: now, half-life, most (``search.plan.Freshness``), most 0 for none.
    - ``heap`` float64 [wanted + 1, 6] takes the best, the worst of them at its root; its last row is to work with.  Of a
      story with a number from 0 on only the best when ``grouped``; ``places`` int32 [stories], of any content, finds it.
    """
    examine(found, conditions, columns.published, since, until)
    results, stories = totals(found, columns.story, stamps, stamp)
    return results, stories, best(found, columns, order, freshness, grouped, places, heap)


@kernel(INT(FOUND, WORDS, INTS, INT, INTS))
def of_stories(found, story, stamps, stamp, places):
    """Write into ``places`` where the results are whose story has this ``stamp``; return how many."""
    count = 0
    for i in range(len(found.documents)):
        number = story[found.documents[i]]
        if number >= 0 and found.lacking[i] == 0 and stamps[number] == stamp:
            places[count] = i
            count += 1
    return count
