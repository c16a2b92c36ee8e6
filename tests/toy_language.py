"""A language for tests of engines: its words say themselves how they are analysed, so any posting can be had.

``form/lemma|lemma`` is a word with its lemmas, the best first; without any it is its own.  ``one/a&two/b`` are two at
one position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from index.articles.article import Language
from index.language.token import Token


def analyze(text: str, lang: Language) -> list[Token]:
    """Stand in for ``index.language.analyze``."""
    return [
        Token(match.start(), match.end(), position, form, tuple((lemmas or form).split("|")))
        for position, match in enumerate(re.finditer(r"[^ \t-\r]+", text))
        for form, _, lemmas in (word.partition("/") for word in match[0].split("&"))
    ]


@pytest.fixture(scope="module", autouse=True)
def toy_language() -> Iterator[None]:
    """Have articles analysed in the toy language, by bulk analysis and one by one, in tests of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.analysis.one_article.analyze", analyze)
        patch.setattr("index.analysis.chunk_table.analyze", analyze)
        patch.setattr("index.analysis.chunk_table.plain_word", lambda _: None)
        yield
