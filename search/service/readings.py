"""How a request was understood: each text that stands for it, parsed and planned once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from index.language.query_language import likely_languages
from search.answer.answer import Rewrite, SearchRequest
from search.errors import QueryRefused
from search.planner.planner import Planned, plan
from search.planner.shorten import shortened
from search.query.loosen import loosened
from search.query.notices import Notice
from search.query.parse import Parsed, parse
from search.repair import Repaired
from search.repair.expanded_words import related_words
from search.service.live import Generation
from search.settings import Settings


class Reading(NamedTuple):
    """A text as a query and as a plan, and what is said about it."""

    parsed: Parsed
    planned: Planned
    repairs: tuple[Rewrite, ...] = ()
    suggestions: tuple[str, ...] = ()


class Readings:
    """The readings of one request in one generation."""

    def __init__(self, request: SearchRequest, generation: Generation, settings: Settings) -> None:
        """Raises QueryRefused when what was typed is over a limit."""
        self.request = request
        self._generation = generation
        self._settings = settings
        self._readings: dict[str, Reading] = {}
        short = shortened(request.q, request.lang, generation.snapshot, settings)
        self._q = request.q if short is None else short
        #: What is said of every reading, of a repaired one, too.
        self._notices: tuple[Notice, ...] = () if short is None else (("shortened", short),)
        self.typed = self.of(self._q)

    def of(self, q: str) -> Reading:
        """Return the reading of ``q`` with the request's filters; raises QueryRefused when it is over a limit."""
        if q not in self._readings:
            parsed = parse(q, self._settings)
            self._readings[q] = self._planned(parsed._replace(notices=(*self._notices, *parsed.notices)), q)
        return self._readings[q]

    def repaired(self, late: Callable[[], bool]) -> Repaired:
        """Return what the text may have been meant to be; once it is ``late`` nothing more is looked for."""
        return self._generation.repairer.repair(self._q, self.request.lang, self._related, late)

    def unquoted(self, reading: Reading) -> Reading | None:
        """Return ``reading`` with the words of its phrases side by side, None where it requires no phrase."""
        query = loosened(reading.parsed.query)
        if query == reading.parsed.query:
            return None
        with suppress(QueryRefused):
            made = self._planned(reading.parsed._replace(query=query), self._q)
            rewrite = Rewrite("phrase", self.request.q, repr(query), self.request.q, off="repair")
            return made._replace(repairs=(*reading.repairs, rewrite), suggestions=reading.suggestions)
        return None

    def _planned(self, parsed: Parsed, q: str) -> Reading:
        request, snapshot = replace(self.request, q=q), self._generation.snapshot
        made = plan(parsed.query, request, snapshot, self._settings, relatives=self._generation.relatives)
        return Reading(parsed, made)

    def _related(self, q: str) -> tuple[str, ...]:
        """Return the words of ``q`` that are found by what else they are called."""
        with suppress(QueryRefused):
            return tuple(related_words(self.of(q).planned.plan.roots, self.request.lang, likely_languages(q)))
        return ()
