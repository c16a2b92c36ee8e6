"""A SearchAnswer and an ArticleView as JSON values: the one definition that API and terminal share."""

from __future__ import annotations

from typing import Any

from index.articles.article import Article
from search.answer.answer import ArticleView, FacetValue, Hit, Passage, Rewrite, SearchAnswer, Suggestion, Translation
from search.answer.explanation import Explanation, Part


def answer_to_json(answer: SearchAnswer) -> dict[str, Any]:
    """Return the body of ``GET /api/search``."""
    request = answer.request
    return {
        "query": {"q": request.q, "lang": list(request.lang), "rewrites": [_rewrite(row) for row in answer.rewrites]},
        "total": {
            "stories": answer.totals.stories,
            "documents": answer.totals.documents,
            "relation": answer.totals.relation,
        },
        "page": request.page,
        "page_size": request.page_size,
        "pages": answer.pages,
        "generation": answer.generation,
        "took_ms": round(answer.took_ms, 1),
        "partial": answer.partial,
        "notices": [{"code": code, "text": text} for code, text in answer.notices],
        "hits": [_hit(hit) for hit in answer.hits],
        "facets": {name: [_facet(value) for value in values] for name, values in answer.facets.items()},
        "suggestions": list(answer.suggestions),
    }


def article_to_json(view: ArticleView) -> dict[str, Any]:
    """Return the body of ``GET /api/articles/<id>``."""
    article = view.article
    return {
        "id": article.id,
        "story_id": article.story_id,
        **_shown(article),
        "lead": article.lead,
        "body": article.body,
        "translations": [_translation(row) for row in view.translations],
    }


def related_to_json(row: Translation) -> dict[str, Any]:
    """Return a row of the body of ``GET /api/articles/<id>/related``."""
    return {"lang": row.lang, "id": row.id, "url": row.url, "title": row.title}


def suggestion_to_json(row: Suggestion) -> dict[str, Any]:
    """Return a row of the body of ``GET /api/suggest``."""
    values = {"kind": row.kind, "text": row.text, "lang": row.lang, "documents": row.documents}
    return values | {"id": row.id} if row.id else values


def _hit(hit: Hit) -> dict[str, Any]:
    values = {
        "id": hit.article.id,
        "story_id": hit.story_id,
        **_shown(hit.article),
        "score": round(hit.score, 6),
        "highlights": {"title": [_passage(hit.title)], "body": [_passage(passage) for passage in hit.body]},
        "translations": [_translation(row) for row in hit.translations],
    }
    return values if hit.explanation is None else values | {"explanation": _explanation(hit.explanation)}


def _explanation(explanation: Explanation) -> dict[str, Any]:
    """Return why a hit scores what it scores; the parts' scores add up to its score."""
    return {
        "score": round(explanation.score, 9),
        "counted": explanation.counted,
        "parts": [_part(part) for part in explanation.parts],
        "coordination": [
            {"factor": round(row.value, 9), "matched": row.matched, "words": row.words, "missing": list(row.missing)}
            for row in explanation.coordinations
        ],
        "freshness": round(explanation.freshness, 9),
    }


def _part(part: Part) -> dict[str, Any]:
    places = [
        {"field": place.field, "count": place.count, "written": list(place.written), "origin": place.origin}
        for place in part.places
    ]
    return {"kind": part.kind, "query": part.query, "score": round(part.score, 9), "places": places}


def _shown(article: Article) -> dict[str, Any]:
    """Return what a list of results and an article page have in common."""
    return {
        "lang": article.lang,
        "url": article.url,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "section": article.section,
        "source": article.source,
        "authors": list(article.authors),
        "tags": list(article.tags),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {"text": passage.text, "ranges": [list(pair) for pair in passage.ranges]}


def _translation(row: Translation) -> dict[str, Any]:
    return {"lang": row.lang, "id": row.id, "url": row.url, "title": row.title, "matched": row.matched}


def _facet(value: FacetValue) -> dict[str, Any]:
    return {"value": value.value, "count": value.count, "selected": value.selected}


def _rewrite(row: Rewrite) -> dict[str, Any]:
    return {"kind": row.kind, "from": row.original, "to": row.rewritten, "undo": row.undo, "off": row.off}
