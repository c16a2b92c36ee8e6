"""From documents that may match to what is shown: filters, totals, the best of them.

Filters belong to facets (``search.engines.whoosh.facets``).  Bit f of ``lacking`` says that a document does not pass
those of facet f;
one with no bit set is a result.  Loops over what matches have no branches that depend on documents: nothing could
predict them.
"""

from __future__ import annotations

import numpy as np

from index.compiled import helper
from search.engines.arrays.kernels.heap import offer, place_for
from search.engines.arrays.kernels.layout import (
    ADDS,
    BOUNDS,
    CANDIDATES,
    CHOSEN,
    DATE_KEY,
    DATES,
    DOCS,
    DOCUMENT,
    DOCUMENTS,
    FILTERS,
    FIRST,
    FOUND,
    FOUND_COUNTS,
    HEAP,
    HELD,
    KEPT,
    KEYS,
    LACKED,
    LARGEST,
    LAST,
    LISTS,
    LIVE_AT,
    MARKS,
    MATCHES,
    MAYBE,
    NEWEST,
    NUMBER,
    PASSED,
    PEAKS,
    PROGRESS,
    PUBLISHED_AT,
    RESULTS,
    ROW,
    SCORE,
    SCORE_KEY,
    SEGMENT,
    SHARES,
    STAMPS,
    STORIES,
    STORY,
    STORY_AT,
)
from search.engines.arrays.kernels.memory import (
    float32s,
    float64_rows,
    int32_at,
    int32s,
    int64_at,
    int64_rows,
    int64_tables,
    int64s,
    uint8_at,
    uint8s,
    uint16_at,
)
from search.engines.arrays.kernels.postings import find
from search.engines.arrays.kernels.score import score_of

NO_DATE = -(2**63)
FOREVER = 2**63 - 1
#: Scores that are equal to so much are equal: see search.engines.whoosh.results.SCORE_DECIMALS.
SCALE = 1e10
#: Keys per peak.
PEAK_SHIFT = 6
#: The largest keys are looked for when so many results are wanted at most.
MOST_WANTED = 64


@helper
def sift(work, held):
    """Keep of ``chosen`` what may match, with a bound of its score; unmark all.  Returns how many stay."""
    chosen, keys, kept, marks, bounds = (
        int32s(work, CHOSEN),
        float32s(work, KEYS),
        int32s(work, KEPT),
        uint8s(work, MARKS),
        float32s(work, BOUNDS),
    )
    matches, shares, adds = uint8s(work, MATCHES), float32s(work, SHARES), float32s(work, ADDS)
    stay = 0
    for i in range(held):
        document = np.int64(chosen[i])
        mark = marks[document]
        chosen[stay] = document
        kept[stay] = mark
        keys[stay] = bounds[document] * shares[mark] + adds[mark]
        stay += 1 if matches[mark] else 0
        marks[document] = 0
        bounds[document] = 0.0
    return stay


@helper
def resolve(work, segments, segment, k1, held):
    """Keep what matches for certain, and what does when looked at; return how many stay."""
    chosen, keys, kept = int32s(work, CHOSEN), float32s(work, KEYS), int32s(work, KEPT)
    stay = 0
    for i in range(held):
        document = np.int64(chosen[i])
        matching = uint8s(work, MATCHES)[kept[i]] != MAYBE
        chosen[stay], keys[stay], kept[stay] = chosen[i], keys[i], kept[i]
        if matching or score_of(work, segments, segment, k1, document, np.int64(kept[i]), np.inf) >= 0.0:
            stay += 1
    return stay


@helper
def keep_live(work, live, held):
    """Keep what is not deleted; return how many stay."""
    chosen, keys, kept = int32s(work, CHOSEN), float32s(work, KEYS), int32s(work, KEPT)
    stay = 0
    for i in range(held):
        chosen[stay], keys[stay], kept[stay] = chosen[i], keys[i], kept[i]
        stay += uint8_at(live, np.int64(chosen[i]))
    return stay


