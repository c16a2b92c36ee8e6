"""What a reader is told when a query was read otherwise than typed."""

from __future__ import annotations

#: A code of NOTICES, and the part of the query that it is about.
Notice = tuple[str, str]

#: Every notice, with what it tells the reader.
NOTICES = {
    "unclosed-quote": "A quotation mark without its partner was ignored.",
    "unclosed-parenthesis": "A parenthesis without its partner was ignored.",
    "lone-operator": "AND, OR or NOT with nothing to work on was read as a word.",
    "sentence": "AND, OR, NOT or quotation marks in a long sentence were read as plain text.",
    "shortened": "The text is long; its most telling words were searched for.",
    "wildcard": "A * that does not end a word was ignored.",
    "short-fuzzy": "A ~ after a very short word was ignored.",
    "unknown-field": "There is no such field; it was read as words.",
    "empty-field": "A field with nothing after its colon was read as a word.",
    "unknown-date": "This is no date; it was read as words.",
    "unknown-language": "Articles are in uk, ru and en; this was read as words.",
    "only-excluded": "The query only says what to leave out.",
    "no-words": "There is no word to search for.",
    "impossible": "No article can match: a word with * that no article has, or conditions that exclude each other.",
}
