"""How much one request, and one client, may ask for.

The rate limit is the generic cell rate algorithm (ITU-T I.371): one number per client, the moment at which its
allowance is whole again.  The numbers lie in anonymous shared memory that is made before gunicorn forks, so that all
workers count together; see docs/decisions/0060-rate-limit.md.
"""

from __future__ import annotations

import hashlib
import ipaddress
import mmap
import secrets
import string
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, current_app, request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge, TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SLOTS = 65_536
#: Cheap, and asked for often by machines that are ours or by every page.
UNLIMITED = frozenset({"api.healthz", "api.readyz", "static"})


class RateLimit:
    """Lets each client make ``burst`` requests at once and ``rate`` a minute in the long run.

    Clients fall into slots by a keyed hash, so that nobody can choose whose slot to share.  Threads of one process
    exclude each other; two processes that write one slot at the same instant may let one request too many through.
    """

    def __init__(self, rate: int, burst: int) -> None:
        self._interval = 60 / rate
        self._tolerance = self._interval * max(burst - 1, 0)
        self._memory = mmap.mmap(-1, SLOTS * 8)
        self._whole_at = memoryview(self._memory).cast("d")
        self._key = secrets.token_bytes(16)
        self._lock = threading.Lock()

    def wait(self, client: str, now: float) -> float:
        """Count a request of ``client`` at ``now`` seconds; return 0, or for how many seconds it comes too early."""
        slot = self._slot(client)
        with self._lock:
            whole_at = max(self._whole_at[slot], now)
            early = whole_at - self._tolerance - now
            if early <= 0:
                self._whole_at[slot] = whole_at + self._interval
        return max(early, 0.0)

    def _slot(self, client: str) -> int:
        digest = hashlib.blake2b(client.encode(), key=self._key, digest_size=8).digest()
        return int.from_bytes(digest) % SLOTS


def client_network(address: str | None) -> str:
    """Return who is counted as one client: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "local"  # a Unix socket, or a proxy that says nothing sensible
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(parsed), 64), strict=False))
    return str(parsed)


class QuotedQuery:
    """WSGI middleware that quotes the bytes of a query that should have come quoted.

    Werkzeug raises UnicodeDecodeError for raw bytes that are no UTF-8, and reads quoted ones leniently.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the request."""
        query = environ.get("QUERY_STRING", "").encode("latin-1")
        environ["QUERY_STRING"] = quote(query, safe=string.punctuation)
        return self._app(environ, start_response)


def init_app(app: Flask) -> None:
    """Trust the configured proxies, and refuse what is too large or too frequent before any work is done."""
    app.wsgi_app = QuotedQuery(app.wsgi_app)  # type: ignore[method-assign]
    if proxies := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    if rate := app.config["RATE"]:
        app.extensions["rate_limit"] = RateLimit(rate, app.config["BURST"])
    app.before_request(refuse_large)
    app.before_request(refuse_frequent)


def refuse_large() -> None:
    """Raise 413 or 414 for a request that no route of ours can need."""
    if (request.content_length or 0) > current_app.config["MAX_BODY"] or "Transfer-Encoding" in request.headers:
        raise RequestEntityTooLarge
    if len(request.query_string) > current_app.config["MAX_QUERY"]:
        raise RequestURITooLarge


def refuse_frequent() -> None:
    """Raise 429 with Retry-After for a client above its rate."""
    limit: RateLimit | None = current_app.extensions.get("rate_limit")
    if limit is None or request.endpoint in UNLIMITED:
        return
    early = limit.wait(client_network(request.remote_addr), time.monotonic())
    if early:
        seconds = int(early) + 1
        raise TooManyRequests(gettext("Too many requests; try again in a moment."), retry_after=seconds)
