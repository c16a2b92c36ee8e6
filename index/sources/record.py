"""One raw record, a mapping with whatever names its source uses, becomes an Article or is refused with a reason."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Final

from index.articles.article import Article, Language
from index.articles.dates import parse_date
from index.articles.links import canonical_url, is_site, story_of
from index.language import detect
from index.limits import limit
from index.sources.clean import clean_line, clean_text, first_sentence, shorten
from index.sources.pointers import without_pointers

Record = Mapping[str, object]


def _aliases() -> dict[str, tuple[str, ...]]:
    lines = (files("index.sources") / "aliases.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {field: tuple(names.split()) for field, names in rows}


#: What sources call each field of an Article, in order of preference; the table says how names are compared.
ALIASES: Final = _aliases()
_FIELD_OF: Final = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
#: Members that hold a record's own fields, in exports of search engines and content APIs.
WRAPPERS: Final = ("_source", "attributes", "fields", "article", "document", "doc")
#: Members that no article needs: of the systems that exported it.
UNNEEDED: Final = frozenset(
    ["type", "version", "score", "index", "sort", "highlight", "status", "format", "template", "parent", "slug"]
)
NAME_KEYS = (
    *("name", "title", "label", "value", "@value", "term", "text", "#text", "rendered", "full"),
    *("$oid", "$date", "$numberLong", "@id", "url"),
)
MAILBOX = re.compile(r"(?<!\S)[^\s@]++@\S++\s++\(([^()]++)\)")
#: Characters of a printed list that are parsed: parsing takes hundreds of times its size in memory.
PRINTED = 20_000
NO_NAME = re.compile(r"https?://|[^\s@]++@\S++\Z")
BYLINE = re.compile(r"^(?:by|author|authors|автор|автори|авторы|текст)\s*:\s*|^by\s+", re.IGNORECASE)
FULL_NAME = r"[^\W\d_][\w.’'ʼ-]*(?:\s+[^\W\d_a-zа-яіїєґё][\w.’'ʼ-]*)+"
TWO_NAMES = re.compile(rf"({FULL_NAME})\s+(?:and|та|і|й|и)\s+({FULL_NAME})")


#: Before the name of a member that no field was read from, in ``notes``.
UNREAD: Final = "unread field "


class Refused(Exception):
    """A record cannot become an Article: a short machine-readable reason and one sentence for a person."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def article_from(record: Record, *, html_lang: str | None = None, notes: dict[str, int] | None = None) -> Article:
    """Return the Article that ``record`` holds.  Raises Refused.

    Only an article with neither title nor body, in no language of ours, with an unusable id or too long is refused.  An
    unreadable date or URL would cost the reader an article, so it is left out and counted in ``notes``.
    """
    values = by_field(record)
    title, body = _title_and_body(values)
    url = canonical_url(_one(values.get("url")))
    published = next(filter(None, map(_date, readings(record, "published"))), None)
    if notes is not None:
        for name in unread(record):
            _note(notes, f"{UNREAD}{name}", True)
    _note(notes, "unreadable-url", values.get("url") and not url)
    _note(notes, "unreadable-date", values.get("published") and not published)
    lang = _language(title, body, declared=_one(values.get("lang")) or None, url=url, html_lang=html_lang)
    return Article(
        id=_id(values, url, lang, title, published, body),
        url=url,
        lang=lang,
        title=title,
        body=body,
        lead=shorten(clean_text(_one(values.get("lead"))), limit("lead_characters")) or None,
        authors=author_names(values.get("authors")),
        published=published,
        section=_name(_one(values.get("section"))) or None,
        tags=_tag_names(values.get("tags")),
        source=_name(_one(values.get("source"))) or None,
        story_id=_name(_one(values.get("story_id"))) or story_of(url),
    )


def by_field(record: Record) -> dict[str, object]:
    """Return the values of ``record`` under the names of Article; the first alias with something in it wins."""
    found = ((field, next(readings(record, field), None)) for field in ALIASES)
    return {field: value for field, value in found if value is not None}


def readings(record: Record, field: str) -> Iterator[object]:
    """Yield what ``record`` has under the aliases of ``field``, best first."""
    given = _given(record)
    return (given[alias] for alias in ALIASES[field] if alias in given)


def unread(record: Record) -> Iterator[str]:
    """Yield the names of the members with something in them that stand for no field of an Article."""
    for key, value in _members(record):
        name = _plain_name(key)
        if name not in _FIELD_OF and name not in UNNEEDED and value not in _EMPTY:
            yield str(key)[:50]


_EMPTY: Final[tuple[object, ...]] = (None, "", [], {}, False)


def _given(record: Record) -> dict[str, object]:
    return {_plain_name(key): value for key, value in _members(record) if value not in (None, "", [], {})}


def _members(record: Record) -> Iterator[tuple[object, object]]:
    """Yield the members of a record, those of what it wraps last, so that they win."""
    inner = [record[name] for name in WRAPPERS if isinstance(record.get(name), Mapping)]
    yield from ((key, value) for key, value in record.items() if not isinstance(value, Mapping) or key not in WRAPPERS)
    for wrapped in inner:
        yield from wrapped.items()  # type: ignore[attr-defined]


