"""One search over a snapshot: a program for each language, then what is shown of what they found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from index.articles.article import Language
from index.articles.schema import NO_DATE
from search.engines.arrays.facets import BITS, Found, date_range, largest
from search.engines.arrays.kernels.execute import examine, execute, put_in_order
from search.engines.arrays.kernels.layout import HELD, NEXT, NUMBER, RESULTS, ROW, SEGMENT, STORIES, Longs, Question
from search.engines.arrays.program import ProgramBuilder
from search.engines.base import Deadline, Group, Match, Matches
from search.plan.plan import Keyword, Node, Plan
from search.plan.scoring import K1, SCORE_DECIMALS

if TYPE_CHECKING:
    from search.engines.arrays.snapshot import ArraysSnapshot

#: So many postings are read between two looks at the clock: some milliseconds.
BUDGET: Final = 1_000_000
ORDERS: Final = ("relevance", "newest", "oldest")


class Asked(NamedTuple):
    """What was asked of one language: a program, and what has to live as long."""

    program: Longs
    kept: Sequence[object]


class Search:
    """A search in progress, in one thread."""

    def __init__(self, snapshot: ArraysSnapshot, plan: Plan, deadline: Deadline) -> None:
        self._snapshot = snapshot
        self._plan = plan
        self._deadline = deadline
        self._counted = bool(plan.facets)
        self._wanted = min(plan.offset + plan.limit, snapshot.documents)
        self._space = snapshot.workspace()
        self._question = self._asked_of_all(self._space.begin(self._wanted, self._counted))
        self._filters = [(part, BITS[part.field]) for part in plan.filters if isinstance(part, Keyword)]
        self._asked: dict[Language, Asked] = {}
        self._partial = False

    def matches(self) -> Matches:
        """Return the answer."""
        plan, progress = self._plan, self._space.progress
        for lang, root in plan.roots.items():
            if lang in plan.languages_shown or self._counted:
                self._execute(lang, root)
        put_in_order(self._space.table)
        return Matches(
            groups=self._groups(),
            stories=progress[STORIES],
            documents=progress[RESULTS],
            relation="gte" if self._partial else "eq",
            partial=self._partial,
            facets=self._facets() if plan.facets else {},
        )

    def _execute(self, lang: Language, root: Node) -> None:
        snapshot, space = self._snapshot, self._space
        segments, progress = snapshot.segments_of[lang], space.progress
        question = self._question
        if lang not in self._plan.languages_shown:
            question = question._replace(lacking=BITS["lang"])
        terms, wordiness = snapshot.languages[lang], self._plan.wordiness
        builder = ProgramBuilder(root, terms, self._filters, counted=self._counted, wordiness=wordiness)
        program = builder.program(question)
        self._asked[lang] = Asked(program, builder.kept)
        space.make_ready(builder.needs)
        progress[NEXT], progress[NUMBER] = 0, snapshot.first_of[lang]
        while progress[NEXT] < len(segments):
            self._partial = self._partial or self._deadline.passed()
            if self._partial:
                break
            execute(space.table, program, segments, BUDGET)

    def _asked_of_all(self, stamp: int) -> Question:
        """Return what is asked of every language."""
        plan = self._plan
        freshness = plan.freshness if plan.order == "relevance" else None
        now, half_life, most = (freshness.now, freshness.half_life, freshness.most) if freshness else (0, 1, 0.0)
        since, until = date_range(plan.filters)
        return Question(
            since,
            until,
            ORDERS.index(plan.order),
            plan.group,
            self._counted,
            0,
            stamp,
            now,
            half_life,
            most,
            K1[plan.wordiness],
        )

    def _groups(self) -> tuple[Group, ...]:
        plan, parts = self._plan, self._snapshot.parts
        last = min(self._wanted, self._space.progress[HELD])
        leaders = self._space.heap[plan.offset : last, SEGMENT:].tolist()
        stories = {int(row[-1]) for row in leaders if row[-1] >= 0} if plan.group else set()
        if not stories:
            return tuple([Group((parts[int(row[0])].match(int(row[1]), row[2]),)) for row in leaders])
        members = self._members(stories)
        return tuple(
            [Group(members.get(row[3]) or (parts[int(row[0])].match(int(row[1]), row[2]),)) for row in leaders]
        )

    def _members(self, stories: set[int]) -> dict[int, tuple[Match, ...]]:
        """Return all results of the stories in their order."""
        members: defaultdict[int, list[Match]] = defaultdict(list)
        for lang in self._asked:
            first = self._snapshot.first_of[lang]
            rows = [
                (segment - first, document, story)
                for story in stories
                for segment, document in self._snapshot.rows_of_story(story)
                if self._snapshot.parts[segment].lang == lang
            ]
            rows.sort()
            for (segment, document, story), score in zip(rows, self._scores(lang, rows), strict=True):
                if score >= 0.0:
                    members[story].append(self._match(first + segment, document, score))
        return {story: tuple(sorted(found, key=self._key)) for story, found in members.items()}

    def _scores(self, lang: Language, rows: Sequence[tuple[int, int, int]]) -> list[float]:
        """Return the scores of documents given as segment of the language and number; below 0 for no result."""
        asked, scores = self._asked[lang], np.zeros(len(rows))
        documents = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
        segments = self._snapshot.segments_of[lang]
        examine(self._space.table, asked.program, segments, documents, scores)
        found: list[float] = scores.tolist()
        return found

    def _key(self, match: Match) -> tuple[float, float, str]:
        """Return what results are ordered by."""
        date = NO_DATE if match.published is None else match.published
        order = self._plan.order
        if order == "relevance":
            return -round(match.score, SCORE_DECIMALS), -date, match.id
        undated = float(match.published is None)
        return undated, date if order == "oldest" else -date, match.id

    def _match(self, segment: int, document: int, score: float) -> Match:
        return self._snapshot.parts[segment].match(document, score)

    def _facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        space, found = self._space, {}
        counts = space.counts.tolist()
        for number, count in enumerate(counts):
            if count:
                row = int(self._snapshot.segments[number, ROW])
                found[number] = Found(space.found[row : row + count], space.lacking[row : row + count])
        facets = {name: self._snapshot.facet(name) for name in self._plan.facets}
        return {name: largest(facet, facet.count(found), self._plan) for name, facet in facets.items()}
