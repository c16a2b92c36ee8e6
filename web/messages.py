"""Sentences for what the search side says in codes, in the language of the interface."""

from __future__ import annotations

from flask_babel import LazyString, format_decimal, gettext, lazy_gettext, ngettext

from search.answer.answer import SearchAnswer
from search.errors import QueryRefused
from web.service import search_limits

#: Status → what a person is told.
STATUS = {
    400: lazy_gettext("This request cannot be understood."),
    404: lazy_gettext("There is no such page."),
    405: lazy_gettext("This address can only be read."),
    413: lazy_gettext("The request is too large."),
    414: lazy_gettext("The address is too long; shorten the query or the filters."),
    429: lazy_gettext("Too many requests; try again in a moment."),
    500: lazy_gettext("Something went wrong on our side; it has been noted."),
    503: lazy_gettext("The search cannot answer right now; try again in a moment."),
}

#: Row of the limits table → why a query beyond it is refused.
REFUSALS = {
    "query_characters": lazy_gettext("The query is too long; %(most)s characters at most."),
    "query_terms": lazy_gettext("The query has too many words; %(most)s at most."),
    "query_depth": lazy_gettext("The query has too many nested parentheses; %(most)s levels at most."),
    "prefix_letters": lazy_gettext("Before * there must be at least %(most)s letters."),
    "expansions": lazy_gettext("The words with * stand for too many words (%(most)s at most); add letters before *."),
    "fuzzy_edits": lazy_gettext("After ~ there can be %(most)s at most."),
    "slop": lazy_gettext("The distance between the words of a phrase can be %(most)s at most."),
    "postings": lazy_gettext("The query is too broad; add a rarer word or a date."),
}

#: Code of a notice (``search.query.notices.NOTICES``) → how the part of the query was read.
NOTICES = {
    "unclosed-quote": lazy_gettext("A quotation mark without its pair was left out:"),
    "unclosed-parenthesis": lazy_gettext("A parenthesis without its pair was left out:"),
    "lone-operator": lazy_gettext("An operator with nothing to work on was read as a word:"),
    "sentence": lazy_gettext("In a long sentence operators and quotation marks are read as plain text:"),
    "shortened": lazy_gettext("The text is long; its most telling words were searched for:"),
    "wildcard": lazy_gettext("An asterisk works only at the end of a word; elsewhere it was left out:"),
    "short-fuzzy": lazy_gettext("A tilde after a very short word was left out:"),
    "unknown-field": lazy_gettext("There is no such field; it was read as words:"),
    "empty-field": lazy_gettext("A field with nothing after its colon was read as a word:"),
    "unknown-date": lazy_gettext("This is not a date; it was read as words:"),
    "unknown-language": lazy_gettext("Articles are in uk, ru and en; this was read as words:"),
    "only-excluded": lazy_gettext("The query only says what to leave out:"),
    "impossible": lazy_gettext("No article can match this:"),
    "no-words": lazy_gettext("There is no word to search for:"),
}

#: Switch of a rewrite → the offer to search without it.
NARROWER = {
    "cross": lazy_gettext("Only in the language of the query"),
    "translit": lazy_gettext("Only as spelled"),
    "synonyms": lazy_gettext("Without synonyms"),
}

#: Status → the heading of its page.
HEADINGS = {
    400: lazy_gettext("This request is not right"),
    404: lazy_gettext("Not found"),
    422: lazy_gettext("This query asks too much"),
    429: lazy_gettext("A little slower, please"),
    503: lazy_gettext("One moment, please"),
}


def heading(status: int) -> str:
    """Return the heading of an error page."""
    return str(HEADINGS.get(status, HEADINGS[400] if status < 500 else STATUS[500]))


def status_sentence(status: int) -> str:
    """Return what to tell a person about an HTTP status."""
    return str(STATUS.get(status, STATUS[400 if status < 500 else 500]))


def refusal(error: QueryRefused) -> str:
    """Return why a query is refused; the search's own sentence where there is none in the reader's language."""
    sentence: LazyString | None = REFUSALS.get(error.limit)
    most = getattr(search_limits(), error.limit, None)
    if sentence is None or most is None:
        return str(error)
    return str(sentence) % {"most": most}


def notice(code: str, part: str) -> tuple[str, str]:
    """Return what to tell a person about a part of the query that was read otherwise than typed, and the part."""
    return str(NOTICES.get(code, code)), part


def found_sentence(answer: SearchAnswer) -> str:
    """Return how much was found: stories, and in how many versions where there are more."""
    totals = answer.totals
    stories = ngettext("%(count)s story", "%(count)s stories", totals.stories, count=format_decimal(totals.stories))
    if totals.relation == "gte":
        stories = gettext("at least %(stories)s", stories=stories)
    if totals.documents == totals.stories:
        return str(gettext("Found: %(stories)s", stories=stories))
    count = format_decimal(totals.documents)
    versions = ngettext("%(count)s version", "%(count)s versions", totals.documents, count=count)
    return str(gettext("Found: %(stories)s in %(versions)s", stories=stories, versions=versions))


def took_sentence(answer: SearchAnswer) -> str:
    """Return how long the search took."""
    return str(gettext("%(milliseconds)s ms", milliseconds=format_decimal(round(answer.took_ms))))
