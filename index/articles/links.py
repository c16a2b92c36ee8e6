"""URLs: canonical, harmless, and what the languages of one story have in common."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from index.limits import limit

#: Query parameters that say where a reader came from, not what is read.
TRACKING = re.compile(r"utm_.*|fbclid|gclid|dclid|yclid|msclkid|twclid|igshid|mc_[ce]id|_ga|_openstat", re.IGNORECASE)
LANGUAGE_CODES = "uk ua ukr ru rus en eng uk-ua ru-ua ru-ru en-us en-gb en-ua"
LANGUAGE_SEGMENTS = frozenset(LANGUAGE_CODES.split())
KEPT_BY_QUOTE = "%/:=&?~#+!$,;@()*[]"
DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(text: object) -> str | None:
    """Return an http(s) URL in canonical form, or None for anything else.

    The fragment, tracking parameters, credentials and default port go; other characters than ASCII are
    percent-encoded, blanks, too; ``&amp;`` is an ampersand.  A control character or backslash inside makes a URL unfit
    to be linked to.
    """
    url = str(text).strip().replace("&amp;", "&").replace(" ", "%20") if text else ""
    if len(url) > limit("url_characters") or re.search(r"[\x00-\x20\x7f-\xa0\\<>\"\ud800-\udfff]", url):
        return None
    try:
        parts = urlsplit(url)
        host, port, scheme = parts.hostname, parts.port, parts.scheme.lower()
    except ValueError:
        return None
    if scheme not in DEFAULT_PORTS or not host:
        return None
    site = f"[{host}]" if ":" in host else host
    netloc = site if port in (None, DEFAULT_PORTS[scheme]) else f"{site}:{port}"
    return urlunsplit((scheme, netloc, quote(parts.path, safe=KEPT_BY_QUOTE) or "/", _kept_query(parts.query), ""))


def is_site(url: str) -> bool:
    """Say whether a canonical URL is that of a whole site: it names no article."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def address_key(url: str) -> str:
    """Return what two spellings of one canonical URL share: no scheme, ``www.`` or slash at the end."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _kept_query(query: str) -> str:
    """Return the query without its tracking parameters; otherwise as it stands, for its order may matter."""
    if not TRACKING.search(query):
        return quote(query, safe=KEPT_BY_QUOTE)
    return urlencode([(key, value) for key, value in parse_qsl(query, True) if not TRACKING.fullmatch(key)])


def story_of(url: str | None) -> str | None:
    """Return what the translations of one page share: its canonical URL without scheme, ``www`` and language.

    ``https://x.example/rus/news/1/`` and ``https://en.x.example/news/1`` both give ``x.example/news/1``.  A front page
    is no story.
    """
    if url is None:
        return None
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    for number, segment in enumerate(segments[:2]):
        if segment.lower() in LANGUAGE_SEGMENTS:
            del segments[number]
            break
    rest = "/".join(segments) + (f"?{parts.query}" if parts.query else "")
    return f"{site_of(url)}/{rest}" if rest else None


def site_of(url: str) -> str:
    """Return the host of a canonical URL without ``www`` and language."""
    labels = urlsplit(url).netloc.split(".")
    while len(labels) > 2 and (labels[0] == "www" or labels[0] in LANGUAGE_SEGMENTS):
        labels = labels[1:]
    return ".".join(labels)
