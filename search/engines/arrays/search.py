"""One search over a snapshot: programs on every segment, then what is shown of what they found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from index.schema import NO_DATE
from search.compiled import execute, of_stories, rescore
from search.engines.arrays.facets import conditions, date_range, largest
from search.engines.arrays.program import ProgramBuilder
from search.engines.arrays.snapshot import ArraysSnapshot, Part
from search.engines.arrays.workspace import USUAL
from search.engines.base import Deadline, Group, Match, Matches
from search.kernels.layout import START, Filing, Found, Program, Question, Scratch
from search.plan import Freshness, Plan
from search.rank import SCORE_DECIMALS, freshened
from search.scoring import K1

#: So many postings are read between two looks at the clock: some milliseconds.
BUDGET: Final = 1_000_000
ORDERS: Final = ("relevance", "newest", "oldest")

#: What a row is ordered by: minus the rounded score, minus the date key, the id.
Key = tuple[float, float, str]


class Ranked(NamedTuple):
    """A result: its place in the order, where it is, its score and its story's number, below 0 when it is alone."""

    key: Key
    number: int
    document: int
    score: float
    story: int


class Search:
    """A search in progress, in one thread."""

    def __init__(self, snapshot: ArraysSnapshot, plan: Plan, deadline: Deadline) -> None:
        self._snapshot = snapshot
        self._plan = plan
        self._deadline = deadline
        self._space = snapshot.workspace()
        self._freshness = plan.freshness if plan.order == "relevance" else None
        self._question = _question(plan, self._freshness, self._space.next_stamp())
        self._found: dict[int, Found] = {}
        self._programs: dict[int, Program] = {}
        self._ranked: list[Ranked] = []
        self._results = self._stories = 0
        self._partial = False

    def matches(self) -> Matches:
        """Return the answer."""
        for lang, root in self._plan.roots.items():
            if lang in self._plan.languages_shown or self._plan.facets:
                builder = ProgramBuilder(root, self._snapshot.languages[lang])
                scratch = self._space.scratch(builder.needs)
                for part in self._snapshot.parts_of[lang]:
                    self._execute(part, builder.for_segment(part.place), scratch)
        return Matches(
            groups=tuple(self._groups()),
            stories=self._stories,
            documents=self._results,
            relation="gte" if self._partial else "eq",
            partial=self._partial,
            facets={name: self._facet(name) for name in self._plan.facets},
        )

    def _execute(self, part: Part, program: Program, scratch: Scratch) -> None:
        segment, plan = part.segment, self._plan
        room = self._space.room(part.first + part.number, segment.documents)
        heap = np.empty((min(plan.offset + plan.limit, segment.documents) + 1, 6))
        progress = np.zeros(5, np.int64)
        filing = Filing(self._space.stamps, self._space.places, heap, progress)
        lacking = conditions(segment, part.lang in plan.languages_shown, plan.filters)
        columns = self._snapshot.columns(part.number)
        while progress[START] < segment.documents:
            self._partial = self._partial or self._deadline.passed()
            if self._partial:
                break
            execute(
                segment.mapping, program, scratch, columns, segment.live, lacking, self._question, room, filing, BUDGET
            )
        _, found, results, stories, held = progress.tolist()
        self._programs[part.number] = program
        self._found[part.number] = Found(room.documents[:found], room.scores[:found], room.lacking[:found])
        self._results += results
        self._stories += stories
        name = part.segment.view.id
        for first, second, _, score, document, story in heap[:held].tolist():
            key = -first, -second, name(int(document))
            self._ranked.append(Ranked(key, part.number, int(document), score, int(story)))

    def _groups(self) -> Iterable[Group]:
        plan = self._plan
        leaders = self._leaders()[plan.offset : plan.offset + plan.limit]
        stories = {leader.story for leader in leaders if leader.story >= 0} if plan.group else set()
        members = self._members(stories) if stories else {}
        for leader in leaders:
            group = sorted(members.get(leader.story, (leader,)))
            yield Group(tuple(self._match(member) for member in group))

    def _leaders(self) -> list[Ranked]:
        """Return the best results of all segments in order; when grouped, the best of each story."""
        self._ranked.sort()
        if not self._plan.group:
            return self._ranked
        met: set[int] = set()
        leaders = []
        for row in self._ranked:
            if row.story < 0 or row.story not in met:
                met.add(row.story)
                leaders.append(row)
        return leaders

    def _members(self, stories: set[int]) -> dict[int, list[Ranked]]:
        """Return all results of the stories."""
        members: dict[int, list[Ranked]] = {story: [] for story in stories}
        stamp = -self._question.stamp
        self._space.stamps[[number + 1 for number in stories]] = stamp
        for number, found in self._found.items():
            columns = self._snapshot.columns(number)
            places = np.empty(len(found.documents), np.int32)
            count = of_stories(found, columns.story, self._space.stamps, stamp, places)
            for row in self._rows(number, found, places[:count]):
                members[row.story].append(row)
        return members

    def _rows(self, number: int, found: Found, places: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Iterable[Ranked]:
        part, columns = self._snapshot.parts[number], self._snapshot.columns(number)
        documents = found.documents[places]
        published = columns.published[documents]
        scores = found.scores[places]
        if (scores < 0).any():
            program = self._programs[number]
            rescore(part.segment.mapping, program, self._space.scratch(USUAL), K1, documents, scores)
        if self._freshness:
            scores = freshened(scores, published, self._freshness)
        keys = np.round(scores, SCORE_DECIMALS) if self._question.order == 0 else np.zeros(len(scores))
        days = np.where(published == NO_DATE, published, ~published) if self._question.order == 2 else published
        for document, score, key, day in zip(
            documents.tolist(), scores.tolist(), keys.tolist(), days.tolist(), strict=True
        ):
            name = part.segment.view.id(document)
            yield Ranked((-key, -float(day), name), number, document, score, int(columns.story[document]))

    def _match(self, row: Ranked) -> Match:
        return self._snapshot.parts[row.number].match(row.document, row.score)

    def _facet(self, name: str) -> tuple[tuple[str, int], ...]:
        facet = self._snapshot.facet(name)
        return largest(facet, facet.count(self._found), self._plan)


def _question(plan: Plan, freshness: Freshness | None, stamp: int) -> Question:
    since, until = date_range(plan.filters)
    now, half_life, most = (freshness.now, freshness.half_life, freshness.most) if freshness else (0, 1, 0.0)
    order = ORDERS.index(plan.order)
    return Question(since, until, order, int(plan.group), stamp, float(now), float(half_life), most, K1)
