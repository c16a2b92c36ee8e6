"""Poshuk's own engines: with the plan given, as another engine's query objects would be, and from text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from bench.peers.base import ALL_KINDS, TOP, forms_of
from bench.questions import Question
from index.articles.article import Article, Language
from index.engines.registry import writer_factory
from search.answer.answer import SearchRequest
from search.engines import engine_named
from search.engines.base import Matches
from search.hits.highlight import Marking
from search.hits.snippets import snippet
from search.plan.plan import Plan
from search.planner.planner import plan
from search.planner.relatives import Relatives
from search.query.parse import parse
from search.service.live import lookups
from search.settings import Settings

#: A limit on the cost of a query is no part of this measurement.
SETTINGS = replace(Settings(), postings=10**9)


class Prepared(NamedTuple):
    """A plan, and whether snippets are wanted."""

    plan: Plan
    snippets: bool


class Never:
    """A deadline that never passes."""

    def passed(self) -> bool:
        return False


class Poshuk:
    """What our engines have in common."""

    engine: ClassVar[str]
    kinds = ALL_KINDS
    expand: ClassVar[bool] = False

    def build(self, directory: Path, lang: Language, articles: Iterable[Article]) -> None:
        writer = writer_factory(self.engine)(directory / lang, lang, cache=forms_of(directory))
        for article in articles:
            writer.write_article(article)
        writer.commit()

    def open(self, directory: Path) -> None:
        """Open the index; what planning reads of it is cached, as a server does with its generation."""
        self._snapshot = engine_named(self.engine).open(directory)
        self._relatives = Relatives(self._snapshot)
        self._lookups = lookups(forms_of(directory))

    def prepare(self, question: Question) -> Any:
        sections = (question.section,) if question.kind in ("filter", "facets") else ()
        request = SearchRequest(
            q=question.text,
            lang=(question.lang,),
            section=sections,
            page_size=TOP,
            group="none",
            facets=False,
            cross=self.expand,
            translit=self.expand,
        )
        query = parse(request.q, SETTINGS).query
        made = plan(query, request, self._snapshot, SETTINGS, relatives=self._relatives).plan
        facets = ("section",) if question.kind == "facets" else ()
        return Prepared(replace(made, facets=facets), question.kind == "snippets")

    def answer(self, prepared: Any) -> int:
        found = self._snapshot.search(prepared.plan, Never())
        if prepared.snippets:
            self._snippets(found, prepared.plan)
        return found.documents

    def close(self) -> None:
        self._snapshot.close()

    def _snippets(self, found: Matches, made: Plan) -> None:
        ids: defaultdict[Language, list[str]] = defaultdict(list)
        for group in found.groups:
            ids[group.matches[0].lang].append(group.matches[0].id)
        for lang, wanted in ids.items():
            marking = Marking(made.roots[lang], lang, self._lookups.get(lang))
            for article in self._snapshot.articles(lang, wanted).values():
                snippet(article, marking)


class Arrays(Poshuk):
    version = version("poshuk")
    about = (
        "our array engine, its plan given: all lemmas of each word, BM25F over title, lead and body with coordination "
        "and freshness, one index of lemmas and one of forms; totals exact; one thread, numba; snippets by the cached "
        "forms, as the service makes them; built in batches by the index's own writer, the morphology of three "
        "languages included"
    )
    most = None
    engine = "arrays"
    index = "arrays"


class ArraysFromText(Arrays):
    """The same with the parser and the planner, lemmatisation, translations and other spellings of names included."""

    about = "the same from the text of the query: parsed, lemmatised, expanded by other spellings of names, planned"
    expand = True

    def prepare(self, question: Question) -> Any:
        return question

    def answer(self, prepared: Any) -> int:
        return super().answer(super().prepare(prepared))


class WhooshEngine(Poshuk):
    version = version("poshuk")
    about = "our engine on stock Whoosh 2.7.4's index and matchers, its plan given; scores as arrays; totals exact"
    most = 10_000
    engine = "whoosh"
    index = "whoosh engine"
