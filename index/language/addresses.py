"""Keys of web and mail addresses: found whole, and by their host."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")
_HOST = re.compile(r"[^/?#]*")


def address_keys(address: str) -> tuple[str, ...]:
    """Return the address without scheme, ``www.`` and closing slash, and its host (after a mail address's ``@``)."""
    bare = _SCHEME.sub("", address).rstrip("/") or address
    host = _HOST.match(bare)
    name = host[0].rpartition("@")[2] if host else ""
    return tuple(dict.fromkeys(filter(None, (bare, name))))
