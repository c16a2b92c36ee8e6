"""The search service: parse → plan → execute → group → snippet, within a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from index.articles.article import LANGUAGES, Article, Language
from index.engines.registry import DEFAULT_ENGINE
from index.errors import IndexFault
from index.language.query_language import likely_languages
from search.answer.answer import (
    ArticleView,
    MarkedArticle,
    Readiness,
    Rewrite,
    SearchAnswer,
    SearchRequest,
    Suggestion,
    Totals,
    Translation,
)
from search.engines import engine_named
from search.engines.base import Match, Matches, Until
from search.errors import NotReady, QueryRefused, SearchError, TimedOut
from search.hits.explain import Explanations
from search.hits.highlight import Marking
from search.hits.hits import facet_values, hits, other_versions, stored_articles, translations_of
from search.hits.marked_article import mark_article
from search.plan.plan import Plan
from search.planner.planner import plan
from search.repair import CERTAIN, Repaired
from search.service.live import NO_INDEX, Generation, Live
from search.service.readings import Reading, Readings
from search.service.related import nearest, related_request, telling_query
from search.service.suggest import suggestions
from search.settings import Settings


class SearchService:
    """Answers searches from the live generation of a data directory.

    Shared by threads.  Opens nothing before the first request, so that it can be made before a fork.
    """

    def __init__(
        self,
        data_dir: Path | str,
        engine: str = DEFAULT_ENGINE,
        settings: Settings | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``clock`` gives seconds for the deadline; ValueError names the engines there are."""
        self.settings = settings or Settings()
        self._clock = clock
        self._live = Live(data_dir, engine_named(engine))
        #: Languages, as queries may be in them, whose tables are loaded.
        self._loaded: set[tuple[Language, ...]] = set()

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer ``request``; raises ParameterError, QueryRefused or NotReady, each with a sentence."""
        started = self._clock()
        with self._generation() as generation:
            self._load_tables(request, generation)
            deadline = self._deadline()  # opening an index and loading tables are not the search's time
            reading, matches = self._answered(request, generation, deadline)
            if matches.partial and not matches.groups:
                raise TimedOut("The search took too long and has found nothing yet; try again in a moment.")
            planned = reading.planned
            why = Explanations(request, planned.plan, generation.snapshot, self.settings.explained_characters, deadline)
            found = hits(
                generation.snapshot, generation.lookups, planned.plan, matches, why, deadline, request.prefer or None
            )
        return SearchAnswer(
            request=request,
            totals=Totals(matches.stories, matches.documents, matches.relation),
            pages=self._pages(request, matches),
            generation=generation.manifest.name,
            took_ms=(self._clock() - started) * 1000,
            hits=found,
            facets=facet_values(request, matches),
            rewrites=(*reading.repairs, *planned.rewrites),
            suggestions=reading.suggestions,
            notices=tuple(dict.fromkeys((*reading.parsed.notices, *planned.notices))),
            partial=matches.partial,
        )

    def rank(self, request: SearchRequest) -> tuple[Match, ...]:
        """Return the best match of each hit that ``search`` would give, without its text: for judging relevance."""
        with self._generation() as generation:
            _, matches = self._answered(request, generation, self._deadline())
        return tuple(group.matches[0] for group in matches.groups)

    def article(self, article_id: str, request: SearchRequest | None = None) -> ArticleView | None:
        """Return a stored article and its other versions, or None; raises NotReady.

        With a ``request`` the words that it matches are marked, as it is read for its results, repaired or not.
        """
        with self._generation() as generation:
            snapshot = generation.snapshot
            article = snapshot.find(article_id)
            if article is None:
                return None
            others = other_versions(
                snapshot, Match(article.lang, article.id, article.story_id or article.id, 0.0, None)
            )
            translations = translations_of(others, stored_articles(snapshot, others), ())
            return ArticleView(article, translations, self._marked(article, request, generation))

    def _marked(self, article: Article, request: SearchRequest | None, generation: Generation) -> MarkedArticle | None:
        """Return the texts of ``article`` with what ``request`` matches, None where there is no query to mark."""
        if request is None or not request.q.strip():
            return None
        everywhere = replace(request, lang=LANGUAGES, page=1, page_size=1, facets=False, explain=False, why="")
        with suppress(QueryRefused):
            reading, _ = self._answered(everywhere, generation, self._deadline())
            lookup = generation.lookups.get(article.lang)
            return mark_article(article, Marking(reading.planned.plan.roots[article.lang], article.lang, lookup))
        return None

    def related(
        self, article_id: str, limit: int = 5, prefer: Language | None = None
    ) -> tuple[Translation, ...] | None:
        """Return other stories that tell of the same, best first; None when there is no such article."""
        with self._generation() as generation:
            snapshot = generation.snapshot
            article = snapshot.find(article_id)
            if article is None:
                return None
            query = telling_query(article, snapshot)
            request = related_request(query, limit)
            planned = plan(query, request, snapshot, self.settings, relatives=generation.relatives)
            found = snapshot.search(planned.plan, self._deadline())
            matches = nearest(found.groups, article, limit, prefer)
            return translations_of(matches, stored_articles(snapshot, matches), ())

    def suggest(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return what the reader who has typed ``request.q`` may be about to type; raises NotReady."""
        with self._generation() as generation:
            return suggestions(generation.snapshot, self.search, request)

    def readiness(self) -> Readiness:
        """Say whether searches can be answered, and from what; an older index may serve while a newer is broken."""
        manifest, fault = self._live.state()
        if manifest is None:
            return Readiness(ready=False, reason=fault or NO_INDEX)
        return Readiness(
            ready=True,
            reason=fault or "ok",
            generation=manifest.name,
            built=manifest.created,
            sequence=manifest.sequence,
            documents=dict(manifest.documents),
        )

    def close(self) -> None:
        """Release the index once the requests under way are done."""
        self._live.close()

    @contextmanager
    def _generation(self) -> Iterator[Generation]:
        """Hold the live generation; a fault found while reading it is NotReady with the same remedy."""
        try:
            with self._live.generation() as generation:
                yield generation
        except IndexFault as fault:
            raise NotReady(str(fault)) from fault

    def _load_tables(self, request: SearchRequest, generation: Generation) -> None:
        """Load the dictionaries and tables that a first query in its languages needs, by reading it once."""
        languages = likely_languages(request.q)
        if languages not in self._loaded:
            with suppress(SearchError):
                Readings(request, generation, self.settings).repaired(lambda: False)
            self._loaded.add(languages)

    def _answered(self, request: SearchRequest, generation: Generation, deadline: Until) -> tuple[Reading, Matches]:
        """Return how the request was read, and what matches: repaired, when that finds something.

        What was typed in the wrong layout or with look-alikes is put right also where neither finds anything: the
        reader sees for what there is nothing.
        """
        readings = Readings(request, generation, self.settings)
        search = partial(generation.snapshot.search, deadline=deadline)
        reading = readings.typed
        half = Until(self._clock, deadline.moment - self.settings.deadline_seconds / 2)  # what is found needs time, too
        repaired = readings.repaired(half.passed) if request.repair else Repaired()
        if repaired.q is None or repaired.kind is None:
            if repaired.suggestion is not None:
                reading = reading._replace(suggestions=(repaired.suggestion,))
            return self._unquoted(readings, reading, search(reading.planned.plan), search)
        with suppress(QueryRefused):
            better = readings.of(repaired.q)
            made = Rewrite(repaired.kind, request.q, repaired.q, request.q, off="repair")
            matches = search(better.planned.plan)
            if matches.documents or matches.partial:
                return better._replace(repairs=(made,)), matches
            typed = search(reading.planned.plan)
            if repaired.kind in CERTAIN and not typed.documents:
                return better._replace(repairs=(made,)), matches
            return self._unquoted(readings, reading, typed, search)
        return self._unquoted(readings, reading, search(reading.planned.plan), search)

    def _unquoted(
        self, readings: Readings, reading: Reading, matches: Matches, search: Callable[[Plan], Matches]
    ) -> tuple[Reading, Matches]:
        """Return ``reading`` and ``matches``, or what the words of its phrases find when the phrases find nothing."""
        if matches.documents or matches.partial or not readings.request.repair:
            return reading, matches
        looser = readings.unquoted(reading)
        found = search(looser.planned.plan) if looser else matches
        return (looser, found) if looser and (found.documents or found.partial) else (reading, matches)

    def _deadline(self) -> Until:
        return Until(self._clock, self._clock() + self.settings.deadline_seconds)

    def _pages(self, request: SearchRequest, matches: Matches) -> int:
        total = matches.stories if request.group == "story" else matches.documents
        return min(-(-total // request.page_size), self.settings.results_window // request.page_size)
