"""From matching documents to what is shown: filters, totals, the best of them, facet counts.

Filters belong to facets (``search.facets``).  Bit f of ``lacking`` says that a document does not pass those of facet f;
one with no bit set is a result.
"""

from __future__ import annotations

import numpy as np

from search.kernels.compile import FOUND, INT, INTEGERS, INTS, NONE, WORDS, helper, kernel
from search.kernels.layout import (
    DATE_KEY,
    DOCUMENT,
    HELD,
    MATCHES,
    NAME_KEY,
    RESULTS,
    SCORE,
    SCORE_KEY,
    STORIES,
    STORY,
)

NO_DATE = -(2**63)
FOREVER = 2**63 - 1
#: The bit of those that lie outside the dates asked for; the facet of these is the month.
DATES = 1
#: Scores that are equal to so much are equal: see search.rank.SCORE_DECIMALS.
SCALE = 1e10


@helper
def examine(found, begin, end, columns, conditions, question):
    """Fill ``lacking`` from place ``begin`` to ``end``."""
    documents, lacking, published = found.documents, found.lacking, columns.published
    since, until = question.since, question.until
    if since == NO_DATE and until == FOREVER:
        for i in range(begin, end):
            lacking[i] = 0
    else:
        for i in range(begin, end):
            lacking[i] = 0 if since <= published[documents[i]] <= until else DATES
    if len(conditions):
        for i in range(begin, end):
            lacking[i] |= conditions[documents[i]]


@helper
def total_up(found, begin, end, columns, question, filing):
    """Count the results, and the stories that this search has not met yet."""
    documents, lacking, story, stamps = found.documents, found.lacking, columns.story, filing.stamps
    stamp = question.stamp
    results, stories = 0, 0
    for i in range(begin, end):
        if lacking[i] == 0:
            results += 1
            number = story[documents[i]]
            alone = number < 0
            place = 0 if alone else number + 1  # place 0 is of no story; so nothing needs to be predicted here
            stories += 1 if alone or stamps[place] != stamp else 0
            stamps[place] = stamp
    filing.progress[RESULTS] += results
    filing.progress[STORIES] += stories


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
def rate(heap, row, score, document, columns, question):
    """Fill a row of the heap."""
    date = columns.published[document]
    if question.order == 0 and question.most > 0.0 and date != NO_DATE:
        score *= 1.0 + question.most * np.exp2(-max(question.now - date, 0.0) / question.half_life)
    heap[row, SCORE_KEY] = np.rint(score * SCALE) / SCALE if question.order == 0 else 0.0
    heap[row, DATE_KEY] = ~date if question.order == 2 and date != NO_DATE else date
    heap[row, NAME_KEY] = -columns.rank[document]
    heap[row, SCORE] = score
    heap[row, DOCUMENT] = document
    heap[row, STORY] = columns.story[document]


@helper
def boost(published, start, end, question):
    """Return a bound of what freshness multiplies the scores of documents ``start`` to ``end`` by."""
    if question.order or question.most <= 0.0:
        return 1.0
    newest = np.int64(NO_DATE)
    for document in range(start, end):
        newest = max(newest, published[document])
    if newest == NO_DATE:
        return 1.0
    return 1.0 + question.most * np.exp2(-max(question.now - newest, 0.0) / question.half_life)


@helper
def least(question, filing, boosted):
    """Return a score below which no document becomes one of the best; freshness multiplies by ``boosted`` at most."""
    if question.order or filing.progress[HELD] < len(filing.heap) - 1:
        return -np.inf
    return (filing.heap[0, SCORE_KEY] - 1.0 / SCALE) / boosted


@helper
def keep_best(found, begin, end, columns, question, filing, boosted):
    """Put into the heap what belongs there."""
    heap, places = filing.heap, filing.places
    documents, scores, lacking = found.documents, found.scores, found.lacking
    wanted = len(heap) - 1
    needed = least(question, filing, boosted)
    for i in range(begin, end):
        if lacking[i] or scores[i] < needed:
            continue
        held = filing.progress[HELD]
        rate(heap, wanted, scores[i], documents[i], columns, question)
        number = int(heap[wanted, STORY]) if question.grouped else -1
        place = places[number] if number >= 0 else -1
        known = 0 <= place < held and heap[place, STORY] == number
        full = held == wanted
        if not known:
            place = 0 if full else held
        if (known or full) and not precedes(heap, wanted, place):
            continue
        if not (known or full):
            filing.progress[HELD] = held = held + 1
        settle(heap, held, wanted, place, places)
        needed = least(question, filing, boosted)


@helper
def collect(found, begin, columns, conditions, question, filing, boosted):
    """Say what the documents found from place ``begin`` on lack, count the results among them, keep the best."""
    end = filing.progress[MATCHES]
    examine(found, begin, end, columns, conditions, question)
    total_up(found, begin, end, columns, question, filing)
    keep_best(found, begin, end, columns, question, filing, boosted)


@kernel(INT(FOUND, WORDS, INTS, INT, INTS))
def of_stories(found, story, stamps, stamp, places):
    """Write into ``places`` where the results are whose story has this ``stamp``; return how many."""
    count = 0
    for i in range(len(found.documents)):
        number = story[found.documents[i]]
        if number >= 0 and found.lacking[i] == 0 and stamps[number + 1] == stamp:
            places[count] = i
            count += 1
    return count
