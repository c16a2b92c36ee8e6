"""The pages: front, results, article, help; each in three languages, all without JavaScript."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from index.articles.article import LANGUAGES
from search.answer.answer import SearchRequest
from search.errors import QueryRefused, TimedOut
from search.hits.marked_article import unmarked
from web.advanced import ADVANCED, composed_query
from web.answer_cache import today
from web.errors import missing_article
from web.examples import EXAMPLES, FUZZY, PREFIX
from web.headers import tag
from web.languages import interface_language, preferred
from web.links import search_url, this_page_url
from web.marked_text import marked_text
from web.messages import notice, refusal
from web.parameters import BadParameters, readable_request, search_request
from web.refine import active_filters, archive_periods, capped, page_numbers, recent_periods, template_values
from web.service import search_service

blueprint = Blueprint("pages", __name__, url_prefix=f"/<any({','.join(LANGUAGES)}):ui>")
negotiated = Blueprint("negotiated", __name__)

#: Articles on the front page.
LATEST = 6


@blueprint.url_value_preprocessor
def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keep the language of the interface out of the views' arguments."""
    (values or {}).pop("ui", None)


@blueprint.url_defaults
def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Let every link between pages stay in the language of the interface."""
    values.setdefault("ui", interface_language())


@blueprint.get("/")
def front() -> str:
    """Show the search form, the sections of the archive and its latest articles in the reader's language."""
    newest = SearchRequest(lang=(interface_language(),), order_by="newest", page_size=LATEST)
    latest = None
    with suppress(TimedOut):  # the form matters more than what stands below it
        latest = search_service().search(newest)
    return render_template("front.html", asked=SearchRequest(), latest=latest)


@blueprint.get("/search")
def results() -> Response | tuple[str, int]:
    """Show what answers the query, and how to narrow it."""
    asked = search_request(request.args, strict=False)
    try:
        answer = search_service().search(replace(asked, prefer=asked.prefer or interface_language()))
    except QueryRefused as error:
        return render_template("error.html", status=422, asked=asked, detail=refusal(error)), 422
    page = render_template(
        "results.html",
        asked=asked,
        answer=answer,
        filters=active_filters(asked),
        periods=recent_periods(asked),
        numbers=page_numbers(answer),
        archive=archive_periods(asked, answer),
        last_reachable=asked.page == answer.pages and capped(answer),
        notices=[notice(code, part) for code, part in answer.notices],
        prefix=PREFIX.queries[interface_language()],
        fuzzy=FUZZY.queries[interface_language()],
    )
    if answer.partial:
        return make_response(page)
    return tag(make_response(page), answer.generation, today(), request.full_path)


@blueprint.get("/articles/<article:article_id>")
def article(article_id: str) -> str:
    """Show a stored article, with what the results that led to it matched."""
    asked = _results_before()
    view = search_service().article(article_id, asked)
    if view is None:
        raise missing_article()
    text = marked_text(view.marked or unmarked(view.article))
    return render_template(
        "article.html",
        view=view,
        text=text,
        asked=asked or SearchRequest(),
        came=asked,
        hit=request.args.get("hit", 0, type=int),
        related=search_service().related(article_id, prefer=interface_language()) or (),
    )


def _results_before() -> SearchRequest | None:
    """Return the search whose results led to this page, None when none did."""
    try:
        asked = search_request(request.args, strict=False)
    except BadParameters:
        return None
    return asked if asked != SearchRequest() or "hit" in request.args else None


@blueprint.get("/help")
def help_page() -> str:
    """Explain the query language with examples that can be tried."""
    return render_template("help.html", asked=SearchRequest(), examples=EXAMPLES)


@blueprint.get("/advanced")
def advanced() -> str | Response:
    """Make a query in our syntax out of a form, and search for it."""
    q = composed_query(request.args)
    if q and "search" in request.args:
        return redirect(search_url(readable_request(request.args), q=q))
    return render_template("advanced.html", asked=SearchRequest(), values=request.args, q=q, words=ADVANCED)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe this search to browsers (OpenSearch 1.1), which then offer it among their search engines."""
    return Response(render_template("opensearch.xml"), mimetype="application/opensearchdescription+xml")


@negotiated.get("/robots.txt")
def robots() -> Response:
    """Let crawlers read articles, and keep them from asking for every combination of filters."""
    rules = ["User-agent: *", "Disallow: /api/", *(f"Disallow: /{lang}/search" for lang in LANGUAGES), ""]
    return Response("\n".join(rules), mimetype="text/plain")


@negotiated.get("/", endpoint="front")
@negotiated.get("/search", endpoint="results")
@negotiated.get("/help", endpoint="help_page")
@negotiated.get("/advanced", endpoint="advanced")
@negotiated.get("/opensearch.xml", endpoint="opensearch")
@negotiated.get("/articles/<article:article_id>", endpoint="article")
def choose_language(**values: str) -> Response:
    """Send the reader to the same page in the preferred language."""
    response = redirect(this_page_url(preferred()))
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def init_app(app: Flask) -> None:
    """Register the routes."""
    app.jinja_env.globals.update(template_values())
    app.register_blueprint(blueprint)
    app.register_blueprint(negotiated)