@helper
def keep_passing(work, segments, segment, question, held):
    """Keep the results among what matches, and note what the others lack; return how many stay."""
    plain = question.since == NO_DATE and question.until == FOREVER
    if plain and len(int64_rows(work, FILTERS)) == 0 and not question.lacking and not question.counted:
        return held
    chosen, keys, kept, passed = int32s(work, CHOSEN), float32s(work, KEYS), int32s(work, KEPT), uint8s(work, PASSED)
    published, row = segments[segment, PUBLISHED_AT], segments[segment, ROW]
    _pass_filters(work, segment, passed)
    stay = 0
    for i in range(held):
        document = np.int64(chosen[i])
        chosen[stay], keys[stay], kept[stay] = chosen[i], keys[i], kept[i]
        lacking = question.lacking
        if not plain:
            lacking |= 0 if question.since <= int64_at(published, document) <= question.until else DATES
        for at in range(len(int64_rows(work, FILTERS))):
            lacking |= 0 if passed[document] >> at & 1 else int64_rows(work, FILTERS)[at, 2]
        if question.counted:
            int32s(work, FOUND)[row + i] = document
            uint8s(work, LACKED)[row + i] = lacking
        stay += 0 if lacking else 1
    if question.counted:
        int64s(work, FOUND_COUNTS)[int64s(work, PROGRESS)[NUMBER] + segment] = held
    if len(int64_rows(work, FILTERS)):
        passed[: segments[segment, DOCUMENTS]] = 0
    return stay


@helper
def _pass_filters(work, segment, passed):
    """Set the bit of each filter that a document passes."""
    for number in range(len(int64_rows(work, FILTERS))):
        bit = np.uint8(1 << number)
        for at in range(int64_rows(work, FILTERS)[number, 0], int64_rows(work, FILTERS)[number, 1]):
            docs = int64_tables(work, LISTS)[at, segment, DOCS]
            for posting in range(
                int64_tables(work, LISTS)[at, segment, FIRST], int64_tables(work, LISTS)[at, segment, LAST]
            ):
                passed[uint16_at(docs, posting)] |= bit


@helper
def is_result(work, segments, segment, question, document):
    """Say whether a document that matches is live and lacks nothing."""
    live = segments[segment, LIVE_AT]
    if question.lacking or (live and not uint8_at(live, document)):
        return False
    if not question.since <= int64_at(segments[segment, PUBLISHED_AT], document) <= question.until:
        return False
    for number in range(len(int64_rows(work, FILTERS))):
        passing = False
        for at in range(int64_rows(work, FILTERS)[number, 0], int64_rows(work, FILTERS)[number, 1]):
            passing = passing or find(work, segment, at, document) >= 0
        if not passing:
            return False
    return True


@helper
def total_up(work, story, stamp, held):
    """Count the results, and the stories that this search has not met yet."""
    chosen, stamps, met = int32s(work, CHOSEN), int32s(work, STAMPS), int32s(work, CANDIDATES)
    shared = 0
    for i in range(held):
        number = int32_at(story, np.int64(chosen[i]))
        met[shared] = number
        shared += 1 if number >= 0 else 0
    stories = held - shared
    for i in range(shared):
        place = np.int64(met[i]) + 1
        stories += 1 if stamps[place] != stamp else 0
        stamps[place] = stamp
    int64s(work, PROGRESS)[RESULTS] += held
    int64s(work, PROGRESS)[STORIES] += stories


@helper
def elect(work, segments, segment, question, held):
    """Look at those that may be among the best, the most promising first, so that few of the others have to be."""
    if question.order:
        _key_by_date(work, segments[segment, PUBLISHED_AT], question, held)
    blocks = _find_peaks(work, held)
    wanted = len(float64_rows(work, HEAP)) - 1
    level = _nth_key(work, held, blocks, wanted) if 0 < wanted <= MOST_WANTED else -np.inf
    boosted = freshness(segments[segment, NEWEST], question)
    _look_at(work, segments, segment, question, held, level, np.inf, boosted)
    if level > -np.inf:
        _look_at(work, segments, segment, question, held, -np.inf, level, boosted)


@helper
def _key_by_date(work, published, question, held):
    for i in range(held):
        float32s(work, KEYS)[i] = np.float32(
            _date_key(int64_at(published, np.int64(int32s(work, CHOSEN)[i])), question)
        )


@helper
def _date_key(date, question):
    """Return what dates are ordered by, the largest first; no date is last."""
    return np.float64(~date if question.order == 2 and date != NO_DATE else date)


