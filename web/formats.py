"""An answer in other formats than JSON: JSON Lines for programs, CSV for spreadsheets, Atom for feed readers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

import orjson
from flask import Response, render_template, request, url_for
from flask_babel import gettext

from search.answer.answer import Hit, SearchAnswer
from search.answer.answer_json import answer_to_json
from search.errors import ParameterError
from web.parameters import BadParameters

COLUMNS: Final = (
    "id",
    "story_id",
    "lang",
    "published",
    "title",
    "url",
    "section",
    "authors",
    "tags",
    "score",
    "snippet",
)
#: A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(NamedTuple):
    """How an answer is written: its media type, and the function that writes it."""

    media_type: str
    write: Callable[[SearchAnswer], str | bytes]


def chosen_format() -> str:
    """Return the name of the format that the request's ``format`` or else its ``Accept`` names; "json" by default.

    Raises BadParameters for a name that there is not.
    """
    name = request.args.get("format", "")
    if not name:
        best = request.accept_mimetypes.best_match([row.media_type for row in FORMATS.values()], JSON)
        return next(name for name, row in FORMATS.items() if row.media_type == best)
    if name not in FORMATS:
        raise BadParameters([ParameterError("format", f"format must be one of: {', '.join(FORMATS)}.")])
    return name


def to_jsonl(answer: SearchAnswer) -> bytes:
    """Return a line of JSON for each hit, as in ``hits`` of the JSON answer."""
    return b"".join(orjson.dumps(hit) + b"\n" for hit in answer_to_json(answer)["hits"])


def to_csv(answer: SearchAnswer) -> bytes:
    """Return a table with a header; UTF-8 with a mark at its beginning, without which Excel breaks Cyrillic."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(inert(_row(hit)) for hit in answer.hits)
    return out.getvalue().encode("utf-8-sig")


def inert(cells: Iterable[str]) -> list[str]:
    """Return cells that no spreadsheet takes for formulas: an apostrophe before what would be one."""
    return [f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) or cell.startswith(FORMULA) else cell for cell in cells]


def _row(hit: Hit) -> tuple[str, ...]:
    article = hit.article
    return (
        article.id,
        hit.story_id,
        article.lang,
        article.published.isoformat() if article.published else "",
        article.title,
        article.url or "",
        article.section or "",
        "; ".join(article.authors),
        "; ".join(article.tags),
        f"{hit.score:.6f}",
        " … ".join(passage.text for passage in hit.body),
    )


def to_atom(answer: SearchAnswer) -> str:
    """Return an Atom feed (RFC 4287) of the hits; entries lead to the original where there is one."""
    query = answer.request.q.strip()
    dates = [hit.article.published for hit in answer.hits if hit.article.published]
    return render_template(
        "feed.xml",
        answer=answer,
        title=gettext("Results for “%(q)s”", q=query) if query else gettext("All articles"),
        updated=max(dates, default=datetime(1970, 1, 1, tzinfo=UTC)),
        address=request.url,
        root=url_for("negotiated.front", _external=True),
    )


JSON: Final = "application/json"
FORMATS: Final[dict[str, Format]] = {
    "json": Format(JSON, lambda answer: orjson.dumps(answer_to_json(answer))),
    "jsonl": Format("application/jsonl", to_jsonl),
    "csv": Format("text/csv", to_csv),
    "atom": Format("application/atom+xml", to_atom),
}


def formatted(answer: SearchAnswer, name: str) -> Response:
    """Return ``answer`` in the format ``name``."""
    row = FORMATS[name]
    response = Response(row.write(answer), mimetype=row.media_type)
    if name == "csv":
        response.headers["Content-Disposition"] = "attachment; filename=poshuk.csv"
    return response
