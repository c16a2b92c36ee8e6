"""From matches to hits: the article, its snippet, its other versions; and facet values as shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from itertools import chain, islice
from typing import Final

from index.analysis.lookup import Lookup
from index.articles.article import LANGUAGES, Article, Language
from index.articles.schema import KEYWORD_FIELDS
from index.language import fold
from search.answer.answer import (
    FacetValue,
    Hit,
    SearchRequest,
    Translation,
)
from search.engines.base import Group, Match, Matches, Snapshot, Until
from search.hits.explain import Explanations
from search.hits.highlight import Marking
from search.hits.snippets import snippet
from search.plan.plan import Plan

#: A version in the reader's language is shown in place of the best one when it scores at least this share of it.
AS_WELL: Final = 0.6

#: The most other documents of a story that are listed under a hit.
MOST_TRANSLATIONS = 20

Articles = dict[tuple[Language, str], Article]


def hits(
    snapshot: Snapshot,
    lookups: Mapping[Language, Lookup],
    made: Plan,
    matches: Matches,
    why: Explanations,
    deadline: Until,
    prefer: Language | None = None,
) -> tuple[Hit, ...]:
    """Return the hits of ``matches`` with their snippets; past ``deadline`` snippets are made the cheap way.

    ``lookups`` has, by language, the analysis of words that the build wrote.  Of the versions of a story the one in the
    language ``prefer`` is shown where it matches about as well as the best; the order of stories stays.
    """
    shown = [shown_version(group, prefer) for group in matches.groups]
    others = [other_versions(snapshot, match) for match in shown]
    articles = stored_articles(snapshot, chain(shown, *others))
    markings = {lang: Marking(made.roots[lang], lang, lookups.get(lang)) for lang in {match.lang for match in shown}}
    made_hits = []
    for group, best, rest in zip(matches.groups, shown, others, strict=True):
        article = articles[best.lang, best.id]
        made_snippet = snippet(article, markings[best.lang], thorough=not deadline.passed())
        made_hits.append(
            Hit(
                article=article,
                story_id=best.story,
                score=best.score,
                title=made_snippet.title,
                body=made_snippet.body,
                translations=translations_of(rest, articles, {match.id for match in group.matches}),
                explanation=why.of(best, article),
            )
        )
    return tuple(made_hits)


def shown_version(group: Group, prefer: Language | None) -> Match:
    """Return the match of a story to show: the best, or the one in the language ``prefer`` when nearly as good."""
    best = group.matches[0]
    enough = AS_WELL * best.score
    return next((match for match in group.matches if match.lang == prefer and match.score >= enough), best)


def other_versions(snapshot: Snapshot, match: Match) -> tuple[Match, ...]:
    """Return the other documents of the match's story."""
    story = (other for other in snapshot.story(match.story) if (other.lang, other.id) != (match.lang, match.id))
    return tuple(islice(story, MOST_TRANSLATIONS))


def stored_articles(snapshot: Snapshot, matches: Iterable[Match]) -> Articles:
    """Return the articles of ``matches``, read once for each language."""
    ids: defaultdict[Language, set[str]] = defaultdict(set)
    for match in matches:
        ids[match.lang].add(match.id)
    found = {lang: snapshot.articles(lang, wanted) for lang, wanted in ids.items()}
    return {(lang, name): article for lang, articles in found.items() for name, article in articles.items()}


def translations_of(others: Iterable[Match], articles: Articles, matched: Container[str]) -> tuple[Translation, ...]:
    """Return ``others`` as translations; ``matched`` are the ids that match the query, too."""
    return tuple(
        Translation(other.lang, other.id, article.url, article.title, other.id in matched)
        for other in others
        for article in [articles[other.lang, other.id]]
    )


def facet_values(request: SearchRequest, matches: Matches) -> dict[str, tuple[FacetValue, ...]]:
    """Return the facets of ``matches``, each value with whether the request has chosen it."""
    chosen: dict[str, set[str]] = {
        "lang": set() if set(request.lang) == set(LANGUAGES) else set(request.lang),
        **{name: set(map(fold, getattr(request, name))) for name in KEYWORD_FIELDS},
    }
    return {
        name: tuple(FacetValue(value, count, fold(value) in chosen.get(name, set())) for value, count in values)
        for name, values in matches.facets.items()
    }
