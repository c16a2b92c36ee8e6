"""The repeated elements of an XML file, one at a time, whatever the file's size."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import name2codepoint
from typing import Any

from lxml import etree

from index.limits import limit
from index.sources.encoding import declared_in, encoding_of
from index.sources.record import Refused
from index.sources.source import Source

#: Where libxml2 gives up, even when asked to recover.
GIVES_UP = {
    etree.ErrorTypes.ERR_RESOURCE_LIMIT,
    etree.ErrorTypes.ERR_ENTITY_LOOP,
    etree.ErrorTypes.ERR_NO_MEMORY,
    etree.ErrorTypes.ERR_INTERNAL_ERROR,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
}
#: An ampersand, unless it begins a numeric reference; with the name of an entity if there is one.
AMPERSAND = re.compile(rb"&(?!#[xX]?[0-9a-fA-F]{1,8};)(?:([A-Za-z][A-Za-z0-9]{0,30});)?")
LONGEST_ENTITY = 34


def numeric(match: re.Match[bytes]) -> bytes:
    """Return a reference by number for an entity that HTML knows; any other ampersand stands for itself."""
    code = name2codepoint.get((match[1] or b"").decode())
    return b"&#%d;" % code if code else b"&#38;" + match[0][1:]


class XmlBytes:
    """An XML file as UTF-8 for its parser: no entities but by number, no element without end.

    Its encoding is found as that of pages is (``index.sources.encoding``), since feeds are labelled as badly.

    After a mistake such as an unknown ``&nbsp;`` libxml2 drops every later ``&lt;``, but no ``&#60;``.  And
    entities that a file declares have no use here but to attack.
    """

    def __init__(self, source: Source) -> None:
        self._stream, self._tail = source.stream, b""
        encoding = encoding_of(source.head, declared_in(source.head))
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.since_element = 0

    def read(self, size: int) -> bytes:
        """Return about ``size`` bytes, b"" at the end.  Raises Refused when one element is beyond the limit."""
        ready = b""
        while not ready:
            data = self._stream.read(size)
            text = self._tail + self._decoder.decode(data, final=not data).encode()
            cut = text.rfind(b"&", -LONGEST_ENTITY) if data else -1
            ready, self._tail = (text, b"") if cut < 0 else (text[:cut], text[cut:])
            if not data:
                break
        self.since_element += len(ready)
        if self.since_element > limit("record_bytes"):
            raise Refused("too-long", f"An element is longer than {limit('record_bytes'):,} bytes.")
        return AMPERSAND.sub(numeric, ready)


def repeated(source: Source, *names: str) -> Iterator[Any]:
    """Give every element with one of the local ``names``, whole, and forget it and what precedes it afterwards.

    Malformed XML is read as far as it makes sense, as many feeds are.  Entities that the file declares are never
    expanded and nothing outside it is opened; libxml2 bounds depth and length.  Raises Refused where it gives up.
    """
    content = XmlBytes(source)
    elements = etree.iterparse(
        content,
        tag=[f"{{*}}{name}" for name in names],
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        for _, element in elements:
            content.since_element = 0
            yield element
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise Refused("bad-xml", f"It is no XML that can be read to its end: {error.msg}.") from None
    for entry in elements.error_log:
        if entry.type in GIVES_UP:
            raise Refused("bad-xml", f"It cannot be read beyond line {entry.line}: {entry.message}.")


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


#: Namespaces by the prefix that stands for them here, whatever a feed calls them.
PREFIXES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://news.yandex.ru": "yandex",
    "http://www.w3.org/1999/xhtml": "xhtml",
}


def values_of(element: Any) -> dict[str, list[Any]]:
    """Return the children of ``element`` by "prefix:name", by name alone where they have no prefix.

    A known namespace goes by its usual prefix; a prefix that was not declared is taken as it stands.
    """
    found: dict[str, list[Any]] = {}
    for child in element.iterchildren("*"):
        namespace, _, name = child.tag.rpartition("}")
        prefix = PREFIXES.get(namespace.lstrip("{"), child.prefix or "")
        found.setdefault(f"{prefix}:{name}" if prefix else name, []).append(child)
    return found


def text_in(element: Any) -> str:
    """Return all text in ``element``; HTML that stands in it as elements keeps its tags."""
    if len(element) and any(isinstance(child.tag, str) for child in element):
        return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    return "".join(element.itertext())
