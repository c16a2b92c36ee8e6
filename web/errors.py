"""Every error in one shape: RFC 9457 problem+json for programs, a page in the reader's language for people."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, NotFound

from index.errors import IndexFault
from search.errors import NotReady, ParameterError, QueryRefused, SearchError, TimedOut
from web.languages import is_machine_path
from web.messages import refusal, status_sentence
from web.parameters import BadParameters, readable_request

log = logging.getLogger(__name__)

#: Seconds after which to ask again when no index is loaded.
RETRY_AFTER = 5


def problem(status: int, detail: str, errors: tuple[dict[str, str], ...] = ()) -> Response:
    """Return an error: ``detail`` is one sentence, ``errors`` name the parameters at fault."""
    title = HTTPStatus(status).phrase
    if is_machine_path():
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        if errors:
            body["errors"] = errors
        return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json")
    page = render_template(
        "error.html", status=status, detail=detail, errors=errors, asked=readable_request(request.args)
    )
    return Response(page, status)


def bad_parameters(error: BadParameters) -> Response:
    """Answer 400 and name every parameter that is wrong."""
    errors = tuple({"parameter": e.parameter, "detail": str(e)} for e in error.errors)
    return problem(400, str(error), errors)


def bad_parameter(error: ParameterError) -> Response:
    """Answer 400 for a parameter that the search itself finds wrong."""
    return bad_parameters(BadParameters([error]))


def refused(error: QueryRefused) -> Response:
    """Answer 422 for a query that would cost too much."""
    detail = refusal(error)
    return problem(422, detail, ({"parameter": "q", "detail": detail, "limit": error.limit},))


def unsearchable(error: SearchError) -> Response:
    """Answer 400 for whatever else can be wrong with a search."""
    return problem(400, str(error), ({"parameter": "q", "detail": str(error)},))


def damaged(fault: IndexFault) -> Response:
    """Answer 503 when the index cannot be read; the operator finds the remedy in the log."""
    log.error("The index cannot be read: %s", fault)
    return unavailable(status_sentence(503))


def not_ready(error: NotReady) -> Response:
    """Answer 503 while no index is loaded; the operator finds the reason, with its paths, in the log and in /readyz."""
    log.warning("No index is loaded: %s", error)
    return unavailable(gettext("The search is being prepared: no index is loaded yet. Please come back in a moment."))


def timed_out(error: TimedOut) -> Response:
    """Answer 503 when the time was over before anything was found: that is not "nothing found"."""
    return unavailable(gettext("The search took too long. Please try again in a moment, or narrow it down."))


def out_of_resources(error: OSError | MemoryError) -> Response:
    """Answer 503 when the machine, not the request, is at fault; the worker lives on."""
    log.exception("The machine failed a request", exc_info=error)
    return unavailable(status_sentence(503))


def unavailable(detail: str) -> Response:
    """Answer 503 with Retry-After."""
    response = problem(503, detail)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def http_error(error: HTTPException) -> Response | HTTPException:
    """Give werkzeug's own errors our shape, and keep their headers (Allow, Retry-After)."""
    if error.code is None or error.code < 400:
        return error  # a redirect to the address with or without its last slash
    own_words = error.description if "description" in vars(error) else None
    response = problem(error.code, own_words or status_sentence(error.code))
    for name, value in error.get_headers(request.environ):
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def unexpected(error: Exception) -> Response:
    """Log an error of ours; tell the reader that it is ours, and nothing else."""
    log.exception("A request failed", exc_info=error)
    return problem(500, status_sentence(500))


def missing_article() -> NotFound:
    """Return what to raise for an article that is not stored."""
    return NotFound(gettext("There is no article with this address in the archive."))


HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (BadParameters, bad_parameters),
    (ParameterError, bad_parameter),
    (QueryRefused, refused),
    (NotReady, not_ready),
    (TimedOut, timed_out),
    (SearchError, unsearchable),
    (HTTPException, http_error),
    (IndexFault, damaged),
    (OSError, out_of_resources),
    (MemoryError, out_of_resources),
    (Exception, unexpected),
)


def init_app(app: Flask) -> None:
    """Register the handlers."""
    for kind, handler in HANDLERS:
        app.register_error_handler(kind, handler)