@helper
def _find_peaks(work, held):
    """Fill ``peaks``; return how many there are."""
    keys, peaks = float32s(work, KEYS), float32s(work, PEAKS)
    blocks = (held + (1 << PEAK_SHIFT) - 1) >> PEAK_SHIFT
    for block in range(blocks):
        peak = np.float32(-np.inf)
        for i in range(block << PEAK_SHIFT, min(held, (block + 1) << PEAK_SHIFT)):
            peak = max(peak, keys[i])
        peaks[block] = peak
    return blocks


@helper
def _nth_key(work, held, blocks, wanted):
    """Return the n-th largest key, n being ``wanted``; of many, those below the n-th largest peak are passed over."""
    keys, peaks, largest = float32s(work, KEYS), float32s(work, PEAKS), float32s(work, LARGEST)
    floor = np.float32(-np.inf)
    if blocks >= wanted:
        for block in range(blocks):
            _insert(largest, block, wanted, peaks[block])
        floor = largest[wanted - 1]
    count = 0
    for block in range(blocks):
        if peaks[block] >= floor:
            for i in range(block << PEAK_SHIFT, min(held, (block + 1) << PEAK_SHIFT)):
                if keys[i] >= floor:
                    _insert(largest, count, wanted, keys[i])
                    count += 1
    return np.float64(largest[wanted - 1]) if count >= wanted else -np.inf


@helper
def _insert(largest, count, wanted, key):
    """Put one more key among the ``wanted`` largest of ``count`` so far, the largest first."""
    place = min(count, wanted)
    if place == wanted:
        if key <= largest[wanted - 1]:
            return
        place -= 1
    while place > 0 and largest[place - 1] < key:
        largest[place] = largest[place - 1]
        place -= 1
    largest[place] = key


@helper
def freshness(date, question):
    """Return what freshness multiplies the score of a document of this date by."""
    if question.order or question.most <= 0.0 or date == NO_DATE:
        return 1.0
    return 1.0 + question.most * np.exp2(-max(question.now - date, 0.0) / question.half_life)


@helper
def _least(work, question):
    """Return the key below which nothing becomes one of the best."""
    if int64s(work, PROGRESS)[HELD] < len(float64_rows(work, HEAP)) - 1:
        return -np.inf
    if question.order:
        return np.float64(np.float32(float64_rows(work, HEAP)[0, DATE_KEY]))
    return float64_rows(work, HEAP)[0, SCORE_KEY] - 1.0 / SCALE


@helper
def _look_at(work, segments, segment, question, held, low, high, boosted):
    """Look at those with a key from ``low`` to below ``high``; freshness multiplies by ``boosted`` at most."""
    chosen, keys, published = int32s(work, CHOSEN), float32s(work, KEYS), segments[segment, PUBLISHED_AT]
    least = _least(work, question)
    needed = max(low, least / boosted)
    for block in range((held + (1 << PEAK_SHIFT) - 1) >> PEAK_SHIFT):
        if float32s(work, PEAKS)[block] < needed:
            continue
        for i in range(block << PEAK_SHIFT, min(held, (block + 1) << PEAK_SHIFT)):
            if needed <= keys[i] < high:
                document = np.int64(chosen[i])
                fresh = freshness(int64_at(published, document), question)
                if keys[i] * fresh >= least:
                    marks = np.int64(int32s(work, KEPT)[i])
                    _file(work, segments, segment, question, document, marks, fresh)
                    least = _least(work, question)
                    needed = max(low, least / boosted)


@helper
def _file(work, segments, segment, question, document, marks, fresh):
    """Put a document into the heap if it belongs there."""
    heap = float64_rows(work, HEAP)
    row = len(heap) - 1
    heap[row, SCORE_KEY] = 0.0
    heap[row, DATE_KEY] = _date_key(int64_at(segments[segment, PUBLISHED_AT], document), question)
    heap[row, SEGMENT] = int64s(work, PROGRESS)[NUMBER] + segment
    heap[row, DOCUMENT] = document
    heap[row, STORY] = max(int32_at(segments[segment, STORY_AT], document), -1)
    if question.order and place_for(work, question.grouped) < 0:
        return
    least = -np.inf if question.order else _least(work, question) / fresh
    score = fresh * score_of(work, segments, segment, question.k1, document, marks, least)
    heap[row, SCORE] = score
    if question.order == 0:
        heap[row, SCORE_KEY] = np.rint(score * SCALE) / SCALE
    offer(work, question.grouped)
