"""A query becomes a plan: a tree of weighted terms in every language that is searched, filters, an order and a page.

Every word is analysed as the index of each language analyses its texts, so that a name, a brand or a quotation in
another language is found where it stands.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.articles.article import LANGUAGES, Language
from index.articles.schema import KEYWORD_FIELDS
from index.language import fold
from search.answer.answer import Rewrite, SearchRequest
from search.engines.base import Snapshot
from search.errors import ParameterError
from search.plan.nodes import NOTHING, children_of, walk
from search.plan.plan import Any, Freshness, Keyword, Node, Phrase, Plan, Published, Unit
from search.plan.scoring import FEW_WORDS, FRESHNESS_HALF_LIFE, FRESHNESS_MOST, Wordiness
from search.planner.expansion import Expansion
from search.planner.relatives import Relatives
from search.planner.trees import Trees
from search.planner.units import Words
from search.planner.weights import weigh
from search.query.days import end_of, start_of
from search.query.notices import Notice
from search.query.query import EMPTY, Query, Ranked, Word
from search.settings import Settings

FACETS = ("lang", *KEYWORD_FIELDS, "month")


class Planned(NamedTuple):
    """A plan, and what there is to say about it: codes of ``search.query.notices.NOTICES`` with parts of the query.

    ``rewrites`` tell of the words that are searched for beside those typed.
    """

    plan: Plan
    notices: tuple[Notice, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()


def plan(
    query: Query,
    request: SearchRequest,
    snapshot: Snapshot,
    settings: Settings,
    now: int | None = None,
    relatives: Relatives | None = None,
) -> Planned:
    """Return the plan for ``query``, which is what ``request.q`` was parsed to; ``now`` is in epoch seconds.

    ``relatives`` are those of the snapshot: what they have read is used again.

    With facets every language has a tree, so that each can be counted; only those asked for are shown.
    Raises ParameterError when the page is out of bounds, QueryRefused when the query costs too much.
    """
    offset = first_result(request, settings)
    expansion = Expansion(relatives or Relatives(snapshot), request)
    roots = weigh(_trees(query, expansion, snapshot, settings), snapshot, request.lang, settings)
    filters = tuple(_filters(request))
    order = "newest" if request.order_by == "relevance" and _asks_nothing(query, request) else request.order_by
    dated = any(map(_asks_dates, (*filters, *roots.values())))
    made = Plan(
        roots=roots,
        filters=filters,
        order=order,
        group=request.group == "story",
        offset=offset,
        limit=request.page_size,
        facets=FACETS if request.facets else (),
        facet_size=settings.facet_values,
        freshness=None if dated or order != "relevance" else freshness(now),
        wordiness=wordiness(roots.values()),
        languages_shown=request.lang,
    )
    possible = query == EMPTY or any(roots[lang] != NOTHING for lang in request.lang)
    return Planned(made, () if possible else (("impossible", request.q.strip()),), expansion.rewrites())


def _asks_dates(node: Node) -> bool:
    match node:
        case Published():
            return True
        case Unit() | Phrase():
            return False
        case _:
            return any(map(_asks_dates, children_of(node)))


def freshness(now: int | None = None) -> Freshness:
    """Return the preference for fresh news as of ``now``, by default the present."""
    return Freshness(int(time.time()) if now is None else now, FRESHNESS_HALF_LIFE, FRESHNESS_MOST)


def wordiness(roots: Iterable[Node]) -> Wordiness:
    """Say whether the query of these trees has few bare words or many, as the longest ranked OR has them."""
    ranked = (node for root in roots for node in walk(root) if isinstance(node, Any) and node.coordination)
    return "many" if max((len(node.children) for node in ranked), default=0) > FEW_WORDS else "few"


def first_result(request: SearchRequest, settings: Settings) -> int:
    """Return how many results come before the page; raises ParameterError when it is out of bounds."""
    if not 1 <= request.page_size <= settings.page_size:
        raise ParameterError("page-size", f"page-size must be from 1 to {settings.page_size}.")
    last = settings.results_window // request.page_size
    if not 1 <= request.page <= last:
        raise ParameterError("page", f"page must be from 1 to {last} with {request.page_size} results on each.")
    return (request.page - 1) * request.page_size


def _asks_nothing(query: Query, request: SearchRequest) -> bool:
    """Say whether everything is asked for, and not just marks that hold no word."""
    return query == EMPTY and not request.q.strip()


def _trees(query: Query, expansion: Expansion, snapshot: Snapshot, settings: Settings) -> dict[Language, Node]:
    request = expansion.request
    searched = LANGUAGES if request.facets else request.lang
    if query == EMPTY and not _asks_nothing(query, request):
        return dict.fromkeys(searched, NOTHING)
    asked = Ranked((query,)) if isinstance(query, Word) else query
    return {
        lang: Trees(Words(lang, snapshot, settings, expansion), expansion.stop_languages(lang)).tree(asked)
        for lang in searched
    }


def _filters(request: SearchRequest) -> Iterator[Keyword | Published]:
    """Yield what every result must pass: chosen keywords and the days, which are inclusive."""
    for field in KEYWORD_FIELDS:
        if values := getattr(request, field):
            yield Keyword(field, tuple(map(fold, values)))
    if request.from_date or request.to_date:
        yield Published(
            since=start_of(request.from_date) if request.from_date else None,
            until=end_of(request.to_date) if request.to_date else None,
        )
