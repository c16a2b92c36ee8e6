"""What a reader may be about to type: completions of the last word, and headlines that fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import permutations
from typing import Final

from index.articles.article import Language
from index.articles.schema import exact_field
from index.language import is_stop, prefix_fold
from search.answer.answer import SearchAnswer, SearchRequest, Suggestion
from search.engines.base import Snapshot
from search.errors import QueryRefused
from search.repair.layouts import KEYS

#: The last word, as far as it is typed; one letter could become anything.
LAST_WORD: Final = re.compile(r"[^\W_](?:[\w'’ʼ-]*[^\W_])?\Z")
FEWEST_LETTERS: Final = 2
#: From so many letters on headlines are looked for.
HEADLINE_LETTERS: Final = 3
MOST_WORDS: Final = 6
MOST_HEADLINES: Final = 3
#: Fields whose words complete: a word of a headline is no misprint, a word of a body may be.
FIELDS: Final = ("title", "body")
FEWEST_DOCUMENTS: Final = 2


def suggestions(
    snapshot: Snapshot, search: Callable[[SearchRequest], SearchAnswer], request: SearchRequest
) -> tuple[Suggestion, ...]:
    """Return completions of ``request.q`` in the languages of its last letters, most frequent first, then headlines.

    Where nothing begins so, the query is read as typed on another keyboard layout.
    """
    for q in _readings(request.q):
        found = (*_words(snapshot, q, request.lang), *_headlines(search, replace(request, q=q)))
        if found:
            return found
    return ()


def _readings(q: str) -> Iterator[str]:
    """Yield the query, then what the same keys give in other layouts."""
    yield q
    for source, target in permutations(KEYS, 2):
        table = str.maketrans(dict(zip(KEYS[source], KEYS[target], strict=False)))
        if (meant := q.translate(table)) != q:
            yield meant


def _words(snapshot: Snapshot, q: str, languages: tuple[Language, ...]) -> list[Suggestion]:
    last = LAST_WORD.search(q)
    if last is None or len(last[0]) < FEWEST_LETTERS:
        return []
    typed = prefix_fold(last[0])
    counts: Counter[str] = Counter()
    lang_of: dict[str, Language] = {}
    for lang in languages:
        if (lang == "en") != typed.isascii():
            continue
        for field in FIELDS:
            for word, documents in snapshot.terms_with_prefix(lang, exact_field(field), typed, 2 * MOST_WORDS):
                if documents >= FEWEST_DOCUMENTS and word != typed and not is_stop(word, lang):
                    lang_of.setdefault(word, lang)
                    counts[word] = max(counts[word], documents)
    begun = q[: last.start()]
    written = str.capitalize if last[0][:1].isupper() else str
    return [Suggestion("word", begun + written(word), lang_of[word], n) for word, n in counts.most_common(MOST_WORDS)]


def _headlines(search: Callable[[SearchRequest], SearchAnswer], request: SearchRequest) -> list[Suggestion]:
    last = LAST_WORD.search(request.q)
    if last is None or len(last[0]) < HEADLINE_LETTERS:
        return []
    begun = replace(request, q=f"{request.q}*", page_size=MOST_HEADLINES, facets=False, repair=False, cross=False)
    with suppress(QueryRefused):
        return [
            Suggestion("title", hit.article.title, hit.article.lang, 1 + len(hit.translations), hit.article.id)
            for hit in search(begun).hits
            if hit.title.ranges
        ]
    return []
