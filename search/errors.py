"""What can be wrong with a search, each with a sentence for a person."""

from __future__ import annotations


class SearchError(Exception):
    """A search that cannot be answered.  ``str(error)`` is one sentence that says what is wrong and what to do."""


class ParameterError(SearchError):
    """A parameter that is not of its form (HTTP 400).  ``parameter`` is its public name, such as ``page-size``."""

    def __init__(self, parameter: str, sentence: str) -> None:
        super().__init__(sentence)
        self.parameter = parameter


class QueryRefused(SearchError):
    """A query refused by its plan, as too costly (HTTP 422).  ``limit`` names the row in the limits table."""

    def __init__(self, limit: str, sentence: str) -> None:
        super().__init__(sentence)
        self.limit = limit


class NotReady(SearchError):
    """No index is loaded (HTTP 503)."""


class TimedOut(SearchError):
    """The time of a search was over before it had found anything (HTTP 503)."""
