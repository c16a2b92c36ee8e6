"""The tags of HTML before it is parsed: what a parser would take too long over."""

from __future__ import annotations

import re

#: A comment, or a tag with the values of its attributes whole.
TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<([a-zA-Z][^\s/>]{0,30})((?:[^>=]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?)*+)""", re.DOTALL
)
ATTRIBUTE = re.compile(r"""[^\s=/"']++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"']++))?""")
#: Where the text of an element ends that has no tags within.
RAW_ENDS = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}
FEW_CHARACTERS = 2000  # a shorter tag has no attributes that matter


def most_attributes(text: str) -> int:
    """Return the largest number of attributes in a tag of the page ``text``, 0 where every tag is short."""
    most = position = 0
    while match := TAG.search(text, position):
        position = match.end()
        if len(attributes := match[2] or "") > FEW_CHARACTERS:
            most = max(most, sum(1 for _ in ATTRIBUTE.finditer(attributes)))
        if raw_end := RAW_ENDS.get((match[1] or "").lower()):
            end = raw_end.search(text, position)
            position = end.start() if end else len(text)
    return most