def _plain_name(key: object) -> str:
    return re.sub(r"[\W_]", "", str(key).rpartition(":")[2]).lower()


def _date(value: object) -> datetime | None:
    """Return the moment in a value, which Mongo wraps in "$date" and "$numberLong"."""
    for _ in range(2):
        if isinstance(value, Mapping):
            value = value.get("$date", value.get("$numberLong", _one(value)))
    return parse_date(_scalar(value))


def author_names(value: object) -> tuple[str, ...]:
    """Return the names in a byline, a list of bylines, or schema.org persons."""
    names: list[str] = []
    for text in map(clean_line, _strings(value)):  # before "&#39;" is cut at its semicolon
        for part in re.split(r"[,;|]|\s[&/]\s", BYLINE.sub("", MAILBOX.sub(r"\1", text.strip()))):
            short = len(part) <= limit("name_characters")
            pair = TWO_NAMES.fullmatch(part.strip()) if short else None
            names.extend(pair.groups() if pair else [part])
    return _distinct(name for name in names if not NO_NAME.match(name.strip()))


def _tag_names(value: object) -> tuple[str, ...]:
    """Return the tags in a list or in a string with commas; a list that was printed as text is read back."""
    texts = list(_strings(value))
    if len(texts) == 1 and len(texts[0]) <= PRINTED and texts[0].startswith("[") and texts[0].endswith("]"):
        texts = _printed_list(texts[0])
    parts = (part for text in texts for part in (re.split(r"[,;|]", text) if len(texts) == 1 else [text]))
    return _distinct(part.strip().removeprefix("#") for part in parts)


def _printed_list(text: str) -> list[str]:
    try:
        return list(_strings(ast.literal_eval(text)))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [text.strip("[]")]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(name for name in map(_name, names) if re.search(r"\w", name))
    return tuple(kept)[: limit("names")]


def _name(text: str) -> str:
    return shorten(clean_line(text), limit("name_characters"))


def _strings(value: object, most: int | None = None) -> Iterable[str]:
    """Give every string in a string, number, object with a name, or list of these, of which ``most`` are looked at."""
    if isinstance(value, list | tuple):
        for item in value[: most or 4 * limit("names")]:
            yield from _strings(item) if not isinstance(item, list | tuple) else ()
    elif isinstance(value, Mapping):
        yield from _strings(next((value[key] for key in NAME_KEYS if isinstance(value.get(key), str | int)), None))
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _one(value: object) -> str:
    return next(iter(_strings(value)), "").strip()


def _scalar(value: object) -> object:
    return value if isinstance(value, int | float) else _one(value)


def _title_and_body(values: Mapping[str, object]) -> tuple[str, str]:
    """Return the title, taken from the body when there is none, and the body.  Raises Refused without either."""
    raw = _text(values.get("body"))
    if len(raw) > 4 * limit("body_characters"):
        raise Refused("too-long", f"The body has {len(raw):,} characters.")
    title, body = clean_line(_one(values.get("title"))), without_pointers(clean_text(raw))
    if not re.search(r"\w", title + body):
        raise Refused("no-text", "The record has neither a title nor a body.")
    if len(body) > limit("body_characters"):
        raise Refused("too-long", f"The body has {len(body):,} characters.")
    title = title or first_sentence(body)
    if len(title) > limit("title_characters"):
        body = body if body.startswith(title) else f"{title}\n\n{body}".strip()
        title = shorten(title, limit("title_characters"))
    return title, body


def _text(value: object) -> str:
    """Return a body: paragraphs in a list, or one text in spans, as messengers export it, some of them with marks."""
    spans = isinstance(value, list | tuple) and any(isinstance(part, Mapping) and "type" in part for part in value)
    return ("" if spans else "\n\n").join(_strings(value, most=100_000 if spans else None))


def _language(title: str, body: str, *, declared: str | None, url: str | None, html_lang: str | None) -> Language:
    found = detect(f"{title}\n\n{body}", declared=declared, url=url, html_lang=html_lang)
    if found.lang is None:
        raise Refused(
            "other-language", f"The text is not in Ukrainian, Russian or English: {found.other or 'unknown'}."
        )
    return found.lang


def _id(
    values: Mapping[str, object], url: str | None, lang: str, title: str, published: datetime | None, body: str
) -> str:
    """Return the id given, else a hash of the URL, else of language, title and date.

    Without a date the body takes its place, or equal headlines of different days would replace each other.
    """
    given = clean_line(_one(values.get("id")))
    own = None if url is None or is_site(url) else url
    if len(given) > limit("id_characters"):
        raise Refused("bad-id", f"The id has {len(given)} characters.")
    when = published.isoformat() if published else body
    return given or hashlib.blake2b((own or "\0".join((lang, title, when))).encode(), digest_size=12).hexdigest()


def _note(notes: dict[str, int] | None, name: str, happened: object) -> None:
    if notes is not None and happened:
        notes[name] = notes.get(name, 0) + 1
