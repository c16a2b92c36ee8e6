"""The pages: front, results, article, help; each in three languages, all without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request
from werkzeug.wrappers import Response

from index.articles.article import LANGUAGES
from search.answer.answer import SearchRequest
from search.errors import QueryRefused
from web.errors import missing_article
from web.examples import EXAMPLES, FUZZY, PREFIX
from web.languages import interface_language, preferred
from web.links import this_page_url
from web.messages import notice, refusal
from web.parameters import search_request
from web.refine import active_filters, page_numbers, recent_periods, template_values
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
    latest = SearchRequest(lang=(interface_language(),), order_by="newest", page_size=LATEST)
    return render_template("front.html", asked=SearchRequest(), latest=search_service().search(latest))


@blueprint.get("/search")
def results() -> str | tuple[str, int]:
    """Show what answers the query, and how to narrow it."""
    asked = search_request(request.args, strict=False)
    try:
        answer = search_service().search(asked)
    except QueryRefused as error:
        return render_template("error.html", status=422, asked=asked, detail=refusal(error)), 422
    return render_template(
        "results.html",
        asked=asked,
        answer=answer,
        filters=active_filters(asked),
        periods=recent_periods(asked),
        numbers=page_numbers(answer),
        notices=[notice(code, part) for code, part in answer.notices],
        prefix=PREFIX.queries[interface_language()],
        fuzzy=FUZZY.queries[interface_language()],
    )


@blueprint.get("/articles/<path:article_id>")
def article(article_id: str) -> str:
    """Show a stored article."""
    view = search_service().article(article_id)
    if view is None:
        raise missing_article()
    return render_template("article.html", view=view, asked=SearchRequest(q=request.args.get("q", "")))


@blueprint.get("/help")
def help_page() -> str:
    """Explain the query language with examples that can be tried."""
    return render_template("help.html", asked=SearchRequest(), examples=EXAMPLES)


@negotiated.get("/", endpoint="front")
@negotiated.get("/search", endpoint="results")
@negotiated.get("/help", endpoint="help_page")
@negotiated.get("/articles/<path:article_id>", endpoint="article")
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
