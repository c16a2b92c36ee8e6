"""Answers of the API that were given before: popular queries come again, and their answer stays the same for a while.

What an answer depends on is in its key: the generation, the day (news ages) and the request.  Only ``took_ms`` is told
anew.  Answers that were cut short by the deadline, and explanations, which tell the time, are not kept.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from flask import Flask, current_app

from index.articles.dates import KYIV
from search.answer.answer import SearchAnswer, SearchRequest
from search.answer.answer_json import answer_to_json
from web.service import search_service

_TOOK = b'"took_ms":'
_NOTHING = orjson.dumps(0.0)

Key = tuple[str | None, str, SearchRequest]


class Body(NamedTuple):
    """A JSON text around the number of milliseconds, and what it changes with."""

    before: bytes
    after: bytes
    generation: str
    day: str

    def text(self, milliseconds: float) -> bytes:
        """Return the whole text."""
        return b"%b%b%b\n" % (self.before, orjson.dumps(round(milliseconds, 1)), self.after)


class AnswerCache:
    """The answers asked for last, as many as fit into ``most`` bytes; shared by threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._bodies: OrderedDict[Key, Body] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Body | None:
        """Return the answer, if it is cached."""
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
            return self._bodies.get(key)

    def put(self, key: Key, body: Body) -> None:
        """Remember an answer, and forget those that were not asked for longest."""
        with self._lock:
            if (old := self._bodies.pop(key, None)) is not None:
                self._size -= _size(key, old)
            self._bodies[key] = body
            self._size += _size(key, body)
            while self._size > self._most:
                self._size -= _size(*self._bodies.popitem(last=False))


def today() -> str:
    """Return the day in Kyiv: news ages, and answers with it."""
    return datetime.now(KYIV).date().isoformat()


def answer_body(request: SearchRequest, complete: Callable[[SearchAnswer, dict[str, Any]], None]) -> tuple[bytes, Body]:
    """Return the JSON text that answers ``request``, and the body that it is of.

    ``complete`` adds to the values of an answer what is not for every reader of ``search.answer.answer_json``.
    """
    started = time.monotonic()
    cached: AnswerCache = current_app.extensions["answer_cache"]
    day = today()
    told = request.explain or request.why
    body = None if told else cached.get((search_service().readiness().generation, day, request))
    if body is not None:
        return body.text((time.monotonic() - started) * 1000), body
    answer = search_service().search(request)
    values = answer_to_json(answer)
    complete(answer, values)
    body = _split(values | {"took_ms": 0.0}, answer.generation, day)
    if not (told or answer.partial):
        cached.put((answer.generation, day, request), body)
    return body.text(answer.took_ms), body


def _split(values: dict[str, Any], generation: str, day: str) -> Body:
    """Write the values.  In a string the quotes of the key would be escaped: it is found once."""
    before, key, after = orjson.dumps(values).partition(_TOOK + _NOTHING)
    return Body(before + key.removesuffix(_NOTHING), after, generation, day)


def _size(key: Key, body: Body) -> int:
    """Return about how many bytes an entry takes; a request may hold many values of filters."""
    return len(body.before) + len(body.after) + 4 * len(repr(key[2])) + 1_000


def init_app(app: Flask) -> None:
    """Give ``app`` a memory of its own."""
    app.extensions["answer_cache"] = AnswerCache(int(app.config["REMEMBERED"]) << 20)
