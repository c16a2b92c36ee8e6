"""Text as sources give it becomes text as we keep it: plain, NFC, without control characters or markup."""

from __future__ import annotations

import html
import re
import unicodedata

from lxml import etree
from lxml import html as lxml_html

#: Lone surrogates cannot be written as UTF-8; a NUL or another control character has no place in a text.
UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff]")
SURROGATE = re.compile("[\ud800-\udfff]")
SPACES = re.compile(r"[^\S\n]+")
BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")

#: Only these make a text HTML: "<3", "a < b" and "<ім'я>" are ordinary text.
TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|img|blockquote|figure|figcaption|table|tr|td|th|tbody|hr|sup"
    r"|sub|small|script|style|iframe|video|article|section|font|svg|html|body|head|pre|code|form|input|object|embed)"
    r"(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
#: HTML that was escaped once too often has elements that end; a text about HTML seldom has all of these.
ESCAPED = re.compile(r"</(?:p|div|strong|em|span|a|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)
UNSHOWN = ("script", "style", "iframe", "noscript", "template", "svg", "object", "head")
BLOCK_NAMES = "p div br ul ol li h1 h2 h3 h4 h5 h6 blockquote figure figcaption table tr article section hr pre"
BLOCKS = frozenset(BLOCK_NAMES.split())


def clean_text(text: str) -> str:
    """Return ``text`` as paragraphs separated by an empty line; HTML in it is reduced to its text.

    Where no empty line separates paragraphs, every line is one.
    """
    text = _plain(text)
    if "\n" not in text:
        return SPACES.sub(" ", text).strip()
    paragraphs = BLANK_LINES.split(text) if BLANK_LINES.search(text.strip()) else text.split("\n")
    return "\n\n".join(filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)))


def clean_line(text: str) -> str:
    """Return ``text`` on one line, without markup or control characters."""
    return " ".join(_plain(text).split())


def shorten(text: str, length: int) -> str:
    """Return ``text``, cut at a word and marked with "…" when it is longer than ``length`` characters."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > length // 2 else cut).rstrip(" .,;:–—-") + "…"


def first_sentence(body: str, length: int = 120) -> str:
    """Return the first sentence of ``body``, at most ``length`` characters: a title for a text that has none."""
    paragraph = body.split("\n", 1)[0][: length * 4]
    sentence = re.split(r"(?<=\w{3}[.!?…])\s+(?=[^\W\d_a-zа-яіїєґё])", paragraph, maxsplit=1)[0]
    return shorten(sentence, length)


def _plain(text: str) -> str:
    text = SURROGATE.sub("\ufffd", UNWANTED.sub("", BREAKS.sub("\n", text)))
    if "<" in text and TAG.search(text):
        text = strip_markup(text)
    elif "&" in text:
        text = UNWANTED.sub("", ENTITY.sub(lambda match: html.unescape(match[0]), text))
        if ESCAPED.search(text):
            text = strip_markup(text)
    return unicodedata.normalize("NFC", text)


def strip_markup(text: str) -> str:
    """Return the text that a reader of this HTML fragment would see, a paragraph for every block."""
    try:
        tree = lxml_html.document_fromstring(f"<div>{text}</div>", parser=lxml_html.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return TAG.sub(" ", text)
    return tree_text(tree)


def tree_text(tree: etree._Element) -> str:
    """Return the visible text under ``tree``, a paragraph for every block; iterative, whatever the depth."""
    etree.strip_elements(tree, *UNSHOWN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in BLOCKS:
            parts.append("\n\n")
        text = element.text if event == "start" else element.tail
        if text:
            parts.append(text.replace("\n", " "))
    return "".join(parts).strip()
