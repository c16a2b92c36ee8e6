"""The headline of a page among its titles, which often carry the name of the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.sources.clean import clean_line
from index.sources.json_ld import plain

SEPARATORS = "|—–-•·»:/"


def best_title(titles: Iterable[str], sites: Sequence[str]) -> str:
    """Return the first title that is not the name of the site, one of ``sites``, and without that name.

    A headline that another title repeats with more behind a separator is the whole headline.
    """
    names = {plain(site) for site in sites}
    found = [title for title in map(clean_line, titles) if plain(title) and plain(title) not in names]
    if not found:
        return ""
    title = _without(found[0], sites)
    return next((other for other in found if _adds_a_site(title, other)), title)


def _without(title: str, sites: Sequence[str]) -> str:
    for site in filter(None, map(clean_line, sites)):
        head, tail = title[: -len(site)].rstrip(), title[-len(site) :]
        if tail.casefold() == site.casefold() and (rest := _before_separator(head)):
            return rest
        head, tail = title[: len(site)], title[len(site) :].lstrip()
        if head.casefold() == site.casefold() and tail[:1] in ("|", "»", "—", "–") and (rest := tail[1:].strip()):
            return rest
    return title


def _before_separator(text: str) -> str:
    bare = text.rstrip(SEPARATORS)
    set_off = bare != text and (bare != bare.rstrip() or text.endswith("|"))
    return bare.rstrip() if set_off else ""


def _adds_a_site(title: str, headline: str) -> bool:
    """Tell a title that is the ``headline`` and, behind a bar or dash, one name more."""
    rest = title[len(headline) :]
    return (
        title.startswith(headline)
        and rest[:1] == " "
        and rest.lstrip()[:1] in ("|", "—", "–", "-", "•")
        and (len(rest) < len(headline))
    )
